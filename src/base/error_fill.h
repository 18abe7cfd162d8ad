/* Filling a caller's kp_error. */
#ifndef KP__BASE_ERROR_FILL_H
#define KP__BASE_ERROR_FILL_H

#include <kprod/error.h>

/* Sets code and text (control characters replaced, cut at the size) and returns `code`. `error` may be NULL; a size
 * smaller than ours is honoured. */
kp_err kp__fail(kp_error *error, kp_err code, const char *format, ...) KP_PRINTF(3, 4);

#endif
