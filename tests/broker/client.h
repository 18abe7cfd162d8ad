/* A client that knows only frames and tables: one blocking connection. Failures of the connection are return values;
 * any other surprise fails the test. */
#ifndef KP_TESTS_BROKER_CLIENT_H
#define KP_TESTS_BROKER_CLIENT_H

#include <stdbool.h>

#include <wire/codec.h>
#include <wire/messages.h>

typedef struct kclient {
    kp__alloc alloc;
    kp__arena arena; /* what the last answer points to */
    kp__gather gather;
    uint8_t *frame; /* the last answer */
    int fd;
    int32_t correlation;
    void (*turn)(void *arg); /* before it waits: a broker without a thread runs here. May be NULL */
    void *turn_arg;
} kclient;

void client_init(kclient *client, int fd); /* on a stream that is up; takes it over */
void client_open(kclient *client, const char *address);
void client_close(kclient *client);

bool client_send_bytes(kclient *client, const void *bytes, size_t len);
bool client_send(kclient *client, int16_t key, int16_t version, const void *request);
/* What client_send would send. */
size_t client_frame(kclient *client, int16_t key, int16_t version, const void *request, uint8_t *out, size_t cap);
/* Waits at most a minute. False: the connection ended. */
bool client_receive(kclient *client, int16_t key, int16_t version, void *response);
bool client_receive_bytes(kclient *client, kp__slice *frame);
/* True when the peer closed the connection (and sent nothing before). */
bool client_is_closed(kclient *client);
/* Nothing is there to read for now. */
bool client_is_quiet(kclient *client);

/* Send and receive. */
bool client_call(kclient *client, int16_t key, int16_t version, const void *request, void *response);

/* ---- common requests ---- */

kp_err client_create(kclient *client, const char *topic, int32_t partitions);
kp_err client_delete(kclient *client, const char *topic);
typedef struct produced {
    kp_err err; /* KP_ERR_DISCONNECTED when the connection ended */
    int64_t base_offset;
} produced;
bool client_send_produce(kclient *client, const char *topic, int32_t partition, int16_t acks, kp__slice batch);
produced client_receive_produce(kclient *client);
produced client_produce(kclient *client, const char *topic, int32_t partition, kp__slice batch);
/* The records are valid until the next call. */
typedef struct fetched {
    kp_err err;
    int64_t high_watermark;
    kp__slice records;
} fetched;
bool client_send_fetch(kclient *client, const char *topic, int64_t offset, int32_t max_bytes, int32_t min_bytes,
                       int32_t max_wait_ms);
fetched client_receive_fetch(kclient *client);
fetched client_fetch(kclient *client, const char *topic, int64_t offset, int32_t max_bytes);
int64_t client_offset(kclient *client, const char *topic, int64_t timestamp);
int64_t client_producer_id(kclient *client);

#endif
