#include <tests/api/server.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <base/io.h>
#include <io/system.h>
#include <tests/api/dummy_filter.h>
#include <tests/check.h>
#include <wire/codec.h>
#include <wire/messages.h>

enum { CONNECTIONS_MAX = 64, IN_MAX = 4 << 20 };

typedef struct connection {
    kp__transport *transport;
    uint8_t *in;
    size_t in_len;
    uint8_t *out; /* what the socket would not take yet */
    size_t out_len, out_cap;
} connection;

struct server {
    kp__alloc alloc;
    kp__io *io;
    kp__poller *poller;
    kp__listener *listener;
    kp__thread *thread;
    kp__arena arena;
    kp__gather gather;
    uint16_t port;
    char address[32];
    int32_t partitions;
    bool filtered;
    _Atomic int mood;
    _Atomic int stop;
    _Atomic uint64_t records;
    _Atomic uint64_t requests[128];
    int64_t offset;
    connection connections[CONNECTIONS_MAX];
};

/* ---- answers ---- */

static void answer_versions(kp__api_versions_response *body, kp__api_versions_response_api_version *rows)
{
    int32_t count = 0;
    for (int16_t key = 0; key < 100; key++) {
        const kp__message *message = kp__message_request(key);
        if (!message || (key != 0 && key != 3 && key != 18 && key != 22))
            continue;
        rows[count] = (kp__api_versions_response_api_version){0};
        rows[count].api_key = key;
        rows[count].min_version = kp__message_version_min(message);
        rows[count++].max_version = kp__message_version_max(message);
    }
    body->api_keys.items = rows;
    body->api_keys.count = count;
}

static kp__slice uuid_name(server *s, const kp__uuid *id) /* the id is the name, cut at 16 bytes */
{
    char *name = kp__arena_new(&s->arena, 17);
    memcpy(name, id->bytes, 16);
    return kp__slice_of(name, strlen(name));
}

static void answer_topic(server *s, kp__slice name, const kp__uuid *id,
                         kp__metadata_response_metadata_response_topic *out)
{
    if (!name.data)
        name = uuid_name(s, id);
    out->name = name;
    out->topic_authorized_operations = INT32_MIN;
    memcpy(out->topic_id.bytes, name.data, name.len < 16 ? name.len : 16);
    out->partitions.items = kp__arena_array(&s->arena, (size_t)s->partitions, sizeof *out->partitions.items);
    out->partitions.count = s->partitions;
    static int32_t self[1] = {0};
    for (int32_t i = 0; i < s->partitions; i++) {
        kp__metadata_response_metadata_response_partition *p = &out->partitions.items[i];
        p->partition_index = i;
        p->leader_id = 0;
        p->leader_epoch = 1;
        p->replica_nodes.items = p->isr_nodes.items = self;
        p->replica_nodes.count = p->isr_nodes.count = 1;
    }
}

static void answer_metadata(server *s, const kp__metadata_request *request, kp__metadata_response *body)
{
    body->brokers.items = kp__arena_array(&s->arena, 1, sizeof *body->brokers.items);
    body->brokers.count = 1;
    body->brokers.items[0].node_id = 0;
    body->brokers.items[0].host = kp__slice_str("127.0.0.1");
    body->brokers.items[0].port = s->port;
    body->controller_id = 0;
    int32_t count = request->topics.count > 0 ? request->topics.count : 0;
    body->topics.items = kp__arena_array(&s->arena, (size_t)count, sizeof *body->topics.items);
    body->topics.count = count;
    for (int32_t i = 0; i < count; i++)
        answer_topic(s, request->topics.items[i].name, &request->topics.items[i].topic_id, &body->topics.items[i]);
}

static int32_t records_in(kp__slice batch)
{
    if (batch.len < 61)
        return 0;
    const uint8_t *at = batch.data + 57;
    return (int32_t)((uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]);
}

static void answer_produce(server *s, const kp__produce_request *request, kp__produce_response *body)
{
    bool refuses = atomic_load(&s->mood) == SERVER_REFUSES;
    int32_t count = request->topic_data.count;
    body->responses.items = kp__arena_array(&s->arena, (size_t)count, sizeof *body->responses.items);
    body->responses.count = count;
    for (int32_t i = 0; i < count; i++) {
        const kp__produce_request_topic_produce_data *from = &request->topic_data.items[i];
        kp__produce_response_topic_produce_response *to = &body->responses.items[i];
        to->name = from->name;
        to->topic_id = from->topic_id;
        to->partition_responses.count = from->partition_data.count;
        to->partition_responses.items =
            kp__arena_array(&s->arena, (size_t)from->partition_data.count, sizeof *to->partition_responses.items);
        for (int32_t j = 0; j < from->partition_data.count; j++) {
            kp__produce_response_partition_produce_response *p = &to->partition_responses.items[j];
            int32_t records = records_in(from->partition_data.items[j].records.flat);
            p->index = from->partition_data.items[j].index;
            p->log_append_time_ms = -1;
            p->log_start_offset = refuses ? -1 : 0;
            p->current_leader.leader_id = p->current_leader.leader_epoch = -1;
            p->error_code = refuses ? KP_ERR_INVALID_RECORD : 0;
            p->error_message = refuses ? kp__slice_str("not this one") : kp__slice_null();
            p->base_offset = refuses ? -1 : s->offset;
            s->offset += records;
            if (!refuses)
                atomic_fetch_add(&s->records, (uint64_t)records);
        }
    }
}

/* ---- connections ---- */

static void connection_close(connection *c)
{
    if (c->transport)
        c->transport->ops->close(c->transport);
    free(c->in);
    free(c->out);
    memset(c, 0, sizeof *c);
}

static void connection_put(connection *c, const void *data, size_t len)
{
    if (c->out_len + len > c->out_cap) {
        c->out_cap = (c->out_len + len) * 2;
        c->out = realloc(c->out, c->out_cap);
    }
    memcpy(c->out + c->out_len, data, len);
    c->out_len += len;
}

static bool connection_flush(connection *c)
{
    while (c->out_len > 0) {
        struct iovec iov = {c->out, c->out_len};
        size_t put = 0;
        kp_err err = c->transport->ops->write(c->transport, &iov, 1, &put);
        if (err != KP_OK)
            return err == KP_AGAIN;
        c->out_len -= put;
        memmove(c->out, c->out + put, c->out_len);
    }
    return true;
}

static void send_body(server *s, connection *c, const kp__request_header *header, const void *body)
{
    kp__gather_reset(&s->gather);
    if (kp__wire_response_begin(&s->gather, header->key, header->version, header->correlation_id) ||
        kp__wire_encode(kp__message_response(header->key), header->version, body, &s->gather) ||
        kp__wire_frame_end(&s->gather))
        abort();
    for (int32_t i = 0; i < s->gather.count; i++) {
        kp__slice piece = kp__gather_piece(&s->gather, i);
        connection_put(c, piece.data, piece.len);
    }
}

/* False: the connection is to be closed. */
static bool serve_frame(server *s, connection *c, kp__slice frame)
{
    kp__request_header header;
    kp__slice in;
    kp__arena_reset(&s->arena);
    if (kp__wire_request_header(frame, &header, &in) != KP_OK || header.key < 0 || header.key > 127)
        return false;
    const kp__message *message = kp__message_request(header.key);
    if (!message)
        return false;
    void *request = kp__arena_new(&s->arena, kp__message_size(message));
    kp__message_defaults(message, request);
    if (kp__wire_decode(message, header.version, in, &s->arena, request, NULL) != KP_OK)
        return false;
    atomic_fetch_add(&s->requests[header.key], 1u);
    const kp__message *answer = kp__message_response(header.key);
    void *body = kp__arena_new(&s->arena, kp__message_size(answer));
    kp__message_defaults(answer, body);
    kp__api_versions_response_api_version rows[100];
    int mood = atomic_load(&s->mood);
    if (mood == SERVER_DEAF)
        return true;
    switch (header.key) {
    case 0:
        if (mood == SERVER_MUTE)
            return true;
        if (mood == SERVER_CLOSES)
            return false;
        answer_produce(s, request, body);
        if (((kp__produce_request *)request)->acks == 0)
            return true;
        break;
    case 3:
        answer_metadata(s, request, body);
        break;
    case 18:
        answer_versions(body, rows);
        break;
    case 22:
        ((kp__init_producer_id_response *)body)->producer_id = 1000;
        break;
    default:
        return false;
    }
    send_body(s, c, &header, body);
    return true;
}

static bool serve_frames(server *s, connection *c)
{
    for (;;) {
        if (c->in_len < 4)
            return true;
        size_t size = (size_t)c->in[0] << 24 | (size_t)c->in[1] << 16 | (size_t)c->in[2] << 8 | c->in[3];
        if (size > IN_MAX - 4)
            return false;
        if (c->in_len < 4 + size)
            return true;
        bool ok = serve_frame(s, c, kp__slice_of(c->in + 4, size));
        c->in_len -= 4 + size;
        memmove(c->in, c->in + 4 + size, c->in_len);
        if (!ok)
            return false;
    }
}

static void connection_serve(server *s, connection *c)
{
    if (!c->transport)
        return;
    kp_err up = c->transport->ops->handshake(c->transport);
    if (up != KP_OK) {
        if (up != KP_AGAIN)
            connection_close(c);
        return;
    }
    for (;;) {
        size_t got = 0;
        kp_err err = c->transport->ops->read(c->transport, c->in + c->in_len, IN_MAX - c->in_len, &got);
        if (err == KP_AGAIN)
            break;
        c->in_len += got;
        if (err != KP_OK || !serve_frames(s, c)) {
            connection_close(c);
            return;
        }
    }
    if (!connection_flush(c))
        connection_close(c);
}

static void server_accept(server *s)
{
    for (;;) {
        connection *free_one = NULL;
        for (int i = 0; i < CONNECTIONS_MAX && !free_one; i++)
            if (!s->connections[i].transport)
                free_one = &s->connections[i];
        if (!free_one || s->io->ops->accept(s->listener, free_one, &free_one->transport) != KP_OK)
            return;
        if (s->filtered && dummy_filter_new(&s->alloc, free_one->transport, true, &free_one->transport) != KP_OK)
            abort();
        free_one->in = malloc(IN_MAX);
    }
}

static void server_run(void *arg)
{
    server *s = arg;
    kp__ready ready[16];
    int count;
    while (!atomic_load(&s->stop)) {
        (void)s->io->ops->wait(s->poller, KP_NEVER, ready, 16, &count);
        for (int i = 0; i < count; i++) {
            if (ready[i].what == KP__READY_LISTENER)
                server_accept(s);
            else
                connection_serve(s, ready[i].token);
        }
    }
}

/* ---- life ---- */

static server *start(uint16_t port, int32_t partitions, bool filtered)
{
    server *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->partitions = partitions;
    s->filtered = filtered;
    kp__alloc_init(&s->alloc, NULL);
    kp__arena_init(&s->arena, &s->alloc, 64 << 20);
    kp__gather_init(&s->gather, &s->alloc, 64 << 20);
    assert_int_equal(kp__io_system_new(&s->alloc, NULL, "server", &s->io), KP_OK);
    assert_int_equal(s->io->ops->poller_new(s->io, &s->poller), KP_OK);
    assert_int_equal(s->io->ops->listen(s->poller, "127.0.0.1", port, s, &s->listener, &s->port), KP_OK);
    (void)snprintf(s->address, sizeof s->address, "127.0.0.1:%u", (unsigned)s->port);
    assert_int_equal(s->io->ops->thread_start(s->io, "server", server_run, s, &s->thread), KP_OK);
    return s;
}

server *server_start(int32_t partitions) { return start(0, partitions, false); }
server *server_restart(uint16_t port, int32_t partitions) { return start(port, partitions, false); }
server *server_start_filtered(int32_t partitions) { return start(0, partitions, true); }

void server_stop(server *s)
{
    if (!s)
        return;
    atomic_store(&s->stop, 1);
    s->io->ops->wake(s->poller);
    s->io->ops->thread_join(s->thread);
    for (int i = 0; i < CONNECTIONS_MAX; i++)
        connection_close(&s->connections[i]);
    s->io->ops->listener_close(s->listener);
    s->io->ops->poller_free(s->poller);
    s->io->ops->free(s->io);
    kp__arena_deinit(&s->arena);
    kp__gather_deinit(&s->gather);
    assert_int_equal(s->alloc.bytes, 0);
    free(s);
}

uint16_t server_port(const server *s) { return s->port; }
const char *server_address(const server *s) { return s->address; }
void server_set(server *s, server_mood mood) { atomic_store(&s->mood, (int)mood); }
uint64_t server_records(const server *s) { return atomic_load(&s->records); }
uint64_t server_requests(const server *s, int16_t key) { return atomic_load(&s->requests[key]); }
