/* CRC-32C (Castagnoli), Kafka's check of a record batch. ISA-L behind it, a table where that is missing. */
#ifndef KP__BASE_CRC32C_H
#define KP__BASE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* Continues `crc` (0 to begin) over `len` bytes: crc(crc(0, a), b) == crc(0, ab). */
uint32_t kp__crc32c(uint32_t crc, const void *data, size_t len);

/* The CRC of ab from crc(a), crc(b) and b's length, in O(log len): how a header is rewritten without reading the
 * body again. */
uint32_t kp__crc32c_combine(uint32_t crc_a, uint32_t crc_b, uint64_t len_b);

/* Slice-by-8, always there: the fallback and the test's oracle. */
uint32_t kp__crc32c_table(uint32_t crc, const void *data, size_t len);

#endif
