#include <api/config.h>

#include <string.h>

#include <api/hosted.h>
#include <base/error_fill.h>
#include <base/mutant.h>
#include <base/sized.h>

kp_err kp__config_hooks(const kp_hooks *hooks, kp_hooks *out, kp_transport *transport, kp_error *error)
{
    *out = (kp_hooks)KP_HOOKS_INIT;
    *transport = (kp_transport)KP_TRANSPORT_INIT;
    if (hooks && !kp__sized_read(out, sizeof *out, hooks))
        return kp__fail(error, KP_ERR_ARGUMENT, "hooks.size is not set: begin with KP_HOOKS_INIT");
    if (!out->transport)
        return KP_OK;
    if (!kp__sized_read(transport, sizeof *transport, out->transport))
        return kp__fail(error, KP_ERR_ARGUMENT, "hooks.transport->size is not set: begin with KP_TRANSPORT_INIT");
    out->transport = transport;
    return kp__hosted_check(transport, error);
}

/* An empty or negative time is "off". */
static kp_ns ns_or_never(const kp_options *options, kp__opt opt)
{
    return kp__options_int(options, opt) < 0 ? KP_NEVER : kp__options_ns(options, opt);
}

void kp__config_cluster(const kp_options *options, const char *bootstrap, const char *client_id,
                        kp__cluster_config *out)
{
    enum { RESPONSE_MAX = 128 << 20 };
    bool rebootstrap = kp__options_int(options, KP__OPT_metadata_recovery_strategy) == KP__RECOVERY_REBOOTSTRAP;
    *out = (kp__cluster_config){
        .bootstrap_servers = bootstrap,
        .client_id = client_id,
        .request_timeout = kp__options_ns(options, KP__OPT_request_timeout_ms),
        .inflight_max = (uint32_t)kp__options_int(options, KP__OPT_max_in_flight_requests_per_connection),
        .response_max = RESPONSE_MAX,
        .reconnect_backoff = kp__options_ns(options, KP__OPT_reconnect_backoff_ms),
        .reconnect_backoff_max = kp__options_ns(options, KP__OPT_reconnect_backoff_max_ms),
        .retry_backoff = kp__options_ns(options, KP__OPT_retry_backoff_ms),
        .retry_backoff_max = kp__options_ns(options, KP__OPT_retry_backoff_max_ms),
        .setup_timeout = kp__options_ns(options, KP__OPT_socket_connection_setup_timeout_ms),
        .setup_timeout_max = kp__options_ns(options, KP__OPT_socket_connection_setup_timeout_max_ms),
        .metadata_max_age = kp__options_ns(options, KP__OPT_metadata_max_age_ms),
        .metadata_max_idle = kp__options_ns(options, KP__OPT_metadata_max_idle_ms),
        .connections_max_idle = ns_or_never(options, KP__OPT_connections_max_idle_ms),
        .rebootstrap_trigger =
            rebootstrap ? kp__options_ns(options, KP__OPT_metadata_recovery_rebootstrap_trigger_ms) : KP_NEVER,
        .auto_create = true,
        .send_buffer = (int)kp__options_int(options, KP__OPT_send_buffer_bytes),
        .receive_buffer = (int)kp__options_int(options, KP__OPT_receive_buffer_bytes),
    };
}

void kp__config_core(const kp_options *options, const char *bootstrap, const char *client_id, kp__core_config *out)
{
    *out = (kp__core_config){
        .acks = (int16_t)kp__options_int(options, KP__OPT_acks),
        .idempotence = kp__options_int(options, KP__OPT_enable_idempotence) != 0,
        .retries = (int32_t)kp__options_int(options, KP__OPT_retries),
        .delivery_timeout = KP__MUTANT(EXPIRY_NEVER) ? KP_NEVER : kp__options_ns(options, KP__OPT_delivery_timeout_ms),
        .request_timeout = kp__options_ns(options, KP__OPT_request_timeout_ms),
        .retry_backoff = kp__options_ns(options, KP__OPT_retry_backoff_ms),
        .retry_backoff_max = kp__options_ns(options, KP__OPT_retry_backoff_max_ms),
        .inflight_max = (uint32_t)kp__options_int(options, KP__OPT_max_in_flight_requests_per_connection),
        .max_request_size = (size_t)kp__options_int(options, KP__OPT_max_request_size),
    };
    kp__config_cluster(options, bootstrap, client_id, &out->cluster);
}

static kp_err embedded_address(const char *dir, const kp_hooks *hooks, char *address, size_t cap, void **handle,
                               kp_error *error)
{
    if (!hooks->embedded)
        return kp__fail(
            error, KP_ERR_UNSUPPORTED,
            "bootstrap.servers=embedded:%s needs the embedded broker: link libkprod-broker and set the hook "
            "`embedded` to kp_broker_embedded (and embedded_release to kp_broker_embedded_release)",
            dir);
    if (!dir[0])
        return kp__fail(error, KP_ERR_CONFIG, "bootstrap.servers=embedded: lacks a directory");
    return hooks->embedded(hooks, dir, address, cap, handle, error);
}

kp_err kp__config_bootstrap(kp__alloc *alloc, const kp_options *options, const kp_hooks *hooks, char **out,
                            void **embedded, kp_error *error)
{
    static const char prefix[] = "embedded:";
    const char *servers = kp__options_str(options, KP__OPT_bootstrap_servers);
    char address[512] = "";
    void *handle = NULL;
    kp_err err = KP_OK;
    if (!servers)
        return kp__fail(error, KP_ERR_CONFIG, "bootstrap.servers is not set");
    if (strncmp(servers, prefix, sizeof prefix - 1) == 0) {
        err = embedded_address(servers + sizeof prefix - 1, hooks, address, sizeof address, &handle, error);
        servers = address;
    }
    if (err == KP_OK)
        err = kp__bootstrap_check(servers, error);
    char *copy = err == KP_OK ? kp__strdup(alloc, servers) : NULL;
    if (err == KP_OK && !copy)
        err = kp__fail(error, KP_ERR_NO_MEMORY, "%s", kp_err_text(KP_ERR_NO_MEMORY));
    if (err != KP_OK) {
        if (handle && hooks->embedded_release)
            hooks->embedded_release(hooks->context, handle);
        return err;
    }
    *out = copy;
    *embedded = handle;
    return KP_OK;
}
