/* The rules between options, applied once, by an open, to a copy of what the user set. Source: ProducerConfig's and
 * CommonClientConfigs' postProcess. */
#include <producer/option_impl.h>

#include <stdio.h>

#include <base/error_fill.h>
#include <base/ns.h>

#define NAME(opt)     kp__option_rows[KP__OPT_##opt].info.name
#define NUMBER(opt)   kp__options_int(options, KP__OPT_##opt)
#define EXPLICIT(opt) kp__options_explicit(options, KP__OPT_##opt)

/* Changes a number; whether the user set the option stays as it was. */
static kp_err put_number(kp_options *options, kp__opt opt, int64_t number, kp_error *error)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)number);
    return kp__options_put(options, opt, text, kp__options_explicit(options, opt), error);
}

static kp_err rule_bootstrap(kp_options *options, kp_error *error)
{
    if (!kp__options_str(options, KP__OPT_bootstrap_servers))
        return kp__fail(error, KP_ERR_CONFIG, "bootstrap.servers is not set: name a broker as host:port");
    return KP_OK;
}

static kp_err rule_batch_size(kp_options *options, kp_error *error)
{
    return NUMBER(batch_size) > 0 ? KP_OK : put_number(options, KP__OPT_batch_size, 1, error);
}

static kp_err rule_linger(kp_options *options, kp_error *error)
{
    return NUMBER(linger_ms) <= INT32_MAX ? KP_OK : put_number(options, KP__OPT_linger_ms, INT32_MAX, error);
}

static kp_err rule_delivery_timeout(kp_options *options, kp_error *error)
{
    int64_t least = NUMBER(linger_ms) + NUMBER(request_timeout_ms);
    if (least > INT32_MAX)
        least = INT32_MAX;
    if (NUMBER(delivery_timeout_ms) >= least)
        return KP_OK;
    if (EXPLICIT(delivery_timeout_ms))
        return kp__fail(error, KP_ERR_CONFIG,
                        "delivery.timeout.ms=%lld must be at least linger.ms + request.timeout.ms = %lld",
                        (long long)NUMBER(delivery_timeout_ms), (long long)least);
    kp__options_add_note(options, "delivery.timeout.ms was raised to linger.ms + request.timeout.ms = %lld",
                         (long long)least);
    return put_number(options, KP__OPT_delivery_timeout_ms, least, error);
}

static kp_err rule_idempotence(kp_options *options, kp_error *error)
{
    if (!NUMBER(enable_idempotence))
        return KP_OK;
    const char *why = NULL;
    if (NUMBER(acks) != -1)
        why = NUMBER(acks) == 0 ? "acks=0" : "acks=1";
    else if (NUMBER(retries) == 0)
        why = "retries=0";
    if (why) {
        if (EXPLICIT(enable_idempotence))
            return kp__fail(error, KP_ERR_CONFIG, "enable.idempotence=true and %s contradict each other; it needs %s",
                            why, NUMBER(acks) != -1 ? "acks=all" : "retries above 0");
        kp__options_add_note(options, "idempotence is off because of %s: a retry may double or reorder records", why);
        return kp__options_put(options, KP__OPT_enable_idempotence, "false", false, error);
    }
    if (NUMBER(max_in_flight_requests_per_connection) > 5)
        return kp__fail(
            error, KP_ERR_CONFIG,
            "max.in.flight.requests.per.connection=%lld and idempotence contradict each other; set it to at most 5, "
            "or enable.idempotence=false",
            (long long)NUMBER(max_in_flight_requests_per_connection));
    return KP_OK;
}

static kp_err rule_transactions(kp_options *options, kp_error *error)
{
    if (!kp__options_str(options, KP__OPT_transactional_id))
        return KP_OK;
    if (!NUMBER(enable_idempotence))
        return kp__fail(error, KP_ERR_CONFIG,
                        "transactional.id needs enable.idempotence=true (with acks=all and retries above 0)");
    if (NUMBER(transaction_two_phase_commit_enable) && EXPLICIT(transaction_timeout_ms))
        return kp__fail(error, KP_ERR_CONFIG,
                        "transaction.two.phase.commit.enable=true and transaction.timeout.ms contradict each other");
    return KP_OK;
}

/* A pair of first and largest pause: the first alone is constant, and it never exceeds the largest. */
static kp_err pair(kp_options *options, kp__opt base, kp__opt max, bool alone_is_constant, kp_error *error)
{
    int64_t first = kp__options_int(options, base);
    if (alone_is_constant && kp__options_explicit(options, base) && !kp__options_explicit(options, max))
        return put_number(options, max, first, error);
    if (first <= kp__options_int(options, max))
        return KP_OK;
    kp__options_add_note(options, "%s is larger than %s, which is taken for both", kp__option_rows[base].info.name,
                         kp__option_rows[max].info.name);
    return put_number(options, base, kp__options_int(options, max), error);
}

static kp_err rule_reconnect(kp_options *options, kp_error *error)
{
    return pair(options, KP__OPT_reconnect_backoff_ms, KP__OPT_reconnect_backoff_max_ms, true, error);
}

static kp_err rule_retry(kp_options *options, kp_error *error)
{
    return pair(options, KP__OPT_retry_backoff_ms, KP__OPT_retry_backoff_max_ms, false, error);
}

static kp_err rule_setup(kp_options *options, kp_error *error)
{
    return pair(options, KP__OPT_socket_connection_setup_timeout_ms, KP__OPT_socket_connection_setup_timeout_max_ms,
                false, error);
}

static kp_err rule_notes(kp_options *options, kp_error *error)
{
    (void)error;
    for (int i = 0; i < KP__OPT_COUNT; i++)
        if (options->values[i].is_explicit && (kp__option_rows[i].flags & KP__OPTION_JVM))
            kp__options_add_note(options, "%s is ignored: it has no meaning outside Java",
                                 kp__option_rows[i].info.name);
    return KP_OK;
}

/* In this order: the delivery time-out looks at the linger that was cut. */
static kp_err (*const rules[])(kp_options *options, kp_error *error) = {
    rule_bootstrap,   rule_batch_size,   rule_linger,    rule_delivery_timeout,
    rule_idempotence, rule_transactions, rule_reconnect, rule_retry,
    rule_setup,       rule_notes,
};

kp_err kp__options_resolve(const kp_options *options, kp_options **resolved, kp_error *error)
{
    if (!options)
        return kp__fail(error, KP_ERR_ARGUMENT, "options must not be NULL");
    kp_options *copy = kp__options_copy(options);
    if (!copy)
        return kp__fail(error, KP_ERR_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        kp_err err = rules[i](copy, error);
        if (err) {
            kp_options_free(copy);
            return err;
        }
    }
    *resolved = copy;
    return KP_OK;
}
