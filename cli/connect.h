/* From a command's common arguments to the library's options and hooks. */
#ifndef KP_CLI_CONNECT_H
#define KP_CLI_CONNECT_H

#include <cli/args.h>
#include <kprod/hooks.h>
#include <kprod/options.h>
#include <kprod/time.h>

enum { CLI_PATIENCE_MS = 10000 }; /* how long the command waits for a cluster at most */

typedef struct cli_connect {
    kp_options *options;
    kp_hooks hooks;
    char bootstrap[256]; /* for messages, cut */
    kp_ns patience;      /* CLI_PATIENCE_MS, or max.block.ms or default.api.timeout.ms if that is less */
} cli_connect;

/* Files first, then properties, then flags, then --bootstrap-server; embedded:DIR is looked after, and must be there if
 * `reads`: who only looks makes no directory. Returns 0 or an exit code after saying what is wrong; deinit in any case.
 */
int cli_connect_init(cli_connect *connect, const cli_common *common, bool reads);
void cli_connect_deinit(cli_connect *connect);

/* A number among the options (a *.ms one in force). */
int64_t cli_option_number(kp_options *options, const char *name);

/* Splits "name=value" in place of a copy; false without '='. */
bool cli_split_pair(const char *pair, char *name, size_t cap, const char **value);

#endif
