/* The table itself, and a kp_options: one value a row. */
#include <producer/option_impl.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <base/error_fill.h>
#include <base/ns.h>

#define INT                KP__OPTION_TYPE_INT
#define LONG               KP__OPTION_TYPE_LONG
#define MS                 KP__OPTION_TYPE_MS
#define BOOL               KP__OPTION_TYPE_BOOL
#define ENUM               KP__OPTION_TYPE_ENUM
#define DECIMAL            KP__OPTION_TYPE_DECIMAL
#define STRING             KP__OPTION_TYPE_STRING
#define LIST               KP__OPTION_TYPE_LIST
#define PASSWORD           KP__OPTION_TYPE_PASSWORD

#define TYPE_NAME_INT      "int"
#define TYPE_NAME_LONG     "long"
#define TYPE_NAME_MS       "ms"
#define TYPE_NAME_BOOL     "bool"
#define TYPE_NAME_ENUM     "enum"
#define TYPE_NAME_DECIMAL  "decimal"
#define TYPE_NAME_STRING   "string"
#define TYPE_NAME_LIST     "list"
#define TYPE_NAME_PASSWORD "password"

#define IMPORTANCE_HIGH    "high"
#define IMPORTANCE_MEDIUM  "medium"
#define IMPORTANCE_LOW     "low"

/* clang-format off */
#define ROW(id, name, aliases, type, def, range, importance, flags, needs, doc) \
    {{name, aliases, TYPE_NAME_##type, def, range, IMPORTANCE_##importance, doc, type == PASSWORD, needs}, type, flags},
/* clang-format on */

const kp__option_row kp__option_rows[KP__OPT_COUNT] = {KP__OPTIONS(ROW)};

const kp_option_info *kp_option_row(int i) { return i >= 0 && i < KP__OPT_COUNT ? &kp__option_rows[i].info : NULL; }

/* ---- life ---- */

/* The default's text is the row's, so only values that were set are owned. */
static bool is_owned(const kp_options *options, int i)
{
    return options->values[i].text && options->values[i].text != kp__option_rows[i].info.default_text;
}

static void drop_value(kp_options *options, int i)
{
    kp__option_value *value = &options->values[i];
    if (is_owned(options, i)) {
        if (kp__option_rows[i].info.secret)
            explicit_bzero(value->text, strlen(value->text));
        kp__delete(&options->alloc, value->text);
    }
    value->text = NULL;
}

static void take_default(kp_options *options, int i)
{
    const kp__option_row *row = &kp__option_rows[i];
    const char *text = row->info.default_text;
    kp__option_value *value = &options->values[i];
    *value = (kp__option_value){.text = (char *)(uintptr_t)text, .number = row->type == KP__OPTION_TYPE_MS ? -1 : 0};
    kp_err err = KP_OK;
    if (text)
        err = kp__option_value_parse(&options->alloc, row, row->info.name, text, strlen(text), 1, NULL, &value->number,
                                     NULL);
    (void)err; /* a test parses every default */
}

kp_options *kp_options_new(void)
{
    kp__alloc alloc;
    kp__alloc_init(&alloc, NULL);
    kp_options *options = kp__new(&alloc, sizeof *options);
    if (!options)
        return NULL;
    kp__alloc_init(&options->alloc, NULL);
    for (int i = 0; i < KP__OPT_COUNT; i++)
        take_default(options, i);
    return options;
}

void kp_options_free(kp_options *options)
{
    if (!options)
        return;
    for (int i = 0; i < KP__OPT_COUNT; i++)
        drop_value(options, i);
    for (int i = 0; i < options->note_count; i++)
        kp__delete(&options->alloc, options->notes[i]);
    kp__alloc alloc;
    kp__alloc_init(&alloc, NULL);
    kp__delete(&alloc, options);
}

kp_options *kp__options_copy(const kp_options *options)
{
    kp_options *copy = kp_options_new();
    if (!copy)
        return NULL;
    for (int i = 0; i < KP__OPT_COUNT; i++) {
        copy->values[i] = options->values[i];
        if (!is_owned(options, i))
            continue;
        copy->values[i].text = kp__strdup(&copy->alloc, options->values[i].text);
        if (!copy->values[i].text)
            goto fail;
    }
    for (int i = 0; i < options->note_count; i++) {
        copy->notes[i] = kp__strdup(&copy->alloc, options->notes[i]);
        if (!copy->notes[i])
            goto fail;
        copy->note_count++;
    }
    return copy;
fail:
    kp_options_free(copy);
    return NULL;
}

/* ---- setting ---- */

static void replace(kp_options *options, int i, char *text, int64_t number, bool is_explicit)
{
    drop_value(options, i);
    options->values[i] = (kp__option_value){.text = text, .number = number, .is_explicit = is_explicit};
}

kp_err kp__options_put(kp_options *options, kp__opt opt, const char *text, bool is_explicit, kp_error *error)
{
    const kp__option_row *row = &kp__option_rows[opt];
    char *canonical;
    int64_t number;
    kp_err err =
        kp__option_value_parse(&options->alloc, row, row->info.name, text, strlen(text), 1, &canonical, &number, error);
    if (!err)
        replace(options, (int)opt, canonical, number, is_explicit);
    return err;
}

static kp_err unknown_option(const char *name, kp_error *error)
{
    char shown[KP__OPTION_NAME_MAX + 1], near[KP__OPTION_NAME_MAX + 1];
    snprintf(shown, sizeof shown, "%s", name);
    if (kp__option_nearest(name, near, sizeof near))
        return kp__fail(error, KP_ERR_UNKNOWN_OPTION, "unknown option \"%s\"; did you mean \"%s\"?", shown, near);
    return kp__fail(error, KP_ERR_UNKNOWN_OPTION, "unknown option \"%s\"", shown);
}

/* What is not built yet is refused by name; the default is what is built. */
static kp_err check_built(const kp__option_row *row, const char *called, const char *canonical, kp_error *error)
{
    const char *usual = row->info.default_text ? row->info.default_text : "";
    if (!row->info.needs || strcmp(canonical, usual) == 0)
        return KP_OK;
    const char *shown = row->info.secret ? "[hidden]" : canonical;
    if (row->info.default_text && *usual)
        return kp__fail(error, KP_ERR_UNSUPPORTED,
                        "%s=%.80s: this version of kprod does not have %s yet; only %s=%s works", called, shown,
                        row->info.needs, row->info.name, usual);
    return kp__fail(error, KP_ERR_UNSUPPORTED,
                    "%s=%.80s: this version of kprod does not have %s yet; leave the option away", called, shown,
                    row->info.needs);
}

kp_err kp_options_set(kp_options *options, const char *name, const char *value, kp_error *error)
{
    if (!options || !name || !value)
        return kp__fail(error, KP_ERR_ARGUMENT, "options, name and value must not be NULL");
    kp__option_found found = kp__option_find(name);
    if (found.row < 0) {
        if (!found.note)
            return unknown_option(name, error);
        kp__options_add_note(options, "%.64s is ignored: %s", name, found.note);
        return KP_OK;
    }
    const kp__option_row *row = &kp__option_rows[found.row];
    char *canonical;
    int64_t number;
    kp_err err = kp__option_value_parse(&options->alloc, row, name, value, strlen(value), found.scale, &canonical,
                                        &number, error);
    if (err)
        return err;
    err = check_built(row, name, canonical, error);
    if (err) {
        if (row->info.secret)
            explicit_bzero(canonical, strlen(canonical));
        kp__delete(&options->alloc, canonical);
        return err;
    }
    if (found.note)
        kp__options_add_note(options, "%.64s is taken as %s: %s", name, row->info.name, found.note);
    replace(options, found.row, canonical, number, true);
    return KP_OK;
}

/* ---- reading ---- */

const char *kp_options_get(kp_options *options, const char *name)
{
    if (!options || !name)
        return NULL;
    kp__option_found found = kp__option_find(name);
    if (found.row < 0 || !options->values[found.row].text)
        return NULL;
    return kp__option_rows[found.row].info.secret ? "[hidden]" : options->values[found.row].text;
}

bool kp__options_explicit(const kp_options *options, kp__opt opt) { return options->values[opt].is_explicit; }

int64_t kp__options_int(const kp_options *options, kp__opt opt) { return options->values[opt].number; }

kp_ns kp__options_ns(const kp_options *options, kp__opt opt)
{
    int64_t ms = options->values[opt].number;
    return ms < 0 ? KP_NEVER : kp__ns_of_ms(ms);
}

const char *kp__options_str(const kp_options *options, kp__opt opt) { return options->values[opt].text; }

/* ---- notes ---- */

void kp__options_add_note(kp_options *options, const char *format, ...)
{
    char text[320];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (int i = 0; i < options->note_count; i++)
        if (strcmp(options->notes[i], text) == 0)
            return;
    if (options->note_count == KP__OPTION_NOTES_MAX)
        return;
    char *note = kp__strdup(&options->alloc, text);
    if (note) /* a note that finds no memory is not worth failing for */
        options->notes[options->note_count++] = note;
}

const char *kp__options_note(const kp_options *options, int i)
{
    return i >= 0 && i < options->note_count ? options->notes[i] : NULL;
}
