/* The neutral peer of every benchmark: speaks just enough Kafka to accept, optionally verify, count and drop what any
 * producer sends. It shares no code with kprod, has one blocking thread a connection, and by default never copies
 * record bytes out of the kernel (MSG_TRUNC), so that the producer is what is measured.
 *
 *   sink [--port N] [--partitions N] [--verify] [--mute-produce]
 *
 * Prints "ready 127.0.0.1:PORT". On SIGTERM or end of standard input (with --stdin) it prints one JSON line of counts
 * and exits: 0, or 1 when a sequence, CRC or frame was wrong. Versions offered: Produce 0-7 (3-7 served), Metadata 0-8,
 * ApiVersions 0-3, InitProducerId 0-1; the same for every client. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TOPICS_MAX = 16, PARTITIONS_MAX = 100000, FRAME_MAX = 256 << 20, ANSWER_MAX = 16 << 20 };

static struct {
    int partitions;
    uint16_t port;
    bool verify, mute_produce, on_stdin;
} options = {.partitions = 8};

static struct {
    _Atomic uint64_t requests, batches, records, bytes, bad_sequence, bad_crc, bad_frame, duplicates;
    _Atomic int64_t next_pid;
} count;

/* What the sink remembers of a partition: enough to say "in order, nothing missing, nothing twice". */
typedef struct partition {
    pthread_mutex_t lock;
    int64_t pid;
    int32_t next_sequence;
    int16_t epoch;
    int64_t offset;
} partition;

static struct topic {
    char name[256];
    partition *partitions;
} topics[TOPICS_MAX];
static _Atomic int topic_count;
static pthread_mutex_t topics_lock = PTHREAD_MUTEX_INITIALIZER;

static struct topic *topic_get(const char *name)
{
    struct topic *found = NULL;
    pthread_mutex_lock(&topics_lock);
    for (int i = 0; i < topic_count && !found; i++)
        if (strcmp(topics[i].name, name) == 0)
            found = &topics[i];
    if (!found && topic_count < TOPICS_MAX) {
        found = &topics[topic_count];
        snprintf(found->name, sizeof found->name, "%s", name);
        found->partitions = calloc((size_t)options.partitions, sizeof *found->partitions);
        for (int i = 0; found->partitions && i < options.partitions; i++)
            found->partitions[i] = (partition){.lock = PTHREAD_MUTEX_INITIALIZER, .pid = -1};
        topic_count++;
    }
    pthread_mutex_unlock(&topics_lock);
    return found;
}

/* ---- reading a connection: small fields through a buffer, record bytes straight past it ---- */

typedef struct in {
    int fd;
    bool dead;
    size_t at, len;
    int64_t left; /* of the frame */
    uint8_t buffer[1024];
} in;

static void in_fill(in *in)
{
    if (in->at < in->len || in->dead)
        return;
    size_t want = sizeof in->buffer;
    if (in->left >= 0 && (int64_t)want > in->left)
        want = (size_t)in->left;
    if (want == 0) {
        in->dead = true;
        return;
    }
    ssize_t got = recv(in->fd, in->buffer, want, 0);
    if (got <= 0) {
        in->dead = true;
        return;
    }
    in->at = 0;
    in->len = (size_t)got;
}

/* Takes n bytes; `out` NULL drops them. */
static void in_take(in *in, uint8_t *out, size_t n)
{
    while (n && !in->dead) {
        if (in->at == in->len && n >= sizeof in->buffer / 2) { /* large: not through the buffer */
            size_t want = (int64_t)n > in->left ? (size_t)in->left : n;
            ssize_t got = want ? recv(in->fd, out, want, out ? 0 : MSG_TRUNC) : 0;
            if (got <= 0) {
                in->dead = true;
                return;
            }
            in->left -= got;
            n -= (size_t)got;
            out = out ? out + got : NULL;
            continue;
        }
        in_fill(in);
        if (in->dead)
            return;
        size_t take = in->len - in->at < n ? in->len - in->at : n;
        if (out) {
            memcpy(out, in->buffer + in->at, take);
            out += take;
        }
        in->at += take;
        in->left -= (int64_t)take;
        n -= take;
    }
}

static uint64_t in_be(in *in, int n)
{
    uint8_t b[8] = {0};
    uint64_t v = 0;
    in_take(in, b, (size_t)n);
    for (int i = 0; i < n; i++)
        v = v << 8 | b[i];
    return in->dead ? 0 : v;
}

static int16_t in16(in *in) { return (int16_t)in_be(in, 2); }
static int32_t in32(in *in) { return (int32_t)in_be(in, 4); }

static void in_string(in *in, char *out, size_t cap)
{
    int16_t len = in16(in);
    size_t keep = len > 0 ? (size_t)len : 0;
    if (keep >= cap)
        in->dead = true;
    else
        in_take(in, (uint8_t *)out, keep);
    if (!in->dead)
        out[keep] = 0;
}

/* ---- writing an answer ---- */

typedef struct out {
    uint8_t *data;
    size_t len, cap;
} out;

static void put(out *out, const void *data, size_t n)
{
    if (out->len + n > out->cap) {
        size_t cap = (out->len + n) * 2;
        uint8_t *grown = cap <= ANSWER_MAX ? realloc(out->data, cap) : NULL;
        if (!grown) {
            fprintf(stderr, "sink: an answer of %zu bytes is too large\n", cap);
            exit(2);
        }
        out->data = grown;
        out->cap = cap;
    }
    memcpy(out->data + out->len, data, n);
    out->len += n;
}

static void put_be(out *out, int n, uint64_t v)
{
    uint8_t b[8];
    for (int i = 0; i < n; i++)
        b[i] = (uint8_t)(v >> (8 * (n - 1 - i)));
    put(out, b, (size_t)n);
}

static void put8(out *out, int v) { put_be(out, 1, (uint64_t)v); }
static void put16(out *out, int v) { put_be(out, 2, (uint64_t)v); }
static void put32(out *out, int64_t v) { put_be(out, 4, (uint64_t)v); }
static void put64(out *out, int64_t v) { put_be(out, 8, (uint64_t)v); }
static void put_string(out *out, const char *s)
{
    put16(out, (int)strlen(s));
    put(out, s, strlen(s));
}

/* ---- CRC-32C, a byte at a time is too slow for a verified run: four tables ---- */

static uint32_t crc_tables[4][256];

static void crc_make(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? (c >> 1) ^ 0x82f63b78u : c >> 1;
        crc_tables[0][i] = c;
    }
    for (uint32_t i = 0; i < 256; i++)
        for (int t = 1; t < 4; t++)
            crc_tables[t][i] = (crc_tables[t - 1][i] >> 8) ^ crc_tables[0][crc_tables[t - 1][i] & 255];
}

static uint32_t crc(uint32_t c, const uint8_t *p, size_t n)
{
    c = ~c;
    for (; n >= 4; p += 4, n -= 4) {
        uint32_t w;
        memcpy(&w, p, 4);
        c ^= w;
        c = crc_tables[3][c & 255] ^ crc_tables[2][c >> 8 & 255] ^ crc_tables[1][c >> 16 & 255] ^
            crc_tables[0][c >> 24];
    }
    for (; n; n--)
        c = (c >> 8) ^ crc_tables[0][(c ^ *p++) & 255];
    return ~c;
}

/* ---- the APIs ---- */

typedef struct connection {
    in in;
    out out;
    uint8_t *body;
    size_t body_cap;
} connection;

static uint64_t be(const uint8_t *p, int n)
{
    uint64_t v = 0;
    for (int i = 0; i < n; i++)
        v = v << 8 | p[i];
    return v;
}

static void read_body(connection *c, size_t n, uint32_t expected, const uint8_t *head)
{
    if (!options.verify) {
        in_take(&c->in, NULL, n);
        return;
    }
    if (n > c->body_cap) {
        free(c->body);
        c->body = malloc(n);
        c->body_cap = c->body ? n : 0;
    }
    if (!c->body) {
        c->in.dead = true;
        return;
    }
    in_take(&c->in, c->body, n);
    if (!c->in.dead && crc(crc(0, head + 21, 40), c->body, n) != expected)
        count.bad_crc++;
}

/* One batch: its header tells all that is checked. Returns the base offset. */
static int64_t take_batch(connection *c, partition *p, int32_t size)
{
    uint8_t head[61];
    if (size < 61) {
        count.bad_frame++;
        c->in.dead = true;
        return -1;
    }
    in_take(&c->in, head, sizeof head);
    if (c->in.dead)
        return -1;
    int32_t records = (int32_t)be(head + 57, 4), sequence = (int32_t)be(head + 53, 4);
    int64_t pid = (int64_t)be(head + 43, 8);
    int16_t epoch = (int16_t)be(head + 51, 2);
    if (head[16] != 2 || (int32_t)be(head + 8, 4) != size - 12 || records <= 0)
        count.bad_frame++;
    read_body(c, (size_t)size - sizeof head, (uint32_t)be(head + 17, 4), head);
    pthread_mutex_lock(&p->lock);
    if (pid >= 0) {
        bool fresh = p->pid != pid || p->epoch != epoch;
        if (sequence != (fresh ? 0 : p->next_sequence))
            count.bad_sequence++;
        p->pid = pid;
        p->epoch = epoch;
        p->next_sequence = (int32_t)(((uint32_t)sequence + (uint32_t)records) & 0x7fffffffu);
    }
    int64_t base = p->offset;
    p->offset += records;
    pthread_mutex_unlock(&p->lock);
    count.records += (uint64_t)records;
    count.bytes += (uint64_t)size;
    count.batches++;
    return base;
}

static bool produce(connection *c, int version)
{
    in *in = &c->in;
    out *out = &c->out;
    char name[256];
    in_string(in, name, sizeof name); /* transactional id */
    int16_t acks = in16(in);
    in32(in);
    int32_t topics_in = in32(in);
    put32(out, topics_in);
    for (int32_t t = 0; t < topics_in && !in->dead; t++) {
        in_string(in, name, sizeof name);
        struct topic *topic = in->dead ? NULL : topic_get(name);
        int32_t partitions_in = in32(in);
        put_string(out, name);
        put32(out, partitions_in);
        for (int32_t i = 0; i < partitions_in && !in->dead; i++) {
            int32_t index = in32(in), size = in32(in);
            if (!topic || index < 0 || index >= options.partitions) {
                count.bad_frame++;
                in->dead = true;
                break;
            }
            int64_t base = take_batch(c, &topic->partitions[index], size);
            put32(out, index);
            put16(out, 0);
            put64(out, base);
            put64(out, -1);
            if (version >= 5)
                put64(out, 0);
        }
    }
    put32(out, 0);
    count.requests++;
    return acks != 0 && !options.mute_produce;
}

static void metadata(connection *c, int version)
{
    in *in = &c->in;
    out *out = &c->out;
    static _Thread_local char asked[TOPICS_MAX][256];
    int32_t n = in32(in);
    int known = 0;
    for (int32_t i = 0; i < n && !in->dead; i++) {
        char name[256];
        in_string(in, name, sizeof name);
        if (known < TOPICS_MAX && !in->dead && topic_get(name))
            memcpy(asked[known++], name, sizeof name);
    }
    if (n < 0 || (version == 0 && n == 0))
        for (int i = 0; i < topic_count; i++)
            memcpy(asked[known++], topics[i].name, sizeof topics[i].name);
    if (version >= 3)
        put32(out, 0);
    put32(out, 1);
    put32(out, 0);
    put_string(out, "127.0.0.1");
    put32(out, options.port);
    if (version >= 1)
        put16(out, -1); /* rack */
    if (version >= 2)
        put_string(out, "sink");
    if (version >= 1)
        put32(out, 0); /* controller */
    put32(out, known);
    for (int t = 0; t < known; t++) {
        put16(out, 0);
        put_string(out, asked[t]);
        if (version >= 1)
            put8(out, 0);
        put32(out, options.partitions);
        for (int p = 0; p < options.partitions; p++) {
            put16(out, 0);
            put32(out, p);
            put32(out, 0);
            if (version >= 7)
                put32(out, 0);
            put32(out, 1);
            put32(out, 0);
            put32(out, 1);
            put32(out, 0);
            if (version >= 5)
                put32(out, 0);
        }
        if (version >= 8)
            put32(out, INT32_MIN);
    }
    if (version >= 8)
        put32(out, INT32_MIN);
}

static const struct api {
    int16_t key, min, max;
} apis[] = {{0, 0, 7}, {1, 4, 4}, {3, 0, 8}, {18, 0, 3}, {22, 0, 1}};
enum { APIS = sizeof apis / sizeof apis[0] };

static void api_versions(connection *c, int version)
{
    out *out = &c->out;
    bool compact = version == 3, unknown = version > 3;
    put16(out, unknown ? 35 : 0);
    if (compact)
        put8(out, APIS + 1);
    else
        put32(out, APIS);
    for (int i = 0; i < APIS; i++) {
        put16(out, apis[i].key);
        put16(out, apis[i].min);
        put16(out, apis[i].max);
        if (compact)
            put8(out, 0);
    }
    if (version >= 1 && !unknown)
        put32(out, 0);
    if (compact)
        put8(out, 0);
}

static bool answer(connection *c, int16_t key, int16_t version)
{
    switch (key) {
    case 0:
        return version >= 3 && version <= 7 ? produce(c, version) : (c->in.dead = true, false);
    case 3:
        return version <= 8 ? (metadata(c, version), true) : (c->in.dead = true, false);
    case 18:
        api_versions(c, version);
        return true;
    case 22:
        put32(&c->out, 0);
        put16(&c->out, 0);
        put64(&c->out, 1000 + count.next_pid++);
        put16(&c->out, 0);
        return true;
    default:
        fprintf(stderr, "sink: api key %d is not served\n", key);
        c->in.dead = true;
        return false;
    }
}

static void *serve(void *arg)
{
    connection *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->in.fd = (int)(intptr_t)arg;
    int one = 1;
    setsockopt(c->in.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    while (!c->in.dead) {
        c->in.left = 4;
        int32_t size = in32(&c->in);
        if (c->in.dead)
            break;
        if (size < 8 || size > FRAME_MAX) {
            count.bad_frame++;
            break;
        }
        c->in.left = size;
        int16_t key = in16(&c->in), version = in16(&c->in);
        int32_t correlation = in32(&c->in);
        char client[256];
        in_string(&c->in, client, sizeof client);
        c->out.len = 0;
        put32(&c->out, 0);
        put32(&c->out, correlation);
        bool send_it = answer(c, key, version);
        if (c->in.dead)
            break;
        in_take(&c->in, NULL, (size_t)c->in.left);
        if (!send_it)
            continue;
        uint32_t len = htonl((uint32_t)c->out.len - 4);
        memcpy(c->out.data, &len, 4);
        for (size_t done = 0; done < c->out.len;) {
            ssize_t sent = send(c->in.fd, c->out.data + done, c->out.len - done, MSG_NOSIGNAL);
            if (sent <= 0) {
                c->in.dead = true;
                break;
            }
            done += (size_t)sent;
        }
    }
    close(c->in.fd);
    free(c->out.data);
    free(c->body);
    free(c);
    return NULL;
}

static void *acceptor(void *arg)
{
    int listener = (int)(intptr_t)arg;
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0)
            return NULL;
        pthread_t thread;
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)fd) != 0)
            close(fd);
        else
            pthread_detach(thread);
    }
}

static int usage(void)
{
    fprintf(stderr, "usage: sink [--port N] [--partitions N] [--verify] [--mute-produce] [--stdin]\n");
    return 2;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--verify") == 0)
            options.verify = true;
        else if (strcmp(argv[i], "--mute-produce") == 0)
            options.mute_produce = true;
        else if (strcmp(argv[i], "--stdin") == 0)
            options.on_stdin = true;
        else if (strcmp(argv[i], "--port") == 0 && i + 1 < argc)
            options.port = (uint16_t)atoi(argv[++i]);
        else if (strcmp(argv[i], "--partitions") == 0 && i + 1 < argc)
            options.partitions = atoi(argv[++i]);
        else
            return usage();
    }
    if (options.partitions < 1 || options.partitions > PARTITIONS_MAX)
        return usage();
    crc_make();
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(options.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 64) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        perror("sink");
        return 2;
    }
    options.port = ntohs(address.sin_port);
    printf("ready 127.0.0.1:%u\n", options.port);
    fflush(stdout);
    pthread_t thread;
    if (pthread_create(&thread, NULL, acceptor, (void *)(intptr_t)listener) != 0)
        return 2;
    if (options.on_stdin) {
        char byte;
        while (read(0, &byte, 1) > 0)
            ;
    } else {
        int signal_number;
        sigwait(&ends, &signal_number);
    }
    printf("{\"requests\":%llu,\"batches\":%llu,\"records\":%llu,\"bytes\":%llu,\"bad_sequence\":%llu,\"bad_crc\":%llu,"
           "\"bad_frame\":%llu,\"verified\":%s}\n",
           (unsigned long long)count.requests, (unsigned long long)count.batches, (unsigned long long)count.records,
           (unsigned long long)count.bytes, (unsigned long long)count.bad_sequence, (unsigned long long)count.bad_crc,
           (unsigned long long)count.bad_frame, options.verify ? "true" : "false");
    fflush(stdout);
    _exit(count.bad_sequence || count.bad_crc || count.bad_frame ? 1 : 0);
}
