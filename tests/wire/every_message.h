/* What tests over all messages share: a walk over every message and version, and the memory they work in. */
#ifndef KP_TESTS_WIRE_EVERY_MESSAGE_H
#define KP_TESTS_WIRE_EVERY_MESSAGE_H

#include <wire/messages.h>

typedef struct workshop {
    kp__alloc alloc;
    kp__arena arena;
    kp__gather gather;
    kp__buf flat;
    kp__buf text;
    kp__rng rng;
    void *body;  /* as large as the largest message */
    void *other; /* likewise */
    char where[96];
} workshop;

workshop *workshop_new(uint64_t seed);
void workshop_free(workshop *w); /* and fails the test when something leaked */

/* Encodes into `flat`. */
kp_err workshop_encode(workshop *w, const kp__message *message, int16_t version, const void *body);

/* Message after message, version after version, in order of keys: begin with *message NULL. False after the last. */
bool every_message(const kp__message **message, int16_t *version);

#endif
