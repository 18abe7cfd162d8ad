/* What the targets share. A target returns 0; whatever must hold is said with FUZZ_CHECK, which stops the process. */
#ifndef KP_TESTS_FUZZ_FUZZ_H
#define KP_TESTS_FUZZ_FUZZ_H

#include <wire/codec.h>

#include <stdio.h>
#include <stdlib.h>

#define FUZZ_CHECK(condition)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                             \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Decodes a body. Memory stays within what the bytes can pay for; what was understood can be printed and encoded, and
 * comes back the same. */
void fuzz_message(const kp__message *message, int16_t version, kp__slice in);

#endif
