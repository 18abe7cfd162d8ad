/* Options: Kafka's names, as strings. One object serves a producer, an admin client, a reader or a broker; each
 * takes the rows that concern it. */
#ifndef KPROD_OPTIONS_H
#define KPROD_OPTIONS_H

#include <stdbool.h>

#include <kprod/error.h>

KP_BEGIN_DECLS

typedef struct kp_options kp_options;

/* A set of options, all at their defaults; NULL when memory is out. The caller frees it; an open copies what it
 * needs, so it may be freed right after. Not to be used by two threads at once. */
KP_API KP_MUST kp_options *kp_options_new(void);
KP_API void kp_options_free(kp_options *options);

/* Sets one option by its Kafka name or a librdkafka alias. The value is checked at once: an unknown name
 * (KP_ERR_UNKNOWN_OPTION) is answered with the nearest one, a bad value (KP_ERR_CONFIG) with its range. Rules between
 * options are checked by the open. Copies both strings. Source: Java's ProducerConfig. */
KP_API KP_MUST kp_err kp_options_set(kp_options *options, const char *name, const char *value, kp_error *error);

/* The value in force, in canonical spelling, or NULL for an unknown name or an unset option without default.
 * Secrets come back as "[hidden]". Borrowed until the next call on `options`. */
KP_API const char *kp_options_get(kp_options *options, const char *name);

/* Reads a Java .properties file (comments with # or !, '=' or ':', continuation lines, \uXXXX) of at most 1 MiB.
 * Stops at the first error, which names file and line. */
KP_API KP_MUST kp_err kp_options_load(kp_options *options, const char *path, kp_error *error);

/* One row of the option table, for tools that print it. Static storage. */
typedef struct kp_option_info {
    const char *name;
    const char *aliases;      /* comma-separated, "" for none */
    const char *type;         /* "int", "long", "ms", "decimal", "string", "bool", "list", "enum", "password" */
    const char *default_text; /* NULL: unset */
    const char *range;        /* alternatives separated by |, from..to for numbers; "" for any */
    const char *importance;   /* "high", "medium", "low" */
    const char *doc;
    bool secret;
    const char
        *needs; /* the feature that this version lacks: only the default is accepted (KP_ERR_UNSUPPORTED); or NULL */
} kp_option_info;

/* Row i of the table, NULL past the end. Any thread. */
KP_API const kp_option_info *kp_option_row(int i);

KP_END_DECLS

#endif
