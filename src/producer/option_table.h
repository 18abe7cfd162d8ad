/* The option table: one row an option, from which parsing, validation, `kprod options`, the man page and the reference
 * come; rules between options are a second table. Behind kp_options. Source: Java's ProducerConfig (4.x), librdkafka's
 * names as aliases. */
#ifndef KP__PRODUCER_OPTION_TABLE_H
#define KP__PRODUCER_OPTION_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include <base/alloc.h>
#include <kprod/options.h>
#include <kprod/time.h>

/* One entry per row, in the table's order: KP__OPT_linger_ms, KP__OPT_bootstrap_servers, ... */
#include <producer/option_rows.h>

/* Typed values of one kp_options, every rule between options applied (delivery.timeout.ms against linger.ms +
 * request.timeout.ms, idempotence against acks, retries and in-flight ...). KP_ERR_CONFIG names both options. */
KP_MUST kp_err kp__options_resolve(const kp_options *options, kp_options **resolved, kp_error *error);

bool kp__options_explicit(const kp_options *options, kp__opt opt); /* set by the user */
int64_t kp__options_int(const kp_options *options, kp__opt opt);   /* int, long, bool, enum index */
kp_ns kp__options_ns(const kp_options *options, kp__opt opt);      /* of an ms option */
const char *kp__options_str(const kp_options *options, kp__opt opt); /* NULL when unset; secrets in clear: be careful */
kp_options *kp__options_copy(const kp_options *options);

#endif
