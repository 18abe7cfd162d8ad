/* Sends one record by a transport of its own: every connection goes to a Unix-domain socket, where a sidecar or a proxy
 * listens.
 *
 *     socat UNIX-LISTEN:/tmp/kafka,fork TCP:127.0.0.1:9092 &
 *     transport /tmp/kafka TOPIC TEXT
 *
 * A proxy for more than one broker would be told endpoint->host and endpoint->port first. */
#define _POSIX_C_SOURCE 200809L
#include <kprod/kprod.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct stream {
    int fd;
} stream;

static kp_err begin(void *context, const kp_endpoint *endpoint, void **connection, int *fd, kp_error *error)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    stream *s = malloc(sizeof *s);

    if (!s)
        return KP_ERR_NO_MEMORY;
    (void)snprintf(to.sun_path, sizeof to.sun_path, "%s", (const char *)context);
    s->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (s->fd < 0 || connect(s->fd, (const struct sockaddr *)&to, sizeof to) != 0) {
        (void)snprintf(error->text, sizeof error->text, "%s, instead of %s:%d: %s", to.sun_path, endpoint->host,
                       (int)endpoint->port, strerror(errno));
        if (s->fd >= 0)
            (void)close(s->fd);
        free(s);
        return KP_ERR_CONNECT;
    }
    *connection = s;
    *fd = s->fd; /* the library watches it; there is no handshake to wait for */
    return KP_OK;
}

/* What a system call that moved nothing means. */
static kp_err not_now(kp_error *error)
{
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        return KP_AGAIN;
    (void)snprintf(error->text, sizeof error->text, "%s", strerror(errno));
    return KP_ERR_DISCONNECTED;
}

static kp_err take(void *connection, void *buf, size_t cap, size_t *got, kp_error *error)
{
    stream *s = connection;
    ssize_t n;

    do
        n = recv(s->fd, buf, cap, 0);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return not_now(error);
    if (n == 0)
        return KP_ERR_END_OF_FILE;
    *got = (size_t)n;
    return KP_OK;
}

static kp_err put(void *connection, const struct iovec *slices, int count, size_t *taken, kp_error *error)
{
    stream *s = connection;
    struct msghdr message = {.msg_iov = (struct iovec *)slices, .msg_iovlen = (size_t)count};

    ssize_t n;

    if (count == 0) /* pass on what was kept back: nothing ever is */
        return KP_OK;
    do
        n = sendmsg(s->fd, &message, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return not_now(error);
    *taken = (size_t)n;
    return KP_OK;
}

static void end(void *connection)
{
    stream *s = connection;

    (void)close(s->fd);
    free(s);
}

int main(int argc, char **argv)
{
    kp_error error = KP_ERROR_INIT;
    kp_hooks hooks = KP_HOOKS_INIT;
    kp_transport transport = KP_TRANSPORT_INIT;
    kp_record record = KP_RECORD_INIT;
    kp_delivery delivery = KP_DELIVERY_INIT;
    kp_producer *producer = NULL;

    if (argc != 4) {
        fprintf(stderr, "usage: %s SOCKET TOPIC TEXT\n", argv[0]);
        return 2;
    }
    transport.flags = KP_TRANSPORT_BY_NAME; /* "kafka" is nothing to look up */
    transport.context = argv[1];
    transport.connect = begin;
    transport.read = take;
    transport.write = put;
    transport.close = end;
    hooks.transport = &transport;
    kp_options *options = kp_options_new();
    if (!options || kp_options_set(options, "bootstrap.servers", "kafka:9092", &error) ||
        kp_producer_open(options, &hooks, &producer, &error) || kp_producer_wait_ready(producer, KP_SEC(5), &error)) {
        fprintf(stderr, "%s\n", error.text);
        kp_producer_free(producer);
        kp_options_free(options);
        return 1;
    }
    record.topic_name = argv[2];
    record.value = argv[3];
    record.value_size = strlen(argv[3]);
    kp_err err = kp_producer_send_wait(producer, &record, KP_SEC(10), &delivery);
    if (err)
        fprintf(stderr, "not delivered: %s\n", kp_err_text(err));
    else
        printf("%s, partition %d, offset %lld\n", delivery.topic_name, (int)delivery.partition,
               (long long)delivery.offset);
    kp_producer_free(producer);
    kp_options_free(options);
    return err ? 1 : 0;
}
