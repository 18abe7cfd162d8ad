#include <cli/args.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cli/say.h>

enum { HELP_COLUMN = 36, OPTION_TEXT_MAX = 4096, OPTION_TEXTS = 64 };

bool cli_number(const char *text, int64_t *out)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end || errno || text[0] == ' ')
        return false;
    *out = value;
    return true;
}

static const cli_arg *find_name(const cli_arg *args, const char *name, size_t len)
{
    for (; args->kind != CLI_END; args++)
        if (args->name && strlen(args->name) == len && memcmp(args->name, name, len) == 0)
            return args;
    return NULL;
}

static const cli_arg *find_letter(const cli_arg *args, char letter)
{
    for (; args->kind != CLI_END; args++)
        if (args->letter == letter)
            return args;
    return NULL;
}

/* Letters that both have at their begin, or that the one has in front of the other's end: enough for a hint. */
static int likeness(const char *a, const char *b)
{
    int n = 0;
    while (a[n] && a[n] == b[n])
        n++;
    return n;
}

static const char *nearest(const cli_arg *args, const char *name)
{
    const char *best = NULL;
    int most = 2;
    for (; args->kind != CLI_END; args++) {
        if (!args->name)
            continue;
        int n = likeness(args->name, name);
        if (n > most) {
            most = n;
            best = args->name;
        }
    }
    return best;
}

static int push(const cli_command *command, cli_list *list, const char *item)
{
    if (list->count == CLI_LIST_MAX)
        return cli_fail(CLI_EXIT_USAGE, "%s: more than %d arguments of one kind", command->name, CLI_LIST_MAX);
    list->items[list->count++] = item;
    return 0;
}

/* "name=value" has to live somewhere as long as argv does. */
static const char *option_text(const char *option, const char *value)
{
    static char texts[OPTION_TEXTS][OPTION_TEXT_MAX];
    static int used;
    size_t name = strlen(option), size = strlen(value);
    if (used == OPTION_TEXTS || name + 1 + size + 1 > OPTION_TEXT_MAX)
        return NULL;
    memcpy(texts[used], option, name);
    texts[used][name] = '=';
    memcpy(texts[used] + name + 1, value, size + 1);
    return texts[used++];
}

static int store(const cli_command *command, const cli_arg *arg, const char *shown, const char *value, void *out)
{
    void *to = (char *)out + arg->offset;
    const char *text;
    switch (arg->kind) {
    case CLI_FLAG:
        *(bool *)to = true;
        return 0;
    case CLI_TEXT:
        *(const char **)to = value;
        return 0;
    case CLI_LIST:
        return push(command, to, value);
    case CLI_NUMBER:
        if (cli_number(value, to))
            return 0;
        return cli_fail(CLI_EXIT_USAGE, "%s %s: must be a whole number", shown, value);
    case CLI_OPTION:
        text = option_text(arg->option, value);
        return text ? push(command, to, text) : cli_fail(CLI_EXIT_USAGE, "%s: the value is too long", shown);
    case CLI_END:
        break;
    }
    return CLI_EXIT_INTERNAL;
}

/* What argument parsing walks over. */
typedef struct parsing {
    const cli_command *command;
    int argc;
    char **argv;
    int at;
    void *out;
} parsing;

static int take_value(parsing *walk, const cli_arg *arg, const char *shown, const char *attached)
{
    const char *value = attached;
    if (arg->kind == CLI_FLAG) {
        if (attached)
            return cli_fail(CLI_EXIT_USAGE, "%s takes no value", shown);
    } else if (!value) {
        if (walk->at >= walk->argc)
            return cli_fail(CLI_EXIT_USAGE, "%s needs a value (%s)", shown,
                            arg->value_name ? arg->value_name : "see --help");
        value = walk->argv[walk->at++];
    }
    return store(walk->command, arg, shown, value, walk->out);
}

static int take_long(parsing *walk, const char *text)
{
    const char *equals = strchr(text, '=');
    size_t len = equals ? (size_t)(equals - text) : strlen(text);
    char shown[80];
    snprintf(shown, sizeof shown, "--%.*s", (int)len, text);
    const cli_arg *arg = find_name(walk->command->args, text, len);
    if (arg)
        return take_value(walk, arg, shown, equals ? equals + 1 : NULL);
    const char *near = nearest(walk->command->args, text);
    if (near)
        return cli_fail(CLI_EXIT_USAGE, "unknown option %s; did you mean --%s? (kprod %s --help)", shown, near,
                        walk->command->name);
    return cli_fail(CLI_EXIT_USAGE, "unknown option %s (kprod %s --help)", shown, walk->command->name);
}

/* -t topic, -ttopic, and flags together: -qe. */
static int take_letters(parsing *walk, const char *text)
{
    for (; *text; text++) {
        char shown[3] = {'-', *text, 0};
        const cli_arg *arg = find_letter(walk->command->args, *text);
        if (!arg)
            return cli_fail(CLI_EXIT_USAGE, "unknown option %s (kprod %s --help)", shown, walk->command->name);
        if (arg->kind != CLI_FLAG)
            return take_value(walk, arg, shown, text[1] ? text + 1 : NULL);
        int code = take_value(walk, arg, shown, NULL);
        if (code)
            return code;
    }
    return 0;
}

int cli_args_parse(const cli_command *command, int argc, char **argv, void *out)
{
    parsing walk = {.command = command, .argc = argc, .argv = argv, .at = 0, .out = out};
    cli_common *common = out;
    bool only_words = false;
    while (walk.at < argc) {
        const char *text = argv[walk.at++];
        int code;
        if (only_words || text[0] != '-' || !text[1])
            code = push(command, &common->positional, text);
        else if (strcmp(text, "--") == 0)
            code = 0, only_words = true;
        else if (text[1] == '-')
            code = take_long(&walk, text + 2);
        else
            code = take_letters(&walk, text + 1);
        if (code)
            return code;
    }
    return 0;
}

/* ---- help ---- */

static void help_row(const cli_arg *arg)
{
    char left[120];
    int n = 0;
    if (arg->letter)
        n = snprintf(left, sizeof left, "  -%c%s", arg->letter, arg->name ? ", " : "");
    else
        n = snprintf(left, sizeof left, "      ");
    if (arg->name)
        n += snprintf(left + n, sizeof left - (size_t)n, "--%s", arg->name);
    if (arg->kind != CLI_FLAG)
        snprintf(left + n, sizeof left - (size_t)n, " %s", arg->value_name);
    if (strlen(left) >= HELP_COLUMN)
        printf("%s\n%*s%s\n", left, HELP_COLUMN, "", arg->help);
    else
        printf("%-*s%s\n", HELP_COLUMN, left, arg->help);
}

void cli_help(const cli_command *command)
{
    printf("Usage: kprod %s %s\n\n%s\n\n", command->name, command->usage, command->summary);
    for (const cli_arg *arg = command->args; arg->kind != CLI_END; arg++)
        if (arg->help)
            help_row(arg);
    if (command->more)
        printf("\n%s", command->more);
}
