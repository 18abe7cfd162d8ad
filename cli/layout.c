#include <cli/layout.h>

#include <stdio.h>
#include <string.h>

#include <cli/connect.h>
#include <cli/say.h>

static void set_text(cli_text *text, const char *from)
{
    text->size = strlen(from);
    memcpy(text->bytes, from, text->size);
}

void cli_layout_init(cli_layout *layout)
{
    memset(layout, 0, sizeof *layout);
    set_text(&layout->key_separator, "\t");
    set_text(&layout->headers_delimiter, "\t");
    set_text(&layout->headers_separator, ",");
    set_text(&layout->headers_key_separator, ":");
}

/* ---- properties ---- */

typedef struct property_row {
    const char *name;
    size_t flag; /* offset of a bool, or */
    size_t text; /* of a cli_text; 0: not one of these */
} property_row;

/* No offset is 0 for a text: parse_key is first. */
static const property_row properties[] = {
    {"parse.key", offsetof(cli_layout, parse_key), 0},
    {"parse.headers", offsetof(cli_layout, parse_headers), 0},
    {"ignore.error", offsetof(cli_layout, ignore_error), 0},
    {"key.separator", 0, offsetof(cli_layout, key_separator)},
    {"headers.delimiter", 0, offsetof(cli_layout, headers_delimiter)},
    {"headers.separator", 0, offsetof(cli_layout, headers_separator)},
    {"headers.key.separator", 0, offsetof(cli_layout, headers_key_separator)},
    {"null.marker", 0, offsetof(cli_layout, null_marker)},
};

static int apply_property(cli_layout *layout, const property_row *property, const char *value)
{
    if (property->text) {
        size_t size = strlen(value);
        if (size > CLI_SEPARATOR_MAX)
            return cli_fail(CLI_EXIT_USAGE, "--property %s: at most %d bytes", property->name, CLI_SEPARATOR_MAX);
        if (size == 0 && property->text != offsetof(cli_layout, null_marker))
            return cli_fail(CLI_EXIT_USAGE, "--property %s: must not be empty", property->name);
        set_text((cli_text *)(void *)((char *)layout + property->text), value);
        layout->has_null_marker = layout->has_null_marker || property->text == offsetof(cli_layout, null_marker);
        return 0;
    }
    bool on = strcmp(value, "true") == 0;
    if (!on && strcmp(value, "false") != 0)
        return cli_fail(CLI_EXIT_USAGE, "--property %s=%s: must be true or false", property->name, value);
    *(bool *)((char *)layout + property->flag) = on;
    return 0;
}

int cli_layout_property(cli_layout *layout, const char *pair)
{
    char name[64];
    const char *value;
    if (!cli_split_pair(pair, name, sizeof name, &value))
        return cli_fail(CLI_EXIT_USAGE, "--property %s: must be name=value", pair);
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++)
        if (strcmp(properties[i].name, name) == 0)
            return apply_property(layout, &properties[i], value);
    return cli_fail(CLI_EXIT_USAGE, "--property %s: no such property; options of the producer are set with -X", name);
}

/* ---- escapes ---- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* After a backslash; -1 for a bad one. */
static int take_escape(const char **at)
{
    static const char from[] = "tnr0\\", to[] = "\t\n\r\0\\";
    char c = *(*at)++;
    if (c == 'x') {
        int high = hex_digit((*at)[0]), low = high < 0 ? -1 : hex_digit((*at)[1]);
        *at += low < 0 ? 0 : 2;
        return low < 0 ? -1 : high * 16 + low;
    }
    const char *known = c ? strchr(from, c) : NULL;
    return known ? (unsigned char)to[known - from] : -1;
}

bool cli_unescape(const char *text, cli_text *out)
{
    out->size = 0;
    while (*text) {
        int c = (unsigned char)*text++;
        if (c == '\\' && (c = take_escape(&text)) < 0)
            return false;
        if (out->size == CLI_SEPARATOR_MAX)
            return false;
        out->bytes[out->size++] = (char)c;
    }
    return true;
}

int cli_layout_key_separator(cli_layout *layout, const char *text)
{
    if (!cli_unescape(text, &layout->key_separator) || layout->key_separator.size == 0)
        return cli_fail(CLI_EXIT_USAGE, "-K %s: must be 1 to %d characters; escapes are \\t \\n \\r \\0 \\\\ \\xNN",
                        text, CLI_SEPARATOR_MAX);
    layout->parse_key = true;
    return 0;
}

int cli_layout_header(cli_layout *layout, const char *pair)
{
    if (layout->fixed_headers == CLI_HEADERS_MAX)
        return cli_fail(CLI_EXIT_USAGE, "more than %d headers", CLI_HEADERS_MAX);
    const char *equals = strchr(pair, '=');
    kp_header *header = &layout->headers[layout->fixed_headers++];
    *header = (kp_header){.name = pair, .name_size = equals ? (size_t)(equals - pair) : strlen(pair)};
    if (equals) {
        header->value = equals + 1;
        header->value_size = strlen(equals + 1);
    }
    return 0;
}

static bool same(const cli_text *a, const cli_text *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

int cli_layout_check(const cli_layout *layout)
{
    /* As in Java, the key separator may be the headers' delimiter: one ends where the other begins. */
    if (layout->parse_headers && (same(&layout->headers_delimiter, &layout->headers_separator) ||
                                  same(&layout->headers_delimiter, &layout->headers_key_separator) ||
                                  same(&layout->headers_separator, &layout->headers_key_separator)))
        return cli_fail(CLI_EXIT_USAGE, "headers.delimiter, headers.separator and headers.key.separator must differ");
    if (layout->fixed_key && layout->parse_key)
        return cli_fail(CLI_EXIT_USAGE, "-k and parse.key (or -K) contradict each other");
    return 0;
}

/* ---- lines ---- */

typedef struct part {
    const char *at;
    size_t size;
} part;

/* Cuts `in` at the separator: what is before goes to *head, `in` becomes what is behind. False: no separator. */
static bool cut(part *in, const cli_text *separator, part *head)
{
    const char *from = in->at, *end = in->at + in->size;
    while ((size_t)(end - from) >= separator->size) {
        const char *at = memchr(from, separator->bytes[0], (size_t)(end - from) - (separator->size - 1));
        if (!at)
            return false;
        if (memcmp(at, separator->bytes, separator->size) == 0) {
            *head = (part){in->at, (size_t)(at - in->at)};
            in->size -= head->size + separator->size;
            in->at = at + separator->size;
            return true;
        }
        from = at + 1;
    }
    return false;
}

static bool is_null(const cli_layout *layout, part in)
{
    if (layout->empty_is_null && in.size == 0)
        return true;
    return layout->has_null_marker && in.size == layout->null_marker.size &&
           memcmp(in.at, layout->null_marker.bytes, in.size) == 0;
}

static bool wrong(cli_fault *fault, const char *what, const cli_text *separator, part in)
{
    *fault = (cli_fault){what, separator, in.at, in.size};
    return false;
}

static bool take_header(cli_layout *layout, part item, kp_record *record, cli_fault *fault)
{
    part name = item, all = item;
    if (record->header_count == CLI_HEADERS_MAX)
        return wrong(fault, "more than 1024 headers", NULL, all);
    bool alone = !cut(&item, &layout->headers_key_separator, &name);
    if (alone && !layout->ignore_error)
        return wrong(fault, "no headers.key.separator", &layout->headers_key_separator, all);
    if (is_null(layout, name))
        return wrong(fault, "a header without a name", NULL, all);
    kp_header *header = &layout->headers[record->header_count++];
    bool null = alone || is_null(layout, item); /* as in Java: a name alone has no value */
    *header = (kp_header){name.at, name.size, null ? NULL : item.at, null ? 0 : item.size};
    return true;
}

static bool take_headers(cli_layout *layout, part in, kp_record *record, cli_fault *fault)
{
    if (is_null(layout, in) || in.size == 0)
        return true;
    part item;
    while (cut(&in, &layout->headers_separator, &item))
        if (!take_header(layout, item, record, fault))
            return false;
    return take_header(layout, in, record, fault);
}

bool cli_layout_apply(cli_layout *layout, const char *line, size_t size, kp_record *record, cli_fault *fault)
{
    part left = {line, size}, head;
    record->header_count = (size_t)layout->fixed_headers;
    record->key = layout->fixed_key;
    record->key_size = layout->fixed_key ? strlen(layout->fixed_key) : 0;
    if (layout->parse_headers) {
        if (cut(&left, &layout->headers_delimiter, &head)) {
            if (!take_headers(layout, head, record, fault))
                return false;
        } else if (!layout->ignore_error) {
            return wrong(fault, "no headers.delimiter", &layout->headers_delimiter, left);
        }
    }
    if (layout->parse_key) {
        if (cut(&left, &layout->key_separator, &head)) {
            bool null = is_null(layout, head);
            record->key = null ? NULL : head.at;
            record->key_size = null ? 0 : head.size;
        } else if (!layout->ignore_error) {
            return wrong(fault, "no key.separator", &layout->key_separator, left);
        }
    }
    bool null = is_null(layout, left);
    record->value = null ? NULL : left.at;
    record->value_size = null ? 0 : left.size;
    record->headers = record->header_count ? layout->headers : NULL;
    return true;
}
