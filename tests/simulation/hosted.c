#include <tests/simulation/hosted.h>

#include <stdlib.h>

typedef struct connection {
    kp__transport raw; /* first */
    kp__transport *top;
    sim_hosted *hosted;
    sim_conn *conn;
} connection;

static connection *of(kp__transport *raw) { return (connection *)(void *)raw; }

static kp_err raw_handshake(kp__transport *raw) { return sim_conn_handshake(of(raw)->conn); }

static kp_err raw_read(kp__transport *raw, void *buf, size_t cap, size_t *got)
{
    return sim_conn_read(of(raw)->conn, buf, cap, got);
}

static kp_err raw_write(kp__transport *raw, const struct iovec *iov, int count, size_t *put)
{
    return sim_conn_write(of(raw)->conn, iov, count, put);
}

static void raw_close(kp__transport *raw) { sim_conn_shut(of(raw)->conn); }

static const kp__transport_ops raw_ops = {
    .handshake = raw_handshake, .read = raw_read, .write = raw_write, .close = raw_close};

/* ---- the host's functions ---- */

static void edge(void *arg) { kp_bell_ring(arg); }

static kp_err hosted_connect(void *context, const kp_endpoint *endpoint, void **out, int *fd, kp_error *error)
{
    (void)fd, (void)error;
    sim_hosted *hosted = context;
    connection *c = calloc(1, sizeof *c);
    if (!c)
        return KP_ERR_NO_MEMORY;
    c->hosted = hosted;
    c->raw.ops = &raw_ops;
    c->top = &c->raw;
    c->conn = sim_conn_open(hosted->net, hosted->client, endpoint->address, edge, endpoint->bell);
    const kp__filter *filter = &hosted->filter;
    if (filter->wrap && filter->wrap(filter->arg, &hosted->alloc, &c->raw, endpoint->host, &c->top) != KP_OK)
        abort();
    hosted->open++;
    *out = c;
    return KP_OK;
}

static kp_err hosted_handshake(void *of_host, kp_error *error)
{
    (void)error;
    kp__transport *top = ((connection *)of_host)->top;
    return top->ops->handshake(top);
}

static kp_err hosted_read(void *of_host, void *buf, size_t cap, size_t *got, kp_error *error)
{
    (void)error;
    kp__transport *top = ((connection *)of_host)->top;
    return top->ops->read(top, buf, cap, got);
}

static kp_err hosted_write(void *of_host, const struct iovec *slices, int count, size_t *put, kp_error *error)
{
    (void)error;
    kp__transport *top = ((connection *)of_host)->top;
    return top->ops->write(top, slices, count, put);
}

static void hosted_close(void *of_host)
{
    connection *c = of_host;
    c->top->ops->close(c->top);
    c->hosted->open--;
    free(c);
}

kp_transport sim_hosted_transport(sim_hosted *hosted, sim_net *net, int client, const kp__filter *filter)
{
    *hosted = (sim_hosted){.net = net, .client = client, .filter = *filter};
    kp__alloc_init(&hosted->alloc, NULL);
    kp_transport transport = KP_TRANSPORT_INIT;
    transport.context = hosted;
    transport.connect = hosted_connect;
    transport.handshake = hosted_handshake;
    transport.read = hosted_read;
    transport.write = hosted_write;
    transport.close = hosted_close;
    return transport;
}
