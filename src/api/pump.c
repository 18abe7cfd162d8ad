#include <api/pump.h>

#include <stdio.h>

#include <base/ns.h>

typedef enum link_state { LINK_RESOLVING, LINK_CONNECTING, LINK_UP, LINK_DEAD } link_state;

typedef struct kp__link {
    kp__list all;  /* pump->links, then pump->dead */
    kp__list work; /* pump->work */
    kp__node *node;
    kp__transport *transport;
    link_state state;
    kp__resolution resolution;
} kp__link;

kp_err kp__pump_init(kp__pump *pump, kp__io *io, kp__cluster *cluster, kp__log *log, const kp__pump_config *config)
{
    *pump = (kp__pump){.io = io,
                       .cluster = cluster,
                       .log = log,
                       .send_buffer = config->send_buffer,
                       .receive_buffer = config->receive_buffer};
    if (config->filter)
        pump->filter = *config->filter;
    kp__list_init(&pump->links);
    kp__list_init(&pump->work);
    kp__list_init(&pump->dead);
    kp_err err = io->ops->poller_new(io, &pump->poller);
    pump->hosting = (kp__hosting){
        .table = config->transport, .io = io, .poller = pump->poller, .log = log, .health = config->health};
    return err;
}

/* ---- links ---- */

static kp__link *link_new(kp__pump *pump, kp__node *node, link_state state)
{
    kp__link *link = kp__new(pump->io->alloc, sizeof *link);
    if (!link)
        return NULL;
    link->node = node;
    link->state = state;
    link->resolution.owner = link;
    kp__list_push(&pump->links, &link->all);
    kp__list_init(&link->work);
    *kp__node_driver(node) = link;
    return link;
}

/* Cuts the link off from node and system; its memory stays until the next wait is over. */
static void link_end(kp__pump *pump, kp__link *link)
{
    if (link->state == LINK_RESOLVING)
        pump->io->ops->resolve_cancel(pump->poller, &link->resolution);
    if (link->transport) {
        link->transport->ops->close(link->transport);
        pump->connections--;
    }
    link->transport = NULL;
    link->state = LINK_DEAD;
    kp__list_remove(&link->work);
    kp__list_remove(&link->all);
    kp__list_push(&pump->dead, &link->all);
    *kp__node_driver(link->node) = NULL;
}

static void link_close(kp__pump *pump, kp__link *link, kp_err err, const char *why, kp_ns now)
{
    kp__node *node = link->node;
    link_end(pump, link);
    kp__cluster_closed(pump->cluster, node, err, why, now);
}

/* Its transport failed, and may have said why. */
static void link_failed(kp__pump *pump, kp__link *link, kp_err err, kp_ns now)
{
    char why[KP__WHY_MAX];
    (void)snprintf(why, sizeof why, "%s", kp__transport_why(link->transport));
    link_close(pump, link, err, why, now);
}

static void bury(kp__pump *pump)
{
    for (kp__list *each; (each = kp__list_pop(&pump->dead)) != NULL;)
        kp__delete(pump->io->alloc, KP__CONTAINER(each, kp__link, all));
}

static void link_work(kp__pump *pump, kp__link *link)
{
    if (!kp__list_linked(&link->work))
        kp__list_push(&pump->work, &link->work);
}

/* ---- actions ---- */

static bool by_name(const kp__pump *pump)
{
    return pump->hosting.table && pump->hosting.table->flags & KP_TRANSPORT_BY_NAME;
}

static void do_resolve(kp__pump *pump, kp__node *node, kp_ns now)
{
    if (by_name(pump)) {
        const kp_address none = {.length = 0};
        kp__cluster_resolved(pump->cluster, node, KP_OK, &none, 1, "", now);
        return;
    }
    kp__link *link = link_new(pump, node, LINK_RESOLVING);
    kp_err err = KP_ERR_NO_MEMORY;
    if (link) {
        int32_t port = kp__node_port(node);
        err = pump->io->ops->resolve(pump->poller, kp__node_host(node), (uint16_t)port, &link->resolution);
        if (err == KP_OK)
            return;
        link->state = LINK_DEAD; /* nothing to cancel */
        link_end(pump, link);
    }
    kp__cluster_resolved(pump->cluster, node, err, NULL, 0, kp_err_text(err), now);
}

static kp_err stack_filter(kp__pump *pump, kp__link *link)
{
    if (!pump->filter.wrap)
        return KP_OK;
    kp__transport *above = NULL;
    kp_err err =
        pump->filter.wrap(pump->filter.arg, pump->io->alloc, link->transport, kp__node_host(link->node), &above);
    if (err == KP_OK)
        link->transport = above;
    return err;
}

static kp_err make_transport(kp__pump *pump, kp__link *link, const kp_address *address, kp_error *error)
{
    if (!pump->hosting.table)
        return pump->io->ops->connect(pump->poller, address, pump->send_buffer, pump->receive_buffer, link,
                                      &link->transport);
    kp_endpoint endpoint = {.node_id = kp__node_id(link->node),
                            .host = kp__node_host(link->node),
                            .address = by_name(pump) ? NULL : address,
                            .port = (uint16_t)kp__node_port(link->node),
                            .send_buffer = pump->send_buffer,
                            .receive_buffer = pump->receive_buffer};
    return kp__hosted_connect(&pump->hosting, &endpoint, link, &link->transport, error);
}

static void do_connect(kp__pump *pump, kp__node *node, const kp_address *address, kp_ns now)
{
    kp_error error = KP_ERROR_INIT;
    kp__link *link = link_new(pump, node, LINK_CONNECTING);
    if (!link) {
        kp__cluster_closed(pump->cluster, node, KP_ERR_NO_MEMORY, "", now);
        return;
    }
    kp_err err = make_transport(pump, link, address, &error);
    if (err == KP_OK) {
        pump->connections++;
        err = stack_filter(pump, link);
    }
    if (err != KP_OK)
        link_close(pump, link, err, error.text, now);
}

static kp_err reason_to_close(kp__node *node)
{
    kp__session *session = kp__node_session(node);
    if (session && kp__session_state_of(session) == KP__SESSION_DOOMED)
        return kp__session_doom_err(session);
    return KP_ERR_DISCONNECTED;
}

static void do_close(kp__pump *pump, kp__node *node, kp_ns now)
{
    kp_err err = reason_to_close(node);
    kp__link *link = *kp__node_driver(node);
    if (link)
        link_close(pump, link, err, "", now);
    else
        kp__cluster_closed(pump->cluster, node, err, "", now);
}

static void do_actions(kp__pump *pump, kp_ns now)
{
    for (;;) {
        kp__action action = kp__cluster_action(pump->cluster, now);
        switch (action.kind) {
        case KP__ACTION_NONE:
            return;
        case KP__ACTION_RESOLVE:
            do_resolve(pump, action.node, now);
            break;
        case KP__ACTION_CONNECT:
            do_connect(pump, action.node, &action.address, now);
            break;
        case KP__ACTION_CLOSE:
            do_close(pump, action.node, now);
            break;
        }
    }
}

/* ---- bytes; each returns KP_AGAIN (blocked), KP_OK (the turn's share is used up: more next turn), or why it died ----
 */

static kp_err link_handshake(kp__pump *pump, kp__link *link, kp_ns now)
{
    kp_err err = link->transport->ops->handshake(link->transport);
    if (err != KP_OK)
        return err;
    link->state = LINK_UP;
    kp__cluster_connected(pump->cluster, link->node, now);
    return KP_OK;
}

static bool link_usable(const kp__link *link)
{
    return link->state == LINK_UP && kp__session_state_of(kp__node_session(link->node)) != KP__SESSION_DOOMED;
}

static kp_err link_read(kp__link *link, kp_ns now)
{
    kp__session *session = kp__node_session(link->node);
    size_t all = 0;
    while (all < KP__PUMP_TURN_BYTES) {
        if (!link_usable(link))
            return KP_AGAIN; /* the cluster asks for the end */
        uint8_t *space = NULL;
        size_t cap = 0, got = 0;
        kp_err err = kp__session_space(session, &space, &cap);
        if (err == KP_OK)
            err = link->transport->ops->read(link->transport, space, cap, &got);
        if (err != KP_OK)
            return err == KP_ERR_END_OF_FILE ? KP_ERR_DISCONNECTED : err;
        all += got;
        kp__session_received(session, got, now);
    }
    return KP_OK;
}

static kp_err link_write(kp__link *link, kp_ns now)
{
    kp__session *session = kp__node_session(link->node);
    struct iovec iov[KP__PUMP_IOV];
    size_t all = 0;
    while (all < KP__PUMP_TURN_BYTES) {
        size_t put = 0;
        int count = link_usable(link) ? kp__session_unsent(session, iov, KP__PUMP_IOV) : 0;
        kp_err err = link->transport->ops->write(link->transport, iov, count, &put);
        if (err != KP_OK)
            return err;
        if (count == 0)
            return KP_AGAIN; /* nothing is kept back */
        all += put;
        kp__session_sent(session, put, now);
    }
    return KP_OK;
}

/* Tries everything that a ready link may do. False: it ended. */
static bool link_try(kp__pump *pump, kp__link *link, kp_ns now)
{
    kp_err err = KP_OK, written = KP_AGAIN;
    if (link->state == LINK_CONNECTING)
        err = link_handshake(pump, link, now);
    if (err == KP_OK)
        err = link_read(link, now);
    if (link->state == LINK_UP && (err == KP_OK || err == KP_AGAIN))
        written = link_write(link, now);
    if (err != KP_OK && err != KP_AGAIN) {
        link_failed(pump, link, err, now);
        return false;
    }
    if (written != KP_OK && written != KP_AGAIN) {
        link_failed(pump, link, written, now);
        return false;
    }
    if (err == KP_OK || written == KP_OK)
        link_work(pump, link);
    return true;
}

/* Each link that is on the list now, once. */
static void do_work(kp__pump *pump, kp_ns now)
{
    kp__list batch;
    kp__list_init(&batch);
    for (kp__list *each; (each = kp__list_pop(&pump->work)) != NULL;)
        kp__list_push(&batch, each);
    for (kp__list *each; (each = kp__list_pop(&batch)) != NULL;)
        (void)link_try(pump, KP__CONTAINER(each, kp__link, work), now);
}

static void do_writes(kp__pump *pump, kp_ns now)
{
    for (kp__node *node; (node = kp__cluster_unsent(pump->cluster)) != NULL;) {
        kp__link *link = *kp__node_driver(node);
        if (!link || link->state != LINK_UP)
            continue;
        kp_err err = link_write(link, now);
        if (err == KP_OK)
            link_work(pump, link);
        else if (err != KP_AGAIN)
            link_failed(pump, link, err, now);
    }
}

/* ---- the turn ---- */

bool kp__pump_busy(const kp__pump *pump) { return !kp__list_empty(&pump->work); }

void kp__pump_wake(kp__pump *pump) { pump->io->ops->wake(pump->poller); }

kp_ns kp__pump_wait(kp__pump *pump, kp_ns deadline)
{
    bury(pump);
    return pump->io->ops->wait(pump->poller, kp__pump_busy(pump) ? 0 : deadline, pump->ready, KP__PUMP_READY,
                               &pump->ready_count);
}

static void do_resolved(kp__pump *pump, kp__link *link, kp_ns now)
{
    if (link->state != LINK_RESOLVING)
        return;
    kp__node *node = link->node;
    link->state = LINK_DEAD; /* nothing left to cancel */
    link_end(pump, link);
    const kp__resolution *found = &link->resolution;
    kp__cluster_resolved(pump->cluster, node, found->err, found->addresses, found->count, found->text, now);
}

static void link_rung(void *arg, void *token) { link_work(arg, token); }

void kp__pump_deliver(kp__pump *pump, kp_ns now)
{
    kp__hosting_take(&pump->hosting, link_rung, pump);
    for (int i = 0; i < pump->ready_count; i++) {
        const kp__ready *ready = &pump->ready[i];
        if (ready->what == KP__READY_RESOLVED) {
            do_resolved(pump, ((kp__resolution *)ready->token)->owner, now);
            continue;
        }
        kp__link *link = ready->token;
        if (link->state != LINK_DEAD)
            link_work(pump, link);
    }
    pump->ready_count = 0;
    do_work(pump, now);
}

void kp__pump_flush(kp__pump *pump, kp_ns now)
{
    do_actions(pump, now);
    do_writes(pump, now);
    do_actions(pump, now); /* a write that failed, or an answer-less request that was done, may ask for more */
}

void kp__pump_close_all(kp__pump *pump, kp_err err, kp_ns now)
{
    for (kp__list *each; (each = kp__list_first(&pump->links)) != NULL;)
        link_close(pump, KP__CONTAINER(each, kp__link, all), err, "", now);
}

kp_ns kp__pump_turn(kp__pump *pump, kp_ns deadline)
{
    kp_ns now = kp__pump_wait(pump, kp__ns_min(deadline, kp__cluster_deadline(pump->cluster)));
    kp__pump_deliver(pump, now);
    kp__cluster_tick(pump->cluster, now);
    kp__pump_flush(pump, now);
    return now;
}

void kp__pump_deinit(kp__pump *pump)
{
    if (!pump->io)
        return;
    if (pump->links.next) {
        for (kp__list *each; (each = kp__list_first(&pump->links)) != NULL;)
            link_end(pump, KP__CONTAINER(each, kp__link, all));
        bury(pump);
    }
    kp__hosting_deinit(&pump->hosting);
    if (pump->poller)
        pump->io->ops->poller_free(pump->poller);
    pump->io = NULL;
}
