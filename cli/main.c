/* kprod: one command, a subcommand each file. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <cli/args.h>
#include <cli/commands.h>
#include <cli/roff.h>
#include <cli/say.h>
#include <kprod/kprod.h>

static const cli_command *const commands[] = {&cli_produce, &cli_consume, &cli_topics,
                                              &cli_cluster, &cli_options, &cli_broker};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void help(void)
{
    printf("Usage: kprod COMMAND [OPTIONS]\n\nWrites messages to Apache Kafka.\n\n");
    for (int i = 0; i < COMMANDS; i++)
        printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
    printf(
        "\nkprod COMMAND --help tells more. --bootstrap-server embedded:DIR needs no broker: it serves DIR itself.\n");
}

static const cli_command *find(const char *name)
{
    for (int i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

/* The data went to stdout: that it arrived there is a part of the job. */
static int finish(int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    return code ? code : cli_fail(CLI_EXIT_INTERNAL, "stdout could not be written");
}

/* Whoever starts us may have closed some of the first three: then the next file that is opened would be taken for one
 * of them, and lines for the user would end up in it. What stands in their place fails when it is used. */
static bool fill_standard_files(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            return false;
    return true;
}

int main(int argc, char **argv)
{
    if (!fill_standard_files())
        return CLI_EXIT_INTERNAL;
    const char *name = argc > 1 ? argv[1] : "";
    if (!*name) {
        help();
        return CLI_EXIT_USAGE;
    }
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
        printf("kprod %s\n", kp_version());
        return finish(0);
    }
    if (strcmp(name, "help") == 0 && argc > 2 && strcmp(argv[2], "--man") == 0) {
        if (argc > 3 && strcmp(argv[3], "5") == 0)
            cli_roff_options();
        else
            cli_roff_command(commands, COMMANDS);
        return finish(0);
    }
    if (strcmp(name, "help") == 0 && argc > 2 && find(argv[2])) {
        cli_help(find(argv[2]));
        return finish(0);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        help();
        return finish(0);
    }
    const cli_command *command = find(name);
    if (!command)
        return cli_fail(CLI_EXIT_USAGE, "unknown command \"%s\" (kprod --help lists them)", name);
    cli_say_as(command->name);
    return finish(command->run(command, argc - 2, argv + 2));
}
