/* The arguments of a command: one table gives the parsing and the help. */
#ifndef KP_CLI_ARGS_H
#define KP_CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CLI_LIST_MAX = 256 };

/* Borrowed from argv, in the order given. */
typedef struct cli_list {
    const char *items[CLI_LIST_MAX];
    int count;
} cli_list;

typedef enum cli_kind {
    CLI_END,    /* ends a table */
    CLI_FLAG,   /* a bool */
    CLI_TEXT,   /* a const char * */
    CLI_NUMBER, /* an int64_t */
    CLI_LIST,   /* a cli_list; may be given several times */
    CLI_OPTION  /* sets the library's option `option`: "name=value" goes to the cli_list at `offset` */
} cli_kind;

typedef struct cli_arg {
    cli_kind kind;
    char letter;      /* 0: none */
    const char *name; /* without its dashes; NULL: a letter only */
    size_t offset;    /* in the command's struct */
    const char *value_name;
    const char *help; /* NULL: another spelling, not shown */
    const char *option;
} cli_arg;

/* What every command that talks to a cluster has. Must be the first member of its struct; a table begins with
 * CLI_COMMON_ARGS. */
typedef struct cli_common {
    const char *bootstrap;
    cli_list files;
    cli_list properties;
    cli_list flags; /* name=value, from CLI_OPTION arguments: they win over properties, and those over files */
    bool help;
    bool quiet;
    bool verbose;
    cli_list positional;
} cli_common;

/* clang-format off */
#define CLI_COMMON_ARGS \
    {CLI_TEXT, 'b', "bootstrap-server", offsetof(cli_common, bootstrap), "HOST:PORT,...", "a broker to begin with, or embedded:DIR", NULL}, \
    {CLI_TEXT, 0, "broker-list", offsetof(cli_common, bootstrap), NULL, NULL, NULL}, \
    {CLI_LIST, 'X', "command-property", offsetof(cli_common, properties), "NAME=VALUE", "sets an option of `kprod options`; may be repeated", NULL}, \
    {CLI_LIST, 'F', "command-config", offsetof(cli_common, files), "FILE", "options from a .properties file", NULL}, \
    {CLI_FLAG, 'q', "quiet", offsetof(cli_common, quiet), NULL, "no progress and no summary", NULL}, \
    {CLI_FLAG, 'v', "verbose", offsetof(cli_common, verbose), NULL, "what the library logs, on stderr", NULL}, \
    {CLI_FLAG, 'h', "help", offsetof(cli_common, help), NULL, "this text", NULL}
/* clang-format on */

typedef struct cli_command {
    const char *name;
    const char *usage;   /* what follows the name */
    const char *summary; /* one line */
    const cli_arg *args;
    const char *more; /* after the table in the help: properties, examples; or NULL */
    int (*run)(const struct cli_command *command, int argc, char **argv);
} cli_command;

/* Fills the struct (zeroed by the caller, numbers at their defaults) from argv. Returns 0, or an exit code after saying
 * what is wrong. */
int cli_args_parse(const cli_command *command, int argc, char **argv, void *out);

void cli_help(const cli_command *command);

/* The whole text as a number, or false. */
bool cli_number(const char *text, int64_t *out);

#endif
