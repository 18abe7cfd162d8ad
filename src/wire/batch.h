/* The record batch, format 2: 61 bytes of header, then the records. Written in place, read with every field checked.
 *
 *   0 base_offset i64 | 8 length i32 | 12 leader_epoch i32 | 16 magic i8 = 2 | 17 crc u32 (of 21..end) | 21 attributes
 * i16 23 last_offset_delta i32 | 27 base_timestamp i64 | 35 max_timestamp i64 | 43 producer_id i64 | 51 producer_epoch
 * i16 53 base_sequence i32 | 57 record_count i32 | 61 records
 *
 * The CRC of a batch goes over its header part (21..60) first, then over its body (61..end). When a header is
 * rewritten, the new one follows from the old one and the difference of the parts, without reading the body again. */
#ifndef KP__WIRE_BATCH_H
#define KP__WIRE_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include <base/slice.h>
#include <kprod/error.h>

enum {
    KP__BATCH_HEADER = 61,
    KP__BATCH_CRC_FROM = 21,
    KP__BATCH_ATTR_CODEC = 7,
    KP__BATCH_ATTR_LOG_APPEND_TIME = 8,
    KP__BATCH_ATTR_TRANSACTIONAL = 16,
    KP__BATCH_ATTR_CONTROL = 32
};

typedef struct kp__batch_header {
    int64_t base_offset;
    int32_t length; /* bytes after this field: total size - 12 */
    int32_t leader_epoch;
    uint32_t crc;
    int16_t attributes;
    int32_t last_offset_delta;
    int64_t base_timestamp;
    int64_t max_timestamp;
    int64_t producer_id;
    int16_t producer_epoch;
    int32_t base_sequence;
    int32_t record_count;
} kp__batch_header;

/* Writes the 61 bytes but for the CRC; the length is computed from the body's size. Returns the CRC of the header part:
 * over the body it goes on to that of the batch. */
uint32_t kp__batch_header_write(uint8_t out[KP__BATCH_HEADER], const kp__batch_header *header, size_t body_size);
void kp__batch_crc_write(uint8_t out[KP__BATCH_HEADER], uint32_t crc);

/* Reads and checks a header: magic 2, length >= 49 and within `in.len`. Looks at the first 61 bytes only, so that a
 * batch need not be read whole to be measured; does not check the CRC, nor what the numbers mean.
 * KP_ERR_CORRUPT_MESSAGE when wrong, KP_ERR_LIMIT when `in` ends before the batch does. */
KP_MUST kp_err kp__batch_header_read(kp__slice in, kp__batch_header *out);

/* Checks the CRC of a whole batch (as long as its length says). */
bool kp__batch_crc_ok(kp__slice batch);

/* ---- records ---- */

/* Varints (zigzag). Sizes 1..5 and 1..10. `put` writes and returns the end. */
size_t kp__varint_size(int32_t value);
size_t kp__varlong_size(int64_t value);
uint8_t *kp__varint_put(uint8_t *at, int32_t value);
uint8_t *kp__varlong_put(uint8_t *at, int64_t value);

typedef struct kp__record_header_view {
    kp__slice name;
    kp__slice value;
} kp__record_header_view;

/* One record as read; slices borrow from the batch. */
typedef struct kp__record_view {
    int64_t offset;
    int64_t timestamp;
    kp__slice key;
    kp__slice value;
    int32_t header_count;
    kp__slice headers; /* undecoded; walk with kp__record_headers_next */
} kp__record_view;

/* Walks the records of one (uncompressed or decompressed) batch body. */
typedef struct kp__record_reader {
    kp__slice left;
    kp__batch_header header;
    int32_t index;
    int32_t last_delta; /* offsets rise */
} kp__record_reader;

void kp__record_reader_init(kp__record_reader *reader, const kp__batch_header *header, kp__slice body);
/* KP_ERR_END_OF_FILE after the last; KP_ERR_CORRUPT_MESSAGE for lengths, counts or deltas that cannot be, for bytes
 * left over, and for headers that do not fill their record. The offset is one that the batch's header covers, rising.
 */
KP_MUST kp_err kp__record_reader_next(kp__record_reader *reader, kp__record_view *out);
/* Takes the next header off `*headers`; KP_ERR_END_OF_FILE when there is none. */
KP_MUST kp_err kp__record_headers_next(kp__slice *headers, kp__record_header_view *out);

#endif
