#include <cli/roff.h>

#include <stdio.h>
#include <string.h>

#include <kprod/kprod.h>

/* Text as roff wants it: backslashes and leading dots are quoted, dashes are dashes. */
static void put(const char *text)
{
    for (bool begin = true; *text; begin = *text++ == '\n') {
        if (begin && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
    }
}

static void head(const char *name, const char *section, const char *what)
{
    printf(".TH %s %s \"\" \"kprod %s\"\n.SH NAME\n", name, section, kp_version());
    put(what);
    putchar('\n');
}

static void put_arg(const cli_arg *arg)
{
    printf(".TP\n\\fB");
    if (arg->letter)
        printf("\\-%c%s", arg->letter, arg->name ? ", " : "");
    if (arg->name) {
        printf("\\-\\-");
        put(arg->name);
    }
    printf("\\fR");
    if (arg->kind != CLI_FLAG) {
        printf(" \\fI");
        put(arg->value_name);
        printf("\\fR");
    }
    putchar('\n');
    put(arg->help);
    putchar('\n');
}

static void put_command(const cli_command *command)
{
    printf(".SH kprod %s\n.B kprod %s\n", command->name, command->name);
    put(command->usage);
    printf("\n.PP\n");
    put(command->summary);
    putchar('\n');
    for (const cli_arg *arg = command->args; arg->kind != CLI_END; arg++)
        if (arg->help)
            put_arg(arg);
    if (!command->more)
        return;
    printf(".PP\n.nf\n");
    put(command->more);
    printf(".fi\n");
}

void cli_roff_command(const cli_command *const *commands, int count)
{
    head("KPROD", "1", "kprod - writes messages to Apache Kafka");
    printf(".SH SYNOPSIS\n.B kprod\n.I command\n[options]\n.SH DESCRIPTION\n");
    for (int i = 0; i < count; i++) {
        printf(".TP\n.B %s\n", commands[i]->name);
        put(commands[i]->summary);
        putchar('\n');
    }
    printf(".PP\nLong options may be written\n.B \\-\\-name value\nor\n.BR \\-\\-name=value .\n"
           "Data goes to stdout, talk to stderr.\n");
    for (int i = 0; i < count; i++)
        put_command(commands[i]);
    static const char *const codes[][2] = {
        {"0", "all went well; with produce: every record is acknowledged"},
        {"1", "something that no other code says"},
        {"2", "arguments, options or names are wrong; nothing was done"},
        {"3", "some records were certainly not written"},
        {"4", "of some records it is not known"},
        {"5", "no broker could be reached, or it does not accept us"},
        {"6", "the input is not what it was said to be"},
        {"130, 143", "SIGINT, SIGTERM; what was read before is delivered"},
    };
    printf(".SH EXIT STATUS\n");
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        printf(".TP\n.B %s\n%s\n", codes[i][0], codes[i][1]);
    printf(".SH SEE ALSO\n.BR kprod\\-options (5)\n");
}

void cli_roff_options(void)
{
    head("KPROD-OPTIONS", "5", "kprod-options - the options of libkprod");
    printf(".SH DESCRIPTION\nNames and defaults are those of the Java producer. They are set by\n"
           ".B \\-X name=value\nor in a .properties file\n.RB ( \\-F ).\n.SH OPTIONS\n");
    for (int i = 0; kp_option_row(i); i++) {
        const kp_option_info *row = kp_option_row(i);
        printf(".TP\n\\fB");
        put(row->name);
        printf("\\fR = ");
        put(row->default_text ? row->default_text : "(unset)");
        putchar('\n');
        put(row->doc);
        printf("\n.br\n%s", row->type);
        if (*row->range) {
            putchar(' ');
            put(row->range);
        }
        printf(", importance %s", row->importance);
        if (*row->aliases) {
            printf(", also ");
            put(row->aliases);
        }
        putchar('\n');
        if (row->needs)
            printf(".br\nThis version does not have %s yet: only the default is accepted.\n", row->needs);
    }
    printf(".SH SEE ALSO\n.BR kprod (1)\n");
}
