#include <cli/tally.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include <cli/say.h>
#include <kprod/error.h>

static double seconds(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

void cli_tally_init(cli_tally *tally, bool progress)
{
    *tally = (cli_tally){.started = seconds(), .progress = progress};
    tally->shown = tally->started;
}

void cli_tally_complain(cli_tally *tally, uint64_t number, kp_err err, const char *format, ...)
{
    int n = atomic_fetch_add(&tally->complaints, 1);
    if (n >= CLI_COMPLAINTS_MAX)
        return;
    char text[600];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    cli_say("%srecord %" PRIu64 ": %s: %s", tally->has_line ? "\r\033[K" : "", number, kp_err_name(err), text);
    if (n == CLI_COMPLAINTS_MAX - 1)
        cli_say("further failures are only counted");
}

void cli_tally_clear(cli_tally *tally)
{
    if (!tally->has_line)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    tally->has_line = false;
}

static uint64_t failed(cli_tally *tally)
{
    return tally->refused + atomic_load(&tally->not_written) + atomic_load(&tally->maybe_written);
}

void cli_tally_show(cli_tally *tally)
{
    if (!tally->progress)
        return;
    double now = seconds();
    double passed = now - tally->shown;
    if (passed < 0.2)
        return;
    double rate = (double)(tally->sent - tally->shown_sent) / passed;
    tally->rate = tally->rate > 0 ? tally->rate * 0.7 + rate * 0.3 : rate;
    tally->shown = now;
    tally->shown_sent = tally->sent;
    tally->has_line = true;
    fprintf(stderr, "\r\033[K%" PRIu64 " sent, %" PRIu64 " acknowledged, %" PRIu64 " failed, %.1f MB, %.0f records/s",
            tally->sent, atomic_load(&tally->acked), failed(tally), (double)tally->bytes / 1e6, tally->rate);
    fflush(stderr);
}

int cli_tally_end(cli_tally *tally, bool quiet)
{
    cli_tally_clear(tally);
    uint64_t acked = atomic_load(&tally->acked), maybe = atomic_load(&tally->maybe_written);
    uint64_t not_written = tally->refused + atomic_load(&tally->not_written);
    double took = seconds() - tally->started;
    if (!quiet)
        cli_say("%" PRIu64 " records sent, %" PRIu64 " acknowledged, %" PRIu64 " failed (%" PRIu64
                " not written, %" PRIu64 " unknown), %.1f MB in %.3f s, %.0f records/s",
                tally->sent, acked, not_written + maybe, not_written, maybe, (double)tally->bytes / 1e6, took,
                took > 0 ? (double)acked / took : 0.0);
    if (maybe)
        return CLI_EXIT_UNKNOWN;
    return not_written ? CLI_EXIT_NOT_WRITTEN : CLI_EXIT_OK;
}
