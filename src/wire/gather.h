/* How the encoder fills a gather list: reserve once, then add pieces, which cannot fail. */
#ifndef KP__WIRE_GATHER_H
#define KP__WIRE_GATHER_H

#include <wire/codec.h>

/* Room for `small` more bytes of scratch (at `*at`) and for `pieces` more pieces, of which the references have
 * `referenced` bytes in all. */
KP_MUST kp_err kp__gather_reserve(kp__gather *gather, size_t small, size_t referenced, size_t pieces, uint8_t **at);

/* `len` bytes were written where scratch ended. */
void kp__gather_add_small(kp__gather *gather, size_t len);

void kp__gather_add_reference(kp__gather *gather, kp__slice bytes);

#endif
