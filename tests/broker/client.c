#include <tests/broker/client.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <tests/check.h>
#include <wire/primitives.h>

enum { PATIENCE_MS = 60000, ARENA_MAX = 256 << 20, PRODUCE = 9, FETCH = 11 };

void client_init(kclient *client, int fd)
{
    memset(client, 0, sizeof *client);
    kp__alloc_init(&client->alloc, NULL);
    kp__arena_init(&client->arena, &client->alloc, ARENA_MAX);
    kp__gather_init(&client->gather, &client->alloc, INT32_MAX);
    client->fd = fd;
}

void client_open(kclient *client, const char *address)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    char host[64];
    unsigned port;
    int yes = 1;
    client_init(client, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    assert_true(client->fd >= 0);
    assert_int_equal(sscanf(address, "%63[^:]:%u", host, &port), 2);
    at.sin_port = htons((uint16_t)port);
    assert_int_equal(inet_pton(AF_INET, host, &at.sin_addr), 1);
    assert_int_equal(connect(client->fd, (struct sockaddr *)&at, sizeof at), 0);
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

void client_close(kclient *client)
{
    close(client->fd);
    free(client->frame);
    kp__arena_deinit(&client->arena);
    kp__gather_deinit(&client->gather);
    assert_int_equal(client->alloc.bytes, 0);
}

bool client_send_bytes(kclient *client, const void *bytes, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t n = send(client->fd, (const uint8_t *)bytes + done, len - done, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static void encode(kclient *client, int16_t key, int16_t version, const void *request)
{
    kp__request_header header = {
        .key = key, .version = version, .correlation_id = ++client->correlation, .client_id = kp__slice_str("test")};
    kp__gather_reset(&client->gather);
    assert_int_equal(kp__wire_request_begin(&client->gather, &header), KP_OK);
    kp_err err = kp__wire_encode(kp__message_request(key), version, request, &client->gather);
    if (err)
        fail_msg("request %d v%d cannot be encoded: %s", key, version, kp_err_name(err));
    assert_int_equal(kp__wire_frame_end(&client->gather), KP_OK);
}

size_t client_frame(kclient *client, int16_t key, int16_t version, const void *request, uint8_t *out, size_t cap)
{
    encode(client, key, version, request);
    size_t len = 0;
    assert_true(client->gather.total <= cap);
    for (int32_t i = 0; i < client->gather.count; i++) {
        kp__slice piece = kp__gather_piece(&client->gather, i);
        memcpy(out + len, piece.data, piece.len);
        len += piece.len;
    }
    return len;
}

bool client_send(kclient *client, int16_t key, int16_t version, const void *request)
{
    encode(client, key, version, request);
    for (int32_t i = 0; i < client->gather.count; i++) {
        kp__slice piece = kp__gather_piece(&client->gather, i);
        if (!client_send_bytes(client, piece.data, piece.len))
            return false;
    }
    return true;
}

static bool receive_exactly(kclient *client, uint8_t *out, size_t len)
{
    for (size_t done = 0; done < len;) {
        struct pollfd wait = {.fd = client->fd, .events = POLLIN};
        if (client->turn)
            client->turn(client->turn_arg);
        if (poll(&wait, 1, client->turn ? 0 : PATIENCE_MS) != 1)
            fail_msg("no answer within %d ms", PATIENCE_MS);
        ssize_t n = recv(client->fd, out + done, len - done, 0);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

bool client_receive_bytes(kclient *client, kp__slice *frame)
{
    uint8_t size[4];
    if (!receive_exactly(client, size, sizeof size))
        return false;
    free(client->frame);
    client->frame = malloc(kp__get_u32(size) + 1);
    assert_non_null(client->frame);
    *frame = kp__slice_of(client->frame, kp__get_u32(size));
    return receive_exactly(client, client->frame, kp__get_u32(size));
}

bool client_receive(kclient *client, int16_t key, int16_t version, void *response)
{
    kp__slice frame, body;
    int32_t correlation;
    char where[96] = "";
    if (!client_receive_bytes(client, &frame))
        return false;
    assert_int_equal(kp__wire_response_header(frame, key, version, &correlation, &body), KP_OK);
    kp__arena_reset(&client->arena);
    kp_err err = kp__wire_decode(kp__message_response(key), version, body, &client->arena, response, where);
    if (err)
        fail_msg("answer %d v%d cannot be read at %s: %s", key, version, where, kp_err_name(err));
    return true;
}

bool client_is_closed(kclient *client)
{
    uint8_t byte;
    return !receive_exactly(client, &byte, 1);
}

bool client_is_quiet(kclient *client)
{
    struct pollfd wait = {.fd = client->fd, .events = POLLIN};
    return poll(&wait, 1, 0) == 0;
}

bool client_call(kclient *client, int16_t key, int16_t version, const void *request, void *response)
{
    return client_send(client, key, version, request) && client_receive(client, key, version, response);
}

/* ---- common requests ---- */

kp_err client_create(kclient *client, const char *topic, int32_t partitions)
{
    kp__create_topics_request_creatable_topic one = {
        .name = kp__slice_str(topic), .num_partitions = partitions, .replication_factor = 1};
    kp__create_topics_request request = {.topics = {&one, 1}, .timeout_ms = 1000};
    kp__create_topics_response response;
    if (!client_call(client, 19, 5, &request, &response))
        return KP_ERR_DISCONNECTED;
    return response.topics.items[0].error_code;
}

kp_err client_delete(kclient *client, const char *topic)
{
    kp__slice name = kp__slice_str(topic);
    kp__delete_topics_request request = {.topic_names = {&name, 1}, .timeout_ms = 1000};
    kp__delete_topics_response response;
    if (!client_call(client, 20, 4, &request, &response))
        return KP_ERR_DISCONNECTED;
    return response.responses.items[0].error_code;
}

bool client_send_produce(kclient *client, const char *topic, int32_t partition, int16_t acks, kp__slice batch)
{
    kp__produce_request_partition_produce_data data = {.index = partition, .records = {.flat = batch}};
    kp__produce_request_topic_produce_data one = {.name = kp__slice_str(topic), .partition_data = {&data, 1}};
    kp__produce_request request = {.acks = acks, .timeout_ms = 1000, .topic_data = {&one, 1}};
    return client_send(client, 0, PRODUCE, &request);
}

produced client_receive_produce(kclient *client)
{
    kp__produce_response response;
    if (!client_receive(client, 0, PRODUCE, &response))
        return (produced){KP_ERR_DISCONNECTED, -1};
    const kp__produce_response_partition_produce_response *one =
        &response.responses.items[0].partition_responses.items[0];
    return (produced){one->error_code, one->base_offset};
}

produced client_produce(kclient *client, const char *topic, int32_t partition, kp__slice batch)
{
    if (!client_send_produce(client, topic, partition, -1, batch))
        return (produced){KP_ERR_DISCONNECTED, -1};
    return client_receive_produce(client);
}

bool client_send_fetch(kclient *client, const char *topic, int64_t offset, int32_t max_bytes, int32_t min_bytes,
                       int32_t max_wait_ms)
{
    kp__fetch_request_fetch_partition part = {.current_leader_epoch = -1,
                                              .fetch_offset = offset,
                                              .last_fetched_epoch = -1,
                                              .log_start_offset = -1,
                                              .partition_max_bytes = max_bytes,
                                              .high_watermark = INT64_MAX};
    kp__fetch_request_fetch_topic one = {.topic = kp__slice_str(topic), .partitions = {&part, 1}};
    kp__fetch_request request = {.cluster_id = kp__slice_null(),
                                 .replica_id = -1,
                                 .replica_state = {-1, -1},
                                 .max_wait_ms = max_wait_ms,
                                 .min_bytes = min_bytes,
                                 .max_bytes = INT32_MAX,
                                 .session_epoch = -1,
                                 .topics = {&one, 1},
                                 .rack_id = kp__slice_str("")};
    return client_send(client, 1, FETCH, &request);
}

fetched client_receive_fetch(kclient *client)
{
    kp__fetch_response response;
    if (!client_receive(client, 1, FETCH, &response))
        return (fetched){.err = KP_ERR_DISCONNECTED};
    const kp__fetch_response_partition_data *one = &response.responses.items[0].partitions.items[0];
    return (fetched){one->error_code, one->high_watermark, one->records.flat};
}

fetched client_fetch(kclient *client, const char *topic, int64_t offset, int32_t max_bytes)
{
    if (!client_send_fetch(client, topic, offset, max_bytes, 0, 0))
        return (fetched){.err = KP_ERR_DISCONNECTED};
    return client_receive_fetch(client);
}

int64_t client_offset(kclient *client, const char *topic, int64_t timestamp)
{
    kp__list_offsets_request_list_offsets_partition part = {
        .current_leader_epoch = -1, .timestamp = timestamp, .max_num_offsets = 1};
    kp__list_offsets_request_list_offsets_topic one = {.name = kp__slice_str(topic), .partitions = {&part, 1}};
    kp__list_offsets_request request = {.replica_id = -1, .topics = {&one, 1}};
    kp__list_offsets_response response;
    assert_true(client_call(client, 2, 7, &request, &response));
    assert_int_equal(response.topics.items[0].partitions.items[0].error_code, 0);
    return response.topics.items[0].partitions.items[0].offset;
}

int64_t client_producer_id(kclient *client)
{
    kp__init_producer_id_request request = {.transaction_timeout_ms = 1000, .producer_id = -1, .producer_epoch = -1};
    kp__init_producer_id_response response;
    if (!client_call(client, 22, 4, &request, &response) || response.error_code)
        return -1;
    return response.producer_id;
}
