#include <base/log.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void kp__log_init(kp__log *log, int severity)
{
    memset(log, 0, sizeof *log);
    log->severity = severity;
}

void kp__logf(kp__log *log, int severity, const char *event, const char *format, ...)
{
    if (!log || severity > log->severity)
        return;
    if (log->count == KP__LOG_LINES) {
        log->head = (log->head + 1) % KP__LOG_LINES;
        log->count--;
        log->dropped++;
    }
    kp__log_line *line = &log->lines[(log->head + log->count++) % KP__LOG_LINES];
    va_list args;

    line->severity = severity;
    line->event = event;
    va_start(args, format);
    (void)vsnprintf(line->text, sizeof line->text, format, args);
    va_end(args);
    for (char *at = line->text; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            *at = '?';
}

bool kp__log_take(kp__log *log, kp__log_line *out)
{
    if (log->count == 0)
        return false;
    *out = log->lines[log->head];
    log->head = (log->head + 1) % KP__LOG_LINES;
    log->count--;
    return true;
}
