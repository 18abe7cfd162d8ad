#include <base/error_fill.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

kp_err kp__fail(kp_error *error, kp_err code, const char *format, ...)
{
    if (!error || error->size < offsetof(kp_error, text) + 1)
        return code;
    size_t size = error->size < sizeof *error ? error->size : sizeof *error;
    size_t room = size - offsetof(kp_error, text);
    va_list args;

    error->code = code;
    va_start(args, format);
    (void)vsnprintf(error->text, room, format, args);
    va_end(args);
    for (char *at = error->text; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            *at = '?';
    return code;
}
