/* A dummy of TLS: what a filter has to be able to do, without any cryptography. One end of a shielded stream as a state
 * machine over bytes; the client's end is stacked on the simulated socket through kp__filter, the node's end sits in
 * the model node.
 *
 *   frame       type u8 | length u16 (at most 16 KiB) | payload, each byte xored | checksum u32
 *   handshake   client HELLO (64 bytes), node HELLO (900), client FINISHED (20): two round trips as in TLS 1.2
 *   rekey       after some frames an end sends REKEY and may write no data until the answer came (write wants read);
 * who gets one must answer before it reads on (read wants write) end         CLOSE says that the stream is whole; an
 * end without it is a cut
 */
#ifndef SIM_SHIELD_H
#define SIM_SHIELD_H

#include <api/pump.h>
#include <tests/simulation/world.h>

enum { SHIELD_FRAME_MAX = 16384, SHIELD_HEAD = 3, SHIELD_TAIL = 4 };

typedef struct shield_bytes {
    uint8_t *data;
    size_t len, cap;
} shield_bytes;

typedef struct shield {
    bool client, up, failed, ended;
    bool rekey_sent;   /* no data before the answer */
    bool rekey_answer; /* an answer is owed, and not on its way yet */
    uint32_t rekey_every, frames_out;
    uint8_t step;
    shield_bytes in;    /* as it came */
    shield_bytes out;   /* to be passed on */
    shield_bytes plain; /* to be read */
} shield;

void shield_init(shield *s, bool client, uint32_t rekey_every);
void shield_deinit(shield *s);
void shield_receive(shield *s, const uint8_t *data, size_t size); /* may fill plain and out; sets failed */
void shield_data(shield *s, const uint8_t *data, size_t size);    /* frames of at most 16 KiB into out */
void shield_close(shield *s);
void shield_bytes_add(shield_bytes *bytes, const uint8_t *data, size_t size);
void shield_bytes_drop(shield_bytes *bytes, size_t size);

/* What happened in the client's ends. */
typedef struct shield_filter {
    uint32_t rekey_every;
    uint64_t handshakes, read_wanted_write, write_wanted_read, partial_frames, closes_told, ends_cut;
} shield_filter;

/* The filter for kp__producer_open_io; `filter` must outlive the producer. */
kp__filter shield_filter_of(shield_filter *filter);

#endif
