/* The one codec. A message (one API, request or response) is a constant table of fields made from schemas/ by the
 * generator, with a C struct that holds the union of all versions. This codec walks the table to measure, encode,
 * decode, print as JSON and make random messages. Every count and length is checked against the bytes left before
 * anything is allocated; strings, bytes and records that were decoded borrow from the input.
 *
 * C types of fields: bool, int8..int64, uint16, uint32, float64 as themselves; uuid as kp__uuid; string, bytes and
 * records as kp__slice (NULL data is null); an array as struct { T *items; int32_t count; } (count -1 is null); a
 * nullable struct as a pointer; a field that the version does not have keeps its default. Unknown tagged fields are
 * skipped, and `records` may be encoded from several pieces: see kp__records. */
#ifndef KP__WIRE_CODEC_H
#define KP__WIRE_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <base/arena.h>
#include <base/buf.h>
#include <base/rng.h>
#include <base/slice.h>
#include <kprod/error.h>

typedef struct kp__uuid {
    uint8_t bytes[16];
} kp__uuid;

/* Record batches inside a message. Decoded: `flat`. To encode from pieces that lie apart (a batch's header and
 * segments), set `parts` and `part_count`; they are put into the gather list by reference. */
typedef struct kp__records {
    kp__slice flat;
    const kp__slice *parts;
    int32_t part_count; /* > 0: parts are used, flat is not */
} kp__records;

typedef struct kp__message kp__message; /* one table; see wire/table.h for its rows */

/* What encoding gives: pieces in order. Small fields are copied into `scratch`; pieces of kp__records are referenced.
 * The pieces are valid until the next reset or encode, and while what they reference stays. */
typedef struct kp__gather {
    kp__buf scratch;
    struct kp__gather_piece {
        const uint8_t *data; /* NULL: at `offset` of scratch (which may have moved) */
        uint32_t offset;
        uint32_t len;
    } * pieces;
    int32_t count;
    int32_t cap;
    size_t total;       /* bytes of all pieces */
    size_t frame_at;    /* of the frame begun last: where in scratch its size is */
    size_t frame_total; /* and what `total` was before it */
} kp__gather;

void kp__gather_init(kp__gather *gather, kp__alloc *alloc, size_t max);
void kp__gather_deinit(kp__gather *gather);
void kp__gather_reset(kp__gather *gather); /* keeps its memory */
/* Sees to it that the list holds a message of `small` bytes besides its records, in `pieces` pieces (two more than
 * there are records fields and parts of them), without growing. */
KP_MUST kp_err kp__gather_hold(kp__gather *gather, size_t small, size_t pieces);
/* Piece i as bytes. */
kp__slice kp__gather_piece(const kp__gather *gather, int32_t i);

/* Facts about a message. */
const char *kp__message_name(const kp__message *message); /* "ProduceRequest" */
int16_t kp__message_key(const kp__message *message);
int16_t kp__message_version_min(const kp__message *message);
int16_t kp__message_version_max(const kp__message *message);
bool kp__message_flexible(const kp__message *message, int16_t version);
size_t kp__message_size(const kp__message *message); /* of its C struct */

/* The request or response of an API key; NULL for one we do not know. */
const kp__message *kp__message_request(int16_t key);
const kp__message *kp__message_response(int16_t key);

/* Sets every field to its default. Beware: as in Kafka, a string that may be null is often "" by default. */
void kp__message_defaults(const kp__message *message, void *body);

/* Bytes that encode would give. Errors: KP_ERR_UNSUPPORTED (version), KP_ERR_ARGUMENT (null where none is allowed, a
 * string over 32767 bytes, a field set that the version cannot carry and must not ignore), KP_ERR_LIMIT. */
KP_MUST kp_err kp__wire_measure(const kp__message *message, int16_t version, const void *body, size_t *size);

/* Appends the body to the gather list; on an error nothing is appended. */
KP_MUST kp_err kp__wire_encode(const kp__message *message, int16_t version, const void *body, kp__gather *out);

/* The most that an array takes in memory for a byte on the wire, in any message (a list of one topic in the answer to
 * CreateTopics: 96 bytes for 4), and what the arrays begun and not ended take beyond that. */
enum { KP__WIRE_RATIO_MAX = 24, KP__WIRE_OPEN_MAX = 256 };

/* Decodes exactly `in`: bytes left over are KP_ERR_PROTOCOL. Arrays go to the arena, whose limit is the budget: past it
 * is KP_ERR_LIMIT. Of whatever bytes it takes at most KP__WIRE_RATIO_MAX for each, and KP__WIRE_OPEN_MAX.
 *
 * Errors: KP_ERR_PROTOCOL, KP_ERR_UNSUPPORTED (version), KP_ERR_LIMIT (the arena's), KP_ERR_NO_MEMORY. Then `body` is
 * in an unspecified but safe state, and `where` (may be NULL, else 96 bytes) has the path of the field that failed. */
KP_MUST kp_err kp__wire_decode(const kp__message *message, int16_t version, kp__slice in, kp__arena *arena, void *body,
                               char *where);

/* Request and response headers. `flexible` headers carry a tag section, except ApiVersions' response. */
typedef struct kp__request_header {
    int16_t key;
    int16_t version;
    int32_t correlation_id;
    kp__slice client_id; /* may be null */
} kp__request_header;

/* Appends int32 size (to be patched: see kp__wire_frame_end), header. */
KP_MUST kp_err kp__wire_request_begin(kp__gather *out, const kp__request_header *header);
KP_MUST kp_err kp__wire_response_begin(kp__gather *out, int16_t key, int16_t version, int32_t correlation_id);
KP_MUST kp_err kp__wire_frame_end(kp__gather *out); /* sets the size of the frame begun last */

/* Reads a request header from a frame (without its size); `body` is what follows. Knows which header version the API
 * and version have; for an unknown API `body` is null and the fixed part is filled all the same. */
KP_MUST kp_err kp__wire_request_header(kp__slice frame, kp__request_header *out, kp__slice *body);
KP_MUST kp_err kp__wire_response_header(kp__slice frame, int16_t key, int16_t version, int32_t *correlation_id,
                                        kp__slice *body);

/* JSON as Kafka's own *DataJsonConverter classes have it (camelCase names, null, base64 for bytes, base64url uuids). */
KP_MUST kp_err kp__wire_json(const kp__message *message, int16_t version, const void *body, kp__buf *out);

/* A random message that is valid for the version: sizes are bounded, every nullable field is null now and then. */
KP_MUST kp_err kp__wire_random(const kp__message *message, int16_t version, kp__rng *rng, kp__arena *arena, void *body);

#endif
