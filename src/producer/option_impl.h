/* What the sources behind option_table.h share. */
#ifndef KP__PRODUCER_OPTION_IMPL_H
#define KP__PRODUCER_OPTION_IMPL_H

#include <producer/option_table.h>

typedef enum kp__option_type {
    KP__OPTION_TYPE_INT,
    KP__OPTION_TYPE_LONG,
    KP__OPTION_TYPE_MS,
    KP__OPTION_TYPE_BOOL,
    KP__OPTION_TYPE_ENUM,
    KP__OPTION_TYPE_DECIMAL,
    KP__OPTION_TYPE_STRING,
    KP__OPTION_TYPE_LIST,
    KP__OPTION_TYPE_PASSWORD
} kp__option_type;

typedef struct kp__option_row {
    kp_option_info info;
    kp__option_type type;
    uint32_t flags;
} kp__option_row;

extern const kp__option_row kp__option_rows[KP__OPT_COUNT];

/* A value, parsed. `text` is canonical; owned; NULL when unset. */
typedef struct kp__option_value {
    char *text;
    int64_t number;
    bool is_explicit;
} kp__option_value;

struct kp_options {
    kp__alloc alloc;
    kp__option_value values[KP__OPT_COUNT];
    char *notes[KP__OPTION_NOTES_MAX];
    int note_count;
};

/* Parses `text` (of `len` bytes, in units of `scale`) for a row, into *number and *canonical (owned by `alloc`).
 * `called` is the name the user wrote, for messages. */
KP_MUST kp_err kp__option_value_parse(kp__alloc *alloc, const kp__option_row *row, const char *called, const char *text,
                                      size_t len, int64_t scale, char **canonical, int64_t *number, kp_error *error);

typedef struct kp__option_found {
    int row;       /* -1: no such option */
    int64_t scale; /* of an alias in other units, else 1 */
    bool is_alias;
    const char *note; /* row -1: accepted without effect, and why; NULL: unknown */
} kp__option_found;

kp__option_found kp__option_find(const char *name);
/* The known name (or alias) that is nearest to `name`, NULL when none is near. */
const char *kp__option_nearest(const char *name, char *out, size_t cap);

/* Sets a value by rule or by a user, without the checks of kp_options_set. */
KP_MUST kp_err kp__options_put(kp_options *options, kp__opt opt, const char *text, bool is_explicit, kp_error *error);
void kp__options_add_note(kp_options *options, const char *format, ...) KP_PRINTF(2, 3);

#endif
