/* The commands, a file each. */
#ifndef KP_CLI_COMMANDS_H
#define KP_CLI_COMMANDS_H

#include <cli/args.h>

extern const cli_command cli_produce;
extern const cli_command cli_consume;
extern const cli_command cli_topics;
extern const cli_command cli_cluster;
extern const cli_command cli_options;
extern const cli_command cli_broker;

#endif
