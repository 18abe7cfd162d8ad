/* The option table: one row an option, from which parsing, validation, `kprod options`, the man page and the reference
 * come; rules between options are a second table. Behind kp_options. Source: Java's ProducerConfig (4.x), librdkafka's
 * names as aliases.
 *
 * options.c holds the table and the values, option_value.c turns text into values, option_rules.c applies the rules
 * between options, option_names.c finds names and offers the nearest, properties.c reads .properties text. */
#ifndef KP__PRODUCER_OPTION_TABLE_H
#define KP__PRODUCER_OPTION_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <base/alloc.h>
#include <kprod/options.h>
#include <kprod/time.h>

enum {
    KP__OPTION_NONEMPTY = 1,    /* an empty value is an error */
    KP__OPTION_CASELESS = 2,    /* an ENUM's values in any case */
    KP__OPTION_NAME = 4,        /* 1..255 printable characters */
    KP__OPTION_JVM = 8,         /* accepted with a note: it has no meaning outside Java */
    KP__OPTION_SERIALIZER = 16, /* the name of a Java serializer; those that change no bytes are accepted */
    KP__OPTION_READER = 32,     /* concerns the reader or the command, not the producer */
    KP__OPTION_OWN = 64         /* kprod's own, not Kafka's */
};

/* One entry per row, in the table's order: KP__OPT_linger_ms, KP__OPT_bootstrap_servers, ... */
#include <producer/option_rows.h>

enum { KP__OPTION_VALUE_MAX = 1 << 20, KP__OPTION_NAME_MAX = 255, KP__OPTION_NOTES_MAX = 32 };

/* Numbers of the ENUM options, as kp__options_int gives them. */
enum { KP__COMPRESSION_NONE, KP__COMPRESSION_GZIP, KP__COMPRESSION_SNAPPY, KP__COMPRESSION_LZ4, KP__COMPRESSION_ZSTD };
enum { KP__RECOVERY_NONE, KP__RECOVERY_REBOOTSTRAP };
enum { KP__CALLBACKS_THREAD, KP__CALLBACKS_POLL };
enum { KP__THREADS_LOOP, KP__THREADS_NONE };
enum { KP__RECEIPT_BATCH, KP__RECEIPT_RECORD };

/* A copy in which every rule between options is applied (delivery.timeout.ms against linger.ms + request.timeout.ms,
 * idempotence against acks, retries and in-flight ...). KP_ERR_CONFIG names both options. bootstrap.servers must be
 * set. The caller frees the result with kp_options_free. */
KP_MUST kp_err kp__options_resolve(const kp_options *options, kp_options **resolved, kp_error *error);

bool kp__options_explicit(const kp_options *options, kp__opt opt); /* set by the user */
/* INT, LONG, MS and BOOL as they are; ENUM by its number (acks: -1, 0, 1); DECIMAL in millionths. An unset MS is -1. */
int64_t kp__options_int(const kp_options *options, kp__opt opt);
kp_ns kp__options_ns(const kp_options *options, kp__opt opt);        /* of an MS option; negative is KP_NEVER */
const char *kp__options_str(const kp_options *options, kp__opt opt); /* NULL when unset; secrets in clear: be careful */
kp_options *kp__options_copy(const kp_options *options);             /* NULL: out of memory */

/* What resolve changed or what was accepted without effect, a sentence each, for the log; NULL past the last. */
const char *kp__options_note(const kp_options *options, int i);

/* Sets from the text of a .properties file; `path` is for messages. See kp_options_load. */
KP_MUST kp_err kp__options_parse(kp_options *options, const char *text, size_t size, const char *path, kp_error *error);

#endif
