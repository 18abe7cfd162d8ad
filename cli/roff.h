/* The manual pages, made from the same tables as parsing and help: kprod(1) and kprod-options(5). */
#ifndef KP_CLI_ROFF_H
#define KP_CLI_ROFF_H

#include <cli/args.h>

void cli_roff_command(const cli_command *const *commands, int count);
void cli_roff_options(void);

#endif
