/* kprod options: the option table. */
#include <stdio.h>
#include <string.h>

#include <cli/commands.h>
#include <cli/say.h>
#include <kprod/options.h>

typedef struct arguments {
    cli_common common; /* only its help and positional are used */
    bool json;
    bool names;
} arguments;

static const cli_arg args[] = {
    {CLI_FLAG, 'J', "json", offsetof(arguments, json), NULL, "one JSON object a line", NULL},
    {CLI_FLAG, 0, "names", offsetof(arguments, names), NULL, "the names only", NULL},
    {CLI_FLAG, 'h', "help", offsetof(cli_common, help), NULL, "this text", NULL},
    {CLI_END, 0, NULL, 0, NULL, NULL, NULL},
};

static void json_text(const char *name, const char *text)
{
    printf("\"%s\":", name);
    if (!text) {
        printf("null");
        return;
    }
    putchar('"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            putchar('\\');
        putchar(*text);
    }
    putchar('"');
}

static void print_json(const kp_option_info *row)
{
    const struct {
        const char *name;
        const char *text;
    } members[] = {
        {"name", row->name},   {"aliases", row->aliases},       {"type", row->type}, {"default", row->default_text},
        {"range", row->range}, {"importance", row->importance}, {"doc", row->doc},   {"needs", row->needs}};
    putchar('{');
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        json_text(members[i].name, members[i].text);
        putchar(',');
    }
    printf("\"secret\":%s}\n", row->secret ? "true" : "false");
}

enum { WIDTH = 96, INDENT = 4 };

/* Words until the line is full, then the next line. */
static void print_wrapped(const char *text)
{
    int column = 0;
    while (*text) {
        size_t len = strcspn(text, " ");
        if (column && column + 1 + (int)len > WIDTH) {
            putchar('\n');
            column = 0;
        }
        column += printf("%*s%.*s", column ? 1 : INDENT, "", (int)len, text);
        text += len;
        text += strspn(text, " ");
    }
    putchar('\n');
}

static void print_row(const kp_option_info *row)
{
    printf("%s = %s\n", row->name, row->default_text ? row->default_text : "(unset)");
    printf("%*s%s%s%s, importance %s%s%s%s\n", INDENT, "", row->type, *row->range ? " " : "", row->range,
           row->importance, *row->aliases ? ", also " : "", row->aliases, row->secret ? ", secret" : "");
    print_wrapped(row->doc);
    if (row->needs)
        printf("%*s(This version does not have %s yet: only the default is accepted.)\n", INDENT, "", row->needs);
    putchar('\n');
}

static bool wanted(const kp_option_info *row, const cli_list *parts)
{
    for (int i = 0; i < parts->count; i++)
        if (strstr(row->name, parts->items[i]) || strstr(row->aliases, parts->items[i]))
            return true;
    return parts->count == 0;
}

static int run(const cli_command *command, int argc, char **argv)
{
    static arguments in;
    int code = cli_args_parse(command, argc, argv, &in);
    if (code)
        return code;
    if (in.common.help) {
        cli_help(command);
        return 0;
    }
    int shown = 0;
    for (int i = 0; kp_option_row(i); i++) {
        const kp_option_info *row = kp_option_row(i);
        if (!wanted(row, &in.common.positional))
            continue;
        shown++;
        if (in.names)
            printf("%s\n", row->name);
        else if (in.json)
            print_json(row);
        else
            print_row(row);
    }
    return shown ? 0 : cli_fail(CLI_EXIT_USAGE, "no option's name contains \"%s\"", in.common.positional.items[0]);
}

const cli_command cli_options = {
    "options",
    "[PART OF A NAME ...] [OPTIONS]",
    "Prints the option table: names, defaults, ranges, meanings.",
    args,
    NULL,
    run,
};
