/* Frames and their headers. A request's header is: key i16, version i16, correlation id i32, client id (2-byte length
 * even in flexible versions), and in flexible versions tags. A response's: correlation id, and tags; ApiVersions' never
 * has them, because whoever asks for versions cannot know yet which it will be answered in. */
#include <wire/codec.h>
#include <wire/gather.h>
#include <wire/primitives.h>
#include <wire/table.h>

#include <string.h>

enum { API_VERSIONS = 18, FRAME_SIZE = 4, CLIENT_ID_MAX = 32767 };

static bool flexible_request(int16_t key, int16_t version)
{
    const kp__message *message = kp__message_request(key);
    return message && kp__message_flexible(message, version);
}

static bool flexible_response(int16_t key, int16_t version)
{
    return key != API_VERSIONS && flexible_request(key, version);
}

/* Room for a frame's size and its header; `*at` is the header's place. */
static kp_err frame_begin(kp__gather *out, size_t header_size, uint8_t **at)
{
    size_t total = out->total;
    kp_err err = kp__gather_reserve(out, FRAME_SIZE + header_size, 0, 1, at);
    if (err)
        return err;
    out->frame_at = out->scratch.len;
    out->frame_total = total;
    kp__put_u32(*at, 0);
    *at += FRAME_SIZE;
    kp__gather_add_small(out, FRAME_SIZE + header_size);
    return KP_OK;
}

kp_err kp__wire_request_begin(kp__gather *out, const kp__request_header *header)
{
    bool flexible = flexible_request(header->key, header->version);
    bool null = kp__slice_is_null(header->client_id);
    size_t len = null ? 0 : header->client_id.len;
    uint8_t *at;
    if (len > CLIENT_ID_MAX)
        return KP_ERR_ARGUMENT;
    kp_err err = frame_begin(out, 10 + len + (flexible ? 1 : 0), &at);
    if (err)
        return err;
    kp__put_u16(at, (uint16_t)header->key);
    kp__put_u16(at + 2, (uint16_t)header->version);
    kp__put_u32(at + 4, (uint32_t)header->correlation_id);
    kp__put_u16(at + 8, null ? 0xffff : (uint16_t)len);
    if (len)
        memcpy(at + 10, header->client_id.data, len);
    if (flexible)
        at[10 + len] = 0; /* no tags */
    return KP_OK;
}

kp_err kp__wire_response_begin(kp__gather *out, int16_t key, int16_t version, int32_t correlation_id)
{
    bool flexible = flexible_response(key, version);
    uint8_t *at;
    kp_err err = frame_begin(out, flexible ? 5 : 4, &at);
    if (err)
        return err;
    kp__put_u32(at, (uint32_t)correlation_id);
    if (flexible)
        at[4] = 0;
    return KP_OK;
}

kp_err kp__wire_frame_end(kp__gather *out)
{
    size_t size = out->total - out->frame_total - FRAME_SIZE;
    if (out->total < out->frame_total + FRAME_SIZE)
        return KP_ERR_STATE; /* no frame was begun */
    if (size > INT32_MAX)
        return KP_ERR_LIMIT;
    kp__put_u32(out->scratch.data + out->frame_at, (uint32_t)size);
    return KP_OK;
}

static void skip_tags(kp__reader *in)
{
    uint32_t count = kp__read_tag_count(in), size;
    int64_t tag = -1;
    for (uint32_t i = 0; i < count && kp__read_tag(in, &tag, &size); i++)
        in->at += size;
}

static kp__slice rest(const kp__reader *in) { return kp__slice_of(in->at, kp__reader_left(in)); }

kp_err kp__wire_request_header(kp__slice frame, kp__request_header *out, kp__slice *body)
{
    kp__reader in = kp__reader_of(frame);
    kp__request_header header = {.key = kp__read_i16(&in), .client_id = kp__slice_null()};
    header.version = kp__read_i16(&in);
    header.correlation_id = kp__read_i32(&in);
    if (in.bad)
        return KP_ERR_PROTOCOL;
    *body = kp__slice_null();
    *out = header;
    if (!kp__message_request(header.key))
        return KP_OK;
    int16_t len = kp__read_i16(&in);
    if (len >= 0)
        header.client_id = kp__slice_of(kp__read_bytes(&in, (size_t)len), (size_t)len);
    if (flexible_request(header.key, header.version))
        skip_tags(&in);
    if (in.bad || len < -1)
        return KP_ERR_PROTOCOL;
    *out = header;
    *body = rest(&in);
    return KP_OK;
}

kp_err kp__wire_response_header(kp__slice frame, int16_t key, int16_t version, int32_t *correlation_id, kp__slice *body)
{
    kp__reader in = kp__reader_of(frame);
    int32_t id = kp__read_i32(&in);
    if (flexible_response(key, version))
        skip_tags(&in);
    if (in.bad)
        return KP_ERR_PROTOCOL;
    *correlation_id = id;
    *body = rest(&in);
    return KP_OK;
}
