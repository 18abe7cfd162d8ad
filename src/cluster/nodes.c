/* A node's connection: back-off, lookup, every address of its name in turn, set-up time-out, ready, gone. */
#include <base/backoff.h>
#include <base/ns.h>
#include <cluster/state.h>
#include <kprod/kprod.h>

#include <stdio.h>
#include <string.h>

/* ---- life ---- */

static void session_changed(void *arg)
{
    kp__node *node = arg;
    if (!kp__list_linked(&node->changed))
        kp__list_push(&node->cluster->changed, &node->changed);
    if (!kp__list_linked(&node->output))
        kp__list_push(&node->cluster->output, &node->output);
}

static char *text_of(kp__alloc *alloc, kp__slice text)
{
    char *copy = kp__new(alloc, text.len + 1);
    if (copy)
        memcpy(copy, text.data, text.len);
    return copy;
}

static kp_err reserve_timer(kp__cluster *cluster)
{
    uint32_t want = cluster->node_count + 1;
    if (want <= cluster->timers.cap)
        return KP_OK;
    return kp__heap_reserve(&cluster->timers, want * 2);
}

static kp_err reserve_id(kp__cluster *cluster)
{
    if ((cluster->by_id_count + 1) * 2 <= cluster->by_id_cap)
        return KP_OK;
    uint32_t cap = cluster->by_id_cap ? cluster->by_id_cap * 2 : 16;
    kp__node **table = kp__new_array(cluster->alloc, cap, sizeof(kp__node *));
    if (!table)
        return KP_ERR_NO_MEMORY;
    for (uint32_t i = 0; i < cluster->by_id_cap; i++) {
        kp__node *node = cluster->by_id[i];
        if (!node)
            continue;
        uint32_t at = (uint32_t)kp__mix64((uint32_t)node->id) & (cap - 1);
        while (table[at])
            at = (at + 1) & (cap - 1);
        table[at] = node;
    }
    kp__delete(cluster->alloc, cluster->by_id);
    cluster->by_id = table;
    cluster->by_id_cap = cap;
    return KP_OK;
}

kp__node *kp__cluster_node(kp__cluster *cluster, int32_t id)
{
    if (id < 0 || cluster->by_id_cap == 0)
        return NULL;
    uint32_t at = (uint32_t)kp__mix64((uint32_t)id) & (cluster->by_id_cap - 1);
    while (cluster->by_id[at] && cluster->by_id[at]->id != id)
        at = (at + 1) & (cluster->by_id_cap - 1);
    return cluster->by_id[at];
}

static void add_id(kp__cluster *cluster, kp__node *node)
{
    uint32_t at = (uint32_t)kp__mix64((uint32_t)node->id) & (cluster->by_id_cap - 1);
    while (cluster->by_id[at])
        at = (at + 1) & (cluster->by_id_cap - 1);
    cluster->by_id[at] = node;
    cluster->by_id_count++;
}

kp__node *kp__node_new(kp__cluster *cluster, int32_t id, kp__slice host, int32_t port)
{
    if (cluster->node_count >= KP__NODES_MAX || reserve_timer(cluster) || reserve_id(cluster))
        return NULL;
    kp__node *node = kp__new(cluster->alloc, sizeof *node);
    if (!node)
        return NULL;
    node->cluster = cluster;
    node->id = id;
    node->port = port;
    node->host = text_of(cluster->alloc, host);
    kp__session_config config = {.client_id = cluster->client_id,
                                 .software_name = "kprod",
                                 .software_version = kp_version(),
                                 .request_timeout = cluster->config.request_timeout,
                                 .inflight_max = cluster->config.inflight_max,
                                 .response_max = cluster->config.response_max,
                                 .answers = &cluster->answers,
                                 .changed = session_changed,
                                 .changed_arg = node};
    if (!node->host || kp__session_new(cluster->alloc, &config, cluster->log, &node->session)) {
        kp__delete(cluster->alloc, node->host);
        kp__delete(cluster->alloc, node);
        return NULL;
    }
    kp__list_push(&cluster->nodes, &node->all);
    cluster->node_count++;
    if (id >= 0)
        add_id(cluster, node);
    return node;
}

/* Nodes that stood behind it because its place was taken move up. */
static void remove_id(kp__cluster *cluster, const kp__node *node)
{
    uint32_t mask = cluster->by_id_cap - 1, at = (uint32_t)kp__mix64((uint32_t)node->id) & mask;
    while (cluster->by_id[at] != node)
        at = (at + 1) & mask;
    cluster->by_id[at] = NULL;
    cluster->by_id_count--;
    for (at = (at + 1) & mask; cluster->by_id[at]; at = (at + 1) & mask) {
        kp__node *other = cluster->by_id[at];
        cluster->by_id[at] = NULL;
        cluster->by_id_count--;
        add_id(cluster, other);
    }
}

void kp__node_free(kp__node *node)
{
    kp__cluster *cluster = node->cluster;
    kp__list_remove(&node->all);
    cluster->node_count--;
    if (node->id >= 0)
        remove_id(cluster, node);
    kp__list_remove(&node->todo);
    kp__list_remove(&node->changed);
    kp__list_remove(&node->output);
    kp__heap_remove(&cluster->timers, &node->timer);
    kp__session_down(node->session, KP_ERR_CLOSED, 0);
    kp__session_free(node->session);
    kp__delete(cluster->alloc, node->host);
    kp__delete(cluster->alloc, node->rack);
    kp__delete(cluster->alloc, node);
}

int32_t kp__node_id(const kp__node *node) { return node->id; }
const char *kp__node_host(const kp__node *node) { return node->host; }
int32_t kp__node_port(const kp__node *node) { return node->port; }
const char *kp__node_rack(const kp__node *node) { return node->rack; }
kp__session *kp__node_session(kp__node *node) { return node->session; }
void **kp__node_driver(kp__node *node) { return &node->driver; }
void **kp__node_owner(kp__node *node) { return &node->owner; }

/* ---- time ---- */

/* When the connection has been idle for long enough: at once when the broker has left. */
static kp_ns idle_at(const kp__node *node)
{
    if (kp__session_inflight(node->session))
        return KP_NEVER;
    return kp__ns_add(kp__session_last_used(node->session),
                      node->gone ? 0 : node->cluster->config.connections_max_idle);
}

static void arm(kp__node *node)
{
    kp__cluster *cluster = node->cluster;
    kp_ns at = KP_NEVER;
    switch (node->link) {
    case KP__LINK_IDLE:
        at = node->wanted ? node->not_before : KP_NEVER;
        break;
    case KP__LINK_RESOLVING:
    case KP__LINK_CONNECTING:
        at = node->setup_deadline;
        break;
    case KP__LINK_UP:
        at = kp__session_deadline(node->session);
        if (node->throttled)
            at = kp__ns_min(at, kp__session_throttled_until(node->session));
        at = kp__ns_min(at, idle_at(node));
        break;
    default:
        break;
    }
    if (at == KP_NEVER)
        kp__heap_remove(&cluster->timers, &node->timer);
    else
        (void)!kp__heap_set(&cluster->timers, &node->timer, at); /* room was reserved with the node */
}

static void to_link(kp__node *node, kp__link link, kp_ns now)
{
    node->link = (uint8_t)link;
    node->since = now;
    arm(node);
}

static void tell(kp__node *node, kp__action_kind action)
{
    node->action = (uint8_t)action;
    kp__list_remove(&node->todo);
    kp__list_push(&node->cluster->todo, &node->todo);
}

static kp_ns setup_deadline(kp__node *node, kp_ns now)
{
    kp__cluster *cluster = node->cluster;
    return kp__ns_add(now, kp__backoff(&cluster->rng, cluster->config.setup_timeout, cluster->config.setup_timeout_max,
                                       node->setup_failures));
}

static void begin(kp__node *node, kp_ns now)
{
    node->wanted = false;
    node->setup_deadline = setup_deadline(node, now);
    tell(node, KP__ACTION_RESOLVE);
    to_link(node, KP__LINK_RESOLVING, now);
}

static void next_address(kp__node *node, kp_ns now)
{
    node->setup_deadline = setup_deadline(node, now);
    tell(node, KP__ACTION_CONNECT);
    to_link(node, KP__LINK_CONNECTING, now);
}

void kp__node_want(kp__node *node, kp_ns now)
{
    if (node->link != KP__LINK_IDLE)
        return;
    if (node->not_before <= now) {
        begin(node, now);
        return;
    }
    node->wanted = true;
    arm(node);
}

/* ---- the end of a connection, or of an attempt ---- */

static bool others_may_answer(const kp__node *node)
{
    KP__LIST_EACH(link, &node->cluster->nodes)
    {
        const kp__node *other = KP__CONTAINER(link, kp__node, all);
        if (other != node && (other->link == KP__LINK_UP || (other->failures == 0 && !other->gone && other->id < 0)))
            return true;
    }
    return false;
}

/* Tells now and then, not with every attempt, that nobody is there. */
static void report_unreachable(kp__cluster *cluster, kp__node *node, kp_err err, const char *text, kp_ns now)
{
    if (others_may_answer(node))
        return;
    kp__logf(cluster->log, KP__LOG_WARNING, "connect", "%s:%d cannot be reached: %s%s%s", node->host, (int)node->port,
             kp_err_text(err), text && *text ? ": " : "", text ? text : "");
    if (!cluster->events.unreachable || (cluster->unreachable_told && now - cluster->unreachable_told < KP_SEC(1)))
        return;
    cluster->unreachable_told = now ? now : 1;
    cluster->events.unreachable(cluster->events.arg, err, text && *text ? text : kp_err_text(err), now);
}

static void ended(kp__node *node, kp_err err, bool failed, const char *text, kp_ns now)
{
    kp__cluster *cluster = node->cluster;
    node->ready = false;
    node->throttled = false;
    node->polite = false;
    node->close_err = KP_OK;
    kp__list_remove(&node->output);
    kp__list_remove(&node->changed);
    if (failed) {
        node->not_before = kp__ns_add(now, kp__backoff(&cluster->rng, cluster->config.reconnect_backoff,
                                                       cluster->config.reconnect_backoff_max, node->failures));
        node->failures++;
    }
    to_link(node, KP__LINK_IDLE, now);
    kp__session_down(node->session, err, now);
    cluster->look_for_gone |= node->gone;
    cluster->starved = false; /* look for another to ask */
    if (failed)
        report_unreachable(cluster, node, err, text, now);
    if (cluster->events.node_down)
        cluster->events.node_down(cluster->events.arg, node, err, now);
}

void kp__cluster_closed(kp__cluster *cluster, kp__node *node, kp_err err, const char *why, kp_ns now)
{
    kp__link from = node->link == KP__LINK_CLOSING ? node->closing_from : node->link;
    if (*why) /* an established connection ends with these words */
        kp__session_doom_why(node->session, err, why);
    if (node->link == KP__LINK_CLOSING && node->close_err)
        err = node->close_err;
    else if (kp__session_state_of(node->session) == KP__SESSION_DOOMED)
        err = kp__session_doom_err(node->session);
    if (from == KP__LINK_IDLE)
        return;
    kp__list_remove(&node->todo);
    if (!err)
        err = KP_ERR_DISCONNECTED;
    bool next = from == KP__LINK_CONNECTING && !node->polite && node->address_next < node->address_count;
    if (from == KP__LINK_CONNECTING && *why && (next || others_may_answer(node)))
        kp__logf(cluster->log, KP__LOG_WARNING, "connect", "%s:%d: %s", node->host, (int)node->port, why);
    if (next) {
        node->close_err = KP_OK;
        next_address(node, now);
        return;
    }
    if (from == KP__LINK_CONNECTING)
        node->setup_failures++;
    bool polite = node->polite;
    char words[KP__WHY_MAX]; /* what the peer did wrong, in more words than the error has */
    bool doomed = kp__session_state_of(node->session) == KP__SESSION_DOOMED;
    snprintf(words, sizeof words, "%s", doomed ? kp__session_doom_text(node->session) : why);
    ended(node, err, !polite, words, now);
    /* A leader that died may be dialled for long before it is replaced: attempts that fail ask, too. */
    if (!polite && (from == KP__LINK_UP || node->id >= 0))
        kp__cluster_refresh(cluster, now);
}

void kp__node_end(kp__node *node, kp_err err, bool polite, kp_ns now)
{
    if (node->link == KP__LINK_IDLE || node->link == KP__LINK_CLOSING)
        return;
    node->polite = polite;
    node->close_err = err;
    if (kp__list_linked(&node->todo)) { /* the driver was not told to begin */
        kp__list_remove(&node->todo);
        node->closing_from = node->link;
        node->link = KP__LINK_CLOSING;
        kp__cluster_closed(node->cluster, node, err, "", now);
        return;
    }
    node->closing_from = node->link;
    kp__session_doom(node->session, err);
    tell(node, KP__ACTION_CLOSE);
    to_link(node, KP__LINK_CLOSING, now);
}

/* ---- what the driver reports ---- */

void kp__cluster_resolved(kp__cluster *cluster, kp__node *node, kp_err err, const kp_address *addresses, int count,
                          const char *text, kp_ns now)
{
    (void)cluster;
    if (node->link != KP__LINK_RESOLVING)
        return;
    if (!err && count <= 0)
        err = KP_ERR_RESOLVE;
    if (err) {
        ended(node, err, true, text, now);
        return;
    }
    node->address_count = count < KP__ADDRESSES_MAX ? count : KP__ADDRESSES_MAX;
    memcpy(node->addresses, addresses, (size_t)node->address_count * sizeof *addresses);
    node->address_next = 0;
    next_address(node, now);
}

void kp__cluster_connected(kp__cluster *cluster, kp__node *node, kp_ns now)
{
    if (node->link != KP__LINK_CONNECTING)
        return;
    node->setup_failures = 0;
    kp__session_up(node->session, now);
    if (!kp__list_linked(&node->output))
        kp__list_push(&cluster->output, &node->output);
    to_link(node, KP__LINK_UP, now);
}

kp__action kp__cluster_action(kp__cluster *cluster, kp_ns now)
{
    (void)now;
    kp__list *link = kp__list_pop(&cluster->todo);
    if (!link)
        return (kp__action){.kind = KP__ACTION_NONE};
    kp__node *node = KP__CONTAINER(link, kp__node, todo);
    kp__action action = {.kind = node->action, .node = node};
    if (action.kind == KP__ACTION_CONNECT)
        action.address = node->addresses[node->address_next++];
    return action;
}

/* ---- in the tick ---- */

void kp__node_changed(kp__node *node, kp_ns now)
{
    kp__cluster *cluster = node->cluster;
    if (node->link != KP__LINK_UP)
        return;
    kp__session_state state = kp__session_state_of(node->session);
    if (state == KP__SESSION_DOOMED) {
        kp__node_end(node, kp__session_doom_err(node->session), false, now);
        return;
    }
    if (kp__session_throttled_until(node->session) > now)
        node->throttled = true;
    arm(node);
    if (state != KP__SESSION_READY || node->ready)
        return;
    node->ready = true;
    node->failures = 0;
    cluster->starved = false;
    if (cluster->events.node_ready)
        cluster->events.node_ready(cluster->events.arg, node, now);
}

void kp__node_timer(kp__node *node, kp_ns now)
{
    kp__cluster *cluster = node->cluster;
    switch (node->link) {
    case KP__LINK_IDLE:
        if (node->wanted && node->not_before <= now)
            begin(node, now);
        break;
    case KP__LINK_RESOLVING:
    case KP__LINK_CONNECTING:
        if (node->setup_deadline <= now)
            kp__node_end(node, KP_ERR_CONNECT, false, now);
        break;
    case KP__LINK_UP:
        kp__session_tick(node->session, now);
        if (node->throttled && kp__session_throttled_until(node->session) <= now) {
            node->throttled = false;
            cluster->starved = false;
            if (cluster->events.node_ready && node->ready)
                cluster->events.node_ready(cluster->events.arg, node, now);
        }
        if (idle_at(node) <= now)
            kp__node_end(node, KP_ERR_DISCONNECTED, true, now);
        break;
    default:
        break;
    }
    if (node->timer.place == 0 && node->link != KP__LINK_CLOSING)
        arm(node);
}

/* ---- submitting ---- */

bool kp__node_usable(kp__cluster *cluster, kp__node *node, kp_ns now)
{
    (void)cluster;
    if (node->link == KP__LINK_UP)
        return kp__session_free_slot(node->session, now);
    kp__node_want(node, now);
    return false;
}

kp_err kp__node_submit(kp__cluster *cluster, kp__node *node, kp__request *request, kp_ns now)
{
    kp_err err = kp__session_submit(node->session, request, now);
    if (err)
        return err;
    if (!kp__list_linked(&node->output))
        kp__list_push(&cluster->output, &node->output);
    kp_ns deadline = kp__session_deadline(node->session);
    if (node->timer.place == 0 || node->timer.at > deadline)
        arm(node);
    return KP_OK;
}

/* ---- another address for the same broker ---- */

kp_err kp__node_move(kp__node *node, kp__slice host, int32_t port, kp__slice rack, kp_ns now)
{
    kp__alloc *alloc = node->cluster->alloc;
    if (!kp__slice_equal(kp__slice_str(node->rack), rack)) {
        char *copy = rack.data ? text_of(alloc, rack) : NULL;
        if (rack.data && !copy)
            return KP_ERR_NO_MEMORY;
        kp__delete(alloc, node->rack);
        node->rack = copy;
    }
    if (node->port == port && kp__slice_equal(kp__slice_str(node->host), host))
        return KP_OK;
    char *copy = text_of(alloc, host);
    if (!copy)
        return KP_ERR_NO_MEMORY;
    kp__delete(alloc, node->host);
    node->host = copy;
    node->port = port;
    node->failures = 0;
    node->not_before = 0;
    kp__node_end(node, KP_ERR_DISCONNECTED, true, now);
    return KP_OK;
}
