/* From the text of a value to a number and its canonical spelling, checked against the row's range. */
#include <producer/option_impl.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <base/error_fill.h>

typedef struct span {
    const char *at;
    size_t len;
} span;

typedef struct parse {
    const kp__option_row *row;
    const char *called; /* the name that the user wrote */
    span in;            /* trimmed */
    int64_t scale;
    kp_error *error;
} parse;

enum { TEXT_MAX = 64, DECIMAL_ONE = 1000000 };

/* ---- small text ---- */

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v'; }

static span trim(span in)
{
    while (in.len && is_blank(in.at[0])) {
        in.at++;
        in.len--;
    }
    while (in.len && is_blank(in.at[in.len - 1]))
        in.len--;
    return in;
}

static bool span_is(span a, const char *text) { return a.len == strlen(text) && memcmp(a.at, text, a.len) == 0; }

static bool span_equal(span a, span b, bool caseless)
{
    if (a.len != b.len)
        return false;
    return caseless ? strncasecmp(a.at, b.at, a.len) == 0 : memcmp(a.at, b.at, a.len) == 0;
}

/* The ".." of an alternative, or NULL. */
static const char *find_dots(span in)
{
    for (size_t i = 0; i + 1 < in.len; i++)
        if (in.at[i] == '.' && in.at[i + 1] == '.')
            return in.at + i;
    return NULL;
}

/* The next alternative of a range, from *at on; false at the end. */
static bool next_alternative(const char **at, span *out)
{
    if (!**at)
        return false;
    const char *bar = strchr(*at, '|');
    out->at = *at;
    out->len = bar ? (size_t)(bar - *at) : strlen(*at);
    *at += out->len + (bar ? 1 : 0);
    return true;
}

/* Decimal digits with an optional sign, times `one`, with a fraction if `one` has room for it. False: not a number, or
 * too large for 64 bits (*overflow). */
static bool parse_number(span in, int64_t one, int64_t *out, bool *overflow)
{
    size_t i = 0;
    bool negative = false;
    *overflow = false;
    if (in.len && (in.at[0] == '-' || in.at[0] == '+'))
        negative = in.at[i++] == '-';
    int64_t value = 0, unit = one;
    bool any = false, point = false;
    for (; i < in.len; i++) {
        char c = in.at[i];
        if (c == '.' && one > 1 && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9')
            return false;
        any = true;
        if (point) {
            unit /= 10; /* digits beyond the last unit are dropped */
            value += (negative ? -1 : 1) * (c - '0') * unit;
        } else {
            if (__builtin_mul_overflow(value, 10, &value) ||
                __builtin_add_overflow(value, (int64_t)(negative ? '0' - c : c - '0') * one, &value))
                *overflow = true;
        }
    }
    *out = value;
    return any && !*overflow;
}

/* ---- ranges in words ---- */

static size_t put(char *out, size_t cap, size_t at, const char *format, ...) KP_PRINTF(4, 5);

static size_t put(char *out, size_t cap, size_t at, const char *format, ...)
{
    if (at + 1 >= cap)
        return at;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(out + at, cap - at, format, args);
    va_end(args);
    if (n < 0)
        return at;
    return at + (size_t)n < cap ? at + (size_t)n : cap - 1;
}

static size_t put_alternative(char *out, size_t cap, size_t at, span item)
{
    const char *dots = find_dots(item);
    if (!dots)
        return put(out, cap, at, "%.*s", (int)item.len, item.at);
    int from = (int)(dots - item.at), to = (int)item.len - from - 2;
    if (to == 0)
        return put(out, cap, at, "at least %.*s", from, item.at);
    if (from == 0)
        return put(out, cap, at, "at most %.*s", to, dots + 2);
    return put(out, cap, at, "%.*s to %.*s", from, item.at, to, dots + 2);
}

static void range_in_words(const char *range, char *out, size_t cap)
{
    size_t at = 0;
    out[0] = 0;
    span item;
    bool first = true;
    while (next_alternative(&range, &item)) {
        if (!first)
            at = put(out, cap, at, *range ? ", " : " or ");
        at = put_alternative(out, cap, at, item);
        first = false;
    }
}

/* ---- errors ---- */

static kp_err bad(const parse *job, const char *what)
{
    int shown = job->in.len > TEXT_MAX ? TEXT_MAX : (int)job->in.len;
    if (job->row->info.secret)
        return kp__fail(job->error, KP_ERR_CONFIG, "%s=[hidden]: %s", job->called, what);
    return kp__fail(job->error, KP_ERR_CONFIG, "%s=%.*s%s: %s", job->called, shown, job->in.at,
                    job->in.len > TEXT_MAX ? "..." : "", what);
}

static kp_err bad_range(const parse *job)
{
    char words[200], what[240];
    range_in_words(job->row->info.range, words, sizeof words);
    snprintf(what, sizeof what, "must be %s", words);
    return bad(job, what);
}

/* ---- types ---- */

static bool in_range(const char *range, int64_t one, int64_t value)
{
    if (!*range)
        return true;
    span item;
    while (next_alternative(&range, &item)) {
        const char *dots = find_dots(item);
        span from = item, to = item;
        if (dots) {
            from.len = (size_t)(dots - item.at);
            to = (span){dots + 2, item.len - from.len - 2};
        }
        int64_t low = INT64_MIN, high = INT64_MAX;
        bool overflow;
        if ((from.len == 0 || parse_number(from, one, &low, &overflow)) &&
            (to.len == 0 || parse_number(to, one, &high, &overflow)) && value >= low && value <= high)
            return true;
    }
    return false;
}

static kp_err parse_whole(const parse *job, char *text, int64_t *number)
{
    int64_t value;
    bool overflow;
    bool narrow = job->row->type == KP__OPTION_TYPE_INT;
    if (!parse_number(job->in, 1, &value, &overflow))
        return bad(job, overflow ? "too large" : "must be a whole number");
    if (__builtin_mul_overflow(value, job->scale, &value) || (narrow && (value < INT32_MIN || value > INT32_MAX)))
        return bad(job, narrow ? "too large, the limit is 2147483647" : "too large");
    if (!in_range(job->row->info.range, 1, value))
        return bad_range(job);
    snprintf(text, TEXT_MAX, "%lld", (long long)value);
    *number = value;
    return KP_OK;
}

static kp_err parse_decimal(const parse *job, char *text, int64_t *number)
{
    int64_t value;
    bool overflow;
    if (!parse_number(job->in, DECIMAL_ONE, &value, &overflow))
        return bad(job, overflow ? "too large" : "must be a decimal number such as 0.8");
    if (!in_range(job->row->info.range, DECIMAL_ONE, value))
        return bad_range(job);
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    int n = snprintf(text, TEXT_MAX, "%s%llu.%06llu", value < 0 ? "-" : "", (unsigned long long)(size / DECIMAL_ONE),
                     (unsigned long long)(size % DECIMAL_ONE));
    while (n > 1 && text[n - 1] == '0')
        text[--n] = 0;
    if (n > 1 && text[n - 1] == '.')
        text[--n] = 0;
    *number = value;
    return KP_OK;
}

static kp_err parse_bool(const parse *job, char *text, int64_t *number)
{
    *number = span_equal(job->in, (span){"true", 4}, true);
    if (!*number && !span_equal(job->in, (span){"false", 5}, true))
        return bad(job, "must be true or false");
    strcpy(text, *number ? "true" : "false");
    return KP_OK;
}

/* A value before a number is another spelling of it: see option_rows.h. */
static kp_err parse_enum(const parse *job, char *text, int64_t *number)
{
    const char *range = job->row->info.range;
    span item, canonical = {NULL, 0};
    bool hit = false;
    for (int64_t index = 0; next_alternative(&range, &item); index++) {
        if (!canonical.at)
            canonical = item;
        hit = hit || span_equal(job->in, item, job->row->flags & KP__OPTION_CASELESS);
        span next = item;
        const char *peek = range;
        int64_t value;
        bool overflow;
        bool is_number = parse_number(item, 1, &value, &overflow);
        if (!is_number && next_alternative(&peek, &next) && parse_number(next, 1, &value, &overflow))
            continue; /* another spelling: decided with the number */
        if (hit) {
            *number = is_number ? value : index;
            snprintf(text, TEXT_MAX, "%.*s", (int)canonical.len, canonical.at);
            return KP_OK;
        }
        canonical.at = NULL;
    }
    return bad_range(job);
}

/* Entries without blanks around them; empty ones are left out. `text` has room for the input. */
static kp_err parse_list(const parse *job, char *text)
{
    char *end = text;
    span left = job->in;
    while (left.len) {
        const char *comma = memchr(left.at, ',', left.len);
        size_t len = comma ? (size_t)(comma - left.at) : left.len;
        span item = trim((span){left.at, len});
        if (item.len) {
            if (end != text)
                *end++ = ',';
            memcpy(end, item.at, item.len);
            end += item.len;
        }
        left.at += len + (comma ? 1 : 0);
        left.len -= len + (comma ? 1 : 0);
    }
    *end = 0;
    if (end == text && (job->row->flags & KP__OPTION_NONEMPTY))
        return bad(job, "must not be empty");
    return KP_OK;
}

static kp_err check_name(const parse *job)
{
    if (job->in.len == 0)
        return bad(job, "must not be empty");
    if (job->in.len > 255)
        return bad(job, "must have at most 255 characters");
    for (size_t i = 0; i < job->in.len; i++)
        if ((unsigned char)job->in.at[i] < 0x20 || job->in.at[i] == 0x7f)
            return bad(job, "must not have control characters");
    return KP_OK;
}

static kp_err check_serializer(const parse *job)
{
    static const char *const harmless[] = {"ByteArraySerializer", "StringSerializer", "BytesSerializer",
                                           "ByteBufferSerializer"};
    span last = job->in;
    for (size_t i = 0; i < job->in.len; i++)
        if (job->in.at[i] == '.')
            last = (span){job->in.at + i + 1, job->in.len - i - 1};
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++)
        if (span_is(last, harmless[i]))
            return KP_OK;
    return bad(job, "kprod takes keys and values as bytes and loads no Java class; let the application serialize them");
}

static kp_err parse_string(const parse *job, char *text)
{
    kp_err err = KP_OK;
    if (job->row->flags & KP__OPTION_NAME)
        err = check_name(job);
    else if (job->row->flags & KP__OPTION_SERIALIZER)
        err = check_serializer(job);
    else if ((job->row->flags & KP__OPTION_NONEMPTY) && job->in.len == 0)
        err = bad(job, "must not be empty");
    if (err)
        return err;
    memcpy(text, job->in.at, job->in.len);
    text[job->in.len] = 0;
    return KP_OK;
}

static kp_err parse_typed(const parse *job, char *text, int64_t *number)
{
    *number = 0;
    switch (job->row->type) {
    case KP__OPTION_TYPE_INT:
    case KP__OPTION_TYPE_LONG:
    case KP__OPTION_TYPE_MS:
        return parse_whole(job, text, number);
    case KP__OPTION_TYPE_BOOL:
        return parse_bool(job, text, number);
    case KP__OPTION_TYPE_ENUM:
        return parse_enum(job, text, number);
    case KP__OPTION_TYPE_DECIMAL:
        return parse_decimal(job, text, number);
    case KP__OPTION_TYPE_LIST:
        return parse_list(job, text);
    case KP__OPTION_TYPE_STRING:
    case KP__OPTION_TYPE_PASSWORD:
        break;
    }
    return parse_string(job, text);
}

kp_err kp__option_value_parse(kp__alloc *alloc, const kp__option_row *row, const char *called, const char *text,
                              size_t len, int64_t scale, char **canonical, int64_t *number, kp_error *error)
{
    parse job = {.row = row, .called = called, .in = trim((span){text, len}), .scale = scale, .error = error};
    if (job.in.len > KP__OPTION_VALUE_MAX)
        return kp__fail(error, KP_ERR_LIMIT, "%s: the value is longer than 1 MiB", called);
    size_t cap = job.in.len + 1 > TEXT_MAX ? job.in.len + 1 : TEXT_MAX;
    char *out = kp__new(alloc, cap);
    if (!out)
        return kp__fail(error, KP_ERR_NO_MEMORY, "%s: out of memory", called);
    kp_err err = parse_typed(&job, out, number);
    if (err || !canonical) {
        explicit_bzero(out, cap);
        kp__delete(alloc, out);
        return err;
    }
    *canonical = out;
    return KP_OK;
}
