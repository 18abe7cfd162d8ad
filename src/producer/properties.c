/* Java's .properties grammar: comments with # or !, key and value apart by =, : or blanks, lines that a backslash
 * continues, \t \n \r \f \uXXXX. Unlike Java, bytes above 127 are UTF-8, a key without a value is an error (a forgotten
 * value is likelier than a wanted empty one), and so is a NUL. */
#include <producer/option_impl.h>

#include <string.h>

#include <base/buf.h>
#include <base/error_fill.h>

typedef struct source {
    const char *at;
    const char *end;
    int line; /* of the logical line at hand, from 1 */
    int next_line;
    const char *path;
    kp_error *error;
} source;

static kp_err fail_at(source *in, kp_err err, const char *what)
{
    return kp__fail(in->error, err, "%s:%d: %s", in->path, in->line, what);
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

static void skip_blanks(source *in)
{
    while (in->at < in->end && is_blank(*in->at))
        in->at++;
}

/* Over one end of line: \n, \r or \r\n. */
static void skip_newline(source *in)
{
    if (in->at < in->end && *in->at == '\r')
        in->at++;
    else if (in->at < in->end && *in->at == '\n') {
        in->at++;
        in->next_line++;
        return;
    } else
        return;
    if (in->at < in->end && *in->at == '\n')
        in->at++;
    in->next_line++;
}

static void skip_line(source *in)
{
    while (in->at < in->end && *in->at != '\n' && *in->at != '\r')
        in->at++;
    skip_newline(in);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool take_hex4(source *in, uint32_t *out)
{
    if (in->end - in->at < 4)
        return false;
    *out = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(in->at[i]);
        if (digit < 0)
            return false;
        *out = *out << 4 | (uint32_t)digit;
    }
    in->at += 4;
    return true;
}

static void append_utf8(kp__buf *out, uint32_t c)
{
    uint8_t bytes[4];
    size_t n = 0;
    if (c < 0x80) {
        bytes[n++] = (uint8_t)c;
    } else if (c < 0x800) {
        bytes[n++] = (uint8_t)(0xc0 | c >> 6);
        bytes[n++] = (uint8_t)(0x80 | (c & 63));
    } else {
        if (c < 0x10000) {
            bytes[n++] = (uint8_t)(0xe0 | c >> 12);
        } else {
            bytes[n++] = (uint8_t)(0xf0 | c >> 18);
            bytes[n++] = (uint8_t)(0x80 | (c >> 12 & 63));
        }
        bytes[n++] = (uint8_t)(0x80 | (c >> 6 & 63));
        bytes[n++] = (uint8_t)(0x80 | (c & 63));
    }
    kp__buf_append(out, bytes, n);
}

/* After "\u": one code point, which may take two of them. */
static kp_err take_unicode(source *in, kp__buf *out)
{
    uint32_t c, low;
    if (!take_hex4(in, &c))
        return fail_at(in, KP_ERR_CONFIG, "\\u must be followed by four hexadecimal digits");
    if (c == 0)
        return fail_at(in, KP_ERR_CONFIG, "a NUL character is not allowed");
    if (c >= 0xd800 && c < 0xdc00) {
        bool pair = in->end - in->at >= 6 && in->at[0] == '\\' && in->at[1] == 'u';
        if (pair)
            in->at += 2;
        if (!pair || !take_hex4(in, &low) || low < 0xdc00 || low > 0xdfff)
            return fail_at(in, KP_ERR_CONFIG, "half of a surrogate pair");
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    } else if (c >= 0xdc00 && c < 0xe000) {
        return fail_at(in, KP_ERR_CONFIG, "half of a surrogate pair");
    }
    append_utf8(out, c);
    return KP_OK;
}

/* After a backslash. */
static kp_err take_escape(source *in, kp__buf *out)
{
    if (in->at == in->end)
        return KP_OK;
    if (*in->at == '\n' || *in->at == '\r') {
        skip_newline(in);
        skip_blanks(in);
        return KP_OK;
    }
    static const char from[] = "tnrf", to[] = "\t\n\r\f";
    char c = *in->at++;
    if (c == 'u')
        return take_unicode(in, out);
    const char *known = c ? strchr(from, c) : NULL;
    kp__buf_append(out, known ? &to[known - from] : &c, 1);
    return KP_OK;
}

/* Up to the end of the logical line, or, for a key, to what ends it. */
static kp_err take_text(source *in, bool is_key, kp__buf *out)
{
    kp__buf_clear(out);
    while (in->at < in->end) {
        char c = *in->at;
        if (c == '\n' || c == '\r' || (is_key && (c == '=' || c == ':' || is_blank(c))))
            break;
        if (c == 0)
            return fail_at(in, KP_ERR_CONFIG, "a NUL character is not allowed");
        in->at++;
        if (c != '\\') {
            kp__buf_append(out, &c, 1);
            continue;
        }
        kp_err err = take_escape(in, out);
        if (err)
            return err;
    }
    kp__buf_append(out, "", 1);
    return kp__buf_err(out) ? fail_at(in, kp__buf_err(out), "the line is too long, or memory is out") : KP_OK;
}

/* Over =, : or blanks; false when the key stands alone. */
static bool take_separator(source *in)
{
    const char *before = in->at;
    skip_blanks(in);
    bool sign = in->at < in->end && (*in->at == '=' || *in->at == ':');
    if (sign) {
        in->at++;
        skip_blanks(in);
    }
    bool at_end = in->at == in->end || *in->at == '\n' || *in->at == '\r';
    return sign || (in->at > before && !at_end);
}

static kp_err take_option(source *in, kp_options *options, kp__buf *key, kp__buf *value)
{
    kp_err err = take_text(in, true, key);
    if (err)
        return err;
    if (!take_separator(in))
        return kp__fail(in->error, KP_ERR_CONFIG, "%s:%d: \"%.64s\" has no value: write name=value", in->path, in->line,
                        (char *)key->data);
    err = take_text(in, false, value);
    if (err)
        return err;
    kp_error inner = KP_ERROR_INIT;
    err = kp_options_set(options, (char *)key->data, (char *)value->data, &inner);
    return err ? fail_at(in, err, inner.text) : KP_OK;
}

kp_err kp__options_parse(kp_options *options, const char *text, size_t size, const char *path, kp_error *error)
{
    if (size > KP__OPTION_VALUE_MAX)
        return kp__fail(error, KP_ERR_LIMIT, "%s: larger than 1 MiB", path);
    source in = {.at = text, .end = text + size, .next_line = 1, .path = path, .error = error};
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        in.at += 3;
    kp__buf key, value;
    kp__buf_init(&key, &options->alloc, KP__OPTION_VALUE_MAX + 1);
    kp__buf_init(&value, &options->alloc, KP__OPTION_VALUE_MAX + 1);
    kp_err err = KP_OK;
    while (!err && in.at < in.end) {
        in.line = in.next_line;
        skip_blanks(&in);
        if (in.at == in.end)
            break;
        if (*in.at == '#' || *in.at == '!') {
            skip_line(&in);
            continue;
        }
        if (*in.at != '\n' && *in.at != '\r')
            err = take_option(&in, options, &key, &value);
        skip_newline(&in);
    }
    if (value.data)
        explicit_bzero(value.data, value.cap);
    kp__buf_deinit(&key);
    kp__buf_deinit(&value);
    return err;
}
