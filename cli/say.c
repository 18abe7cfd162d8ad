#include <cli/say.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *speaker = "";

void cli_say_as(const char *command) { speaker = command; }

static void say_v(const char *format, va_list args)
{
    fflush(stdout); /* a terminal shows both in order */
    fprintf(stderr, "kprod%s%s: ", *speaker ? " " : "", speaker);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
}

void cli_say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say_v(format, args);
    va_end(args);
}

int cli_fail(int code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say_v(format, args);
    va_end(args);
    return code;
}

/* Errors that say more by their number than by their class. */
static const struct {
    kp_err err;
    int code;
    const char *hint;
} reactions[] = {
    {KP_ERR_CONFIG, CLI_EXIT_USAGE, NULL},
    {KP_ERR_UNKNOWN_OPTION, CLI_EXIT_USAGE, "`kprod options` lists them"},
    {KP_ERR_UNSUPPORTED, CLI_EXIT_USAGE, NULL},
    {KP_ERR_ARGUMENT, CLI_EXIT_USAGE, NULL},
    {KP_ERR_NAME, CLI_EXIT_USAGE, "names are 1 to 249 of a-z A-Z 0-9 . _ -"},
    {KP_ERR_INVALID_TOPIC_EXCEPTION, CLI_EXIT_USAGE, "names are 1 to 249 of a-z A-Z 0-9 . _ -"},
    {KP_ERR_UNKNOWN_TOPIC_OR_PARTITION, CLI_EXIT_USAGE,
     "`kprod topics --list` shows what there is, `kprod topics --create --topic NAME` makes one"},
    {KP_ERR_UNKNOWN_PARTITION, CLI_EXIT_USAGE, "`kprod topics --describe --topic NAME` shows the partitions"},
    {KP_ERR_OFFSET_OUT_OF_RANGE, CLI_EXIT_USAGE, "--from-beginning reads what there is"},
    {KP_ERR_TOPIC_ALREADY_EXISTS, CLI_EXIT_USAGE, "--if-not-exists accepts that"},
    {KP_ERR_INVALID_PARTITIONS, CLI_EXIT_USAGE, NULL},
    {KP_ERR_INVALID_REPLICATION_FACTOR, CLI_EXIT_USAGE, "there must be as many brokers as replicas"},
    {KP_ERR_INVALID_CONFIG, CLI_EXIT_USAGE, NULL},
    {KP_ERR_INVALID_REQUEST, CLI_EXIT_USAGE, NULL},
    {KP_ERR_EXISTS, CLI_EXIT_USAGE, NULL},
    {KP_ERR_CONNECT, CLI_EXIT_CONNECT,
     "is the broker running, and is --bootstrap-server right? (embedded:DIR needs none)"},
    {KP_ERR_RESOLVE, CLI_EXIT_CONNECT, "check the host name in --bootstrap-server"},
    {KP_ERR_DISCONNECTED, CLI_EXIT_CONNECT, "is it a Kafka broker that listens there?"},
    {KP_ERR_PROTOCOL, CLI_EXIT_CONNECT, "is it a Kafka broker that listens there?"},
    {KP_ERR_TIMEOUT, CLI_EXIT_CONNECT,
     "is the broker running, and is --bootstrap-server right? (embedded:DIR needs none)"},
    {KP_ERR_REQUEST_TIMEOUT, CLI_EXIT_CONNECT, NULL},
};

int cli_exit_of(kp_err err)
{
    for (size_t i = 0; i < sizeof reactions / sizeof reactions[0]; i++)
        if (reactions[i].err == err)
            return reactions[i].code;
    uint32_t class = kp_err_class(err);
    if (class & KP_CLASS_AUTH)
        return CLI_EXIT_CONNECT;
    return CLI_EXIT_INTERNAL;
}

static const char *hint_of(kp_err err)
{
    for (size_t i = 0; i < sizeof reactions / sizeof reactions[0]; i++)
        if (reactions[i].err == err)
            return reactions[i].hint;
    return NULL;
}

int cli_fail_err(kp_err err, const kp_error *error, const char *what)
{
    const char *text = error && error->text[0] ? error->text : kp_err_text(err);
    const char *hint = hint_of(err);
    if (what && strstr(text, what))
        what = NULL; /* named already */
    return cli_fail(cli_exit_of(err), "%s%s%s%s%s", what ? what : "", what ? ": " : "", text, hint ? "; " : "",
                    hint ? hint : "");
}
