/* From options to the settings of cluster and core: shared by producer, admin and reader. */
#ifndef KP__API_CONFIG_H
#define KP__API_CONFIG_H

#include <base/alloc.h>
#include <cluster/cluster.h>
#include <kprod/hooks.h>
#include <kprod/transport.h>
#include <producer/core.h>
#include <producer/option_table.h>

/* `options` were resolved. The strings are the caller's and must outlive the cluster. */
void kp__config_cluster(const kp_options *options, const char *bootstrap, const char *client_id,
                        kp__cluster_config *out);
void kp__config_core(const kp_options *options, const char *bootstrap, const char *client_id, kp__core_config *out);

/* The bootstrap servers as host:port, a copy that the caller frees. "embedded:DIR" goes through the host's hook, and
 * `*embedded` is what it wants back. Errors: KP_ERR_CONFIG, KP_ERR_UNSUPPORTED without a hook, what the hook returns.
 */
KP_MUST kp_err kp__config_bootstrap(kp__alloc *alloc, const kp_options *options, const kp_hooks *hooks, char **out,
                                    void **embedded, kp_error *error);

/* The caller's hooks, whatever the size of struct it knows; NULL gives none. If it has a transport, that is copied too,
 * and `out` refers to the copy. KP_ERR_ARGUMENT: never initialized, or a function is missing. What it gave can be given
 * to it again, and does not fail then. */
KP_MUST kp_err kp__config_hooks(const kp_hooks *hooks, kp_hooks *out, kp_transport *transport, kp_error *error);

#endif
