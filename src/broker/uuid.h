/* Kafka's way to write 16 bytes: base64 for URLs, without padding, 22 characters. */
#ifndef KP__BROKER_UUID_H
#define KP__BROKER_UUID_H

#include <wire/codec.h>

enum { KP__UUID_TEXT = 23 };

void kp__uuid_text(const kp__uuid *id, char out[KP__UUID_TEXT]);
bool kp__uuid_is_zero(const kp__uuid *id);
/* From 16 random bytes: version 4, never zero, and never beginning with a dash, which command lines take for an option.
 */
void kp__uuid_random(kp__uuid *id, const uint8_t random[16]);

#endif
