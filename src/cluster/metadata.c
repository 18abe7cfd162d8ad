/* Asking for metadata: what is due, whom to ask, what to do when nobody answers.
 *
 * A new topic is asked for at once and by itself; everything, on error and at max age, under an exponential back-off
 * that also counts answers which brought nothing new. Up to four requests are under way, so one that is stuck on a dead
 * broker holds up no other: a full one is asked for again elsewhere after two seconds. */
#include <base/backoff.h>
#include <base/ns.h>
#include <cluster/state.h>

#include <stdio.h>

static kp_ns backoff(kp__cluster *cluster, uint32_t doublings)
{
    return kp__backoff(&cluster->rng, cluster->config.retry_backoff, cluster->config.retry_backoff_max, doublings);
}

/* ---- whom to ask ---- */

/* Bootstrap servers are asked while nothing is known, and again when all that was learned has failed. */
static bool bootstrap_allowed(const kp__cluster *cluster, kp_ns now)
{
    if (!cluster->known || cluster->rebootstrap)
        return true;
    if (cluster->config.rebootstrap_trigger == KP_NEVER)
        return false;
    if (kp__ns_add(cluster->last_good, cluster->config.rebootstrap_trigger) <= now)
        return true;
    KP__LIST_EACH(link, &cluster->nodes)
    {
        const kp__node *node = KP__CONTAINER(link, kp__node, all);
        if (node->id >= 0 && !node->gone && (node->failures == 0 || node->ready))
            return false;
    }
    return true;
}

static bool stuck(const kp__cluster *cluster, const kp__node *node)
{
    for (int i = 0; i < KP__METADATA_ASKS; i++)
        if (cluster->asks[i].node == node)
            return true;
    return false;
}

typedef struct choice {
    kp__node *usable; /* can take a request now, least loaded */
    kp__node *coming; /* being connected, for less than the hedge */
    kp__node *startable;
    kp__node *soonest; /* in back-off */
    bool busy;         /* a connection is alive, but all its places are taken */
} choice;

/* The list is walked from a random place by walking it twice; it is walked only when there is something to ask. */
static void consider(choice *c, kp__node *node, kp_ns now)
{
    if (node->link == KP__LINK_UP && node->ready) {
        if (!kp__session_free_slot(node->session, now))
            c->busy = true;
        else if (!c->usable || kp__session_inflight(node->session) < kp__session_inflight(c->usable->session))
            c->usable = node;
    } else if (node->link == KP__LINK_IDLE) {
        if (node->not_before <= now) {
            if (!c->startable || node->failures < c->startable->failures)
                c->startable = node;
        } else if (!c->soonest || node->not_before < c->soonest->not_before) {
            c->soonest = node;
        }
    } else if (node->link != KP__LINK_CLOSING) {
        if (kp__ns_add(node->since, KP__METADATA_HEDGE) > now && (!c->coming || node->since > c->coming->since))
            c->coming = node;
    }
}

static choice choose(kp__cluster *cluster, bool for_metadata, kp_ns now)
{
    choice c = {0};
    bool bootstrap = bootstrap_allowed(cluster, now);
    uint64_t skip = kp__rng_below(&cluster->rng, cluster->node_count);
    for (int round = 0; round < 2; round++) {
        uint64_t i = 0;
        KP__LIST_EACH(link, &cluster->nodes)
        {
            kp__node *node = KP__CONTAINER(link, kp__node, all);
            bool in_round = round == 0 ? i >= skip : i < skip;
            i++;
            if (!in_round || (node->id < 0 ? !bootstrap : node->gone) || (cluster->rebootstrap && node->id >= 0) ||
                (for_metadata && stuck(cluster, node)))
                continue;
            consider(&c, node, now);
        }
    }
    return c;
}

static kp__node *pick(kp__cluster *cluster, bool for_metadata, kp_ns now)
{
    choice c = choose(cluster, for_metadata, now);
    if (c.usable)
        return c.usable;
    if (c.coming || c.busy)
        return NULL;
    if (c.startable)
        kp__node_want(c.startable, now);
    else if (c.soonest)
        kp__node_want(c.soonest, now);
    return NULL;
}

kp__node *kp__cluster_any(kp__cluster *cluster, kp_ns now) { return pick(cluster, false, now); }

/* ---- asking ---- */

/* Nobody else says why there is no metadata when the connection itself is well. */
static void tell_refusal(kp__cluster *cluster, const kp__node *node, kp_err err, const char *what, kp_ns now)
{
    char text[400];
    (void)snprintf(text, sizeof text, "%s:%d: %s: %s", node->host, (int)node->port, what, kp_err_text(err));
    kp__logf(cluster->log, KP__LOG_WARNING, "metadata", "%s", text);
    if (!cluster->known && cluster->events.unreachable)
        cluster->events.unreachable(cluster->events.arg, err, text, now);
}

static kp_err ask_encode(kp__request *request, int16_t version, kp__gather *out)
{
    kp__ask *ask = request->owner;
    kp__cluster *cluster = ask->cluster;
    uint8_t mark = (uint8_t)(ask - cluster->asks + 1);
    kp__metadata_request body;
    kp__message_defaults(&kp__metadata_request_message, &body);
    int32_t count = 0;
    KP__LIST_EACH(link, &cluster->topics)
    count += KP__CONTAINER(link, kp__topic_entry, all)->asked == mark;
    kp__arena_reset(&cluster->arena);
    body.topics.items = kp__arena_array(&cluster->arena, (size_t)count, sizeof *body.topics.items);
    if (!body.topics.items)
        return KP_ERR_NO_MEMORY;
    KP__LIST_EACH(link, &cluster->topics)
    {
        const kp__topic_entry *topic = KP__CONTAINER(link, kp__topic_entry, all);
        if (topic->asked == mark)
            body.topics.items[body.topics.count++].name = kp__slice_str(topic->name);
    }
    if (ask->all_topics) {
        body.topics.items = NULL;
        body.topics.count = -1;
    }
    if (version >= 4)
        body.allow_auto_topic_creation = cluster->config.auto_create && !ask->all_topics;
    return kp__wire_encode(&kp__metadata_request_message, version, &body, out);
}

static void release_marks(kp__cluster *cluster, const kp__ask *ask, bool failed)
{
    uint8_t mark = (uint8_t)(ask - cluster->asks + 1);
    KP__LIST_EACH(link, &cluster->topics)
    {
        kp__topic_entry *topic = KP__CONTAINER(link, kp__topic_entry, all);
        if (topic->asked != mark)
            continue;
        topic->asked = 0;
        if (failed && (!ask->full || topic->state.partition_count == 0) && !kp__list_linked(&topic->fresh))
            kp__list_push(&cluster->fresh, &topic->fresh);
    }
}

static void ask_failed(kp__cluster *cluster, kp__ask *ask, kp_ns now)
{
    release_marks(cluster, ask, true);
    if (ask->full)
        cluster->full_at = kp__ns_min(cluster->full_at, kp__ns_add(now, backoff(cluster, cluster->dull++)));
    if (ask->all_topics)
        cluster->all_wanted = true;
    if (!kp__list_empty(&cluster->fresh))
        cluster->fresh_at = kp__ns_add(now, backoff(cluster, cluster->fresh_dull++));
}

/* A topic that has no partitions yet, or is being made, is asked for again by itself. */
static bool unsettled(const kp__topic_entry *topic)
{
    return topic->state.partition_count == 0
               ? !topic->state.err || (kp_err_class(topic->state.err) & KP_CLASS_RETRIABLE)
               : topic->state.err && (kp_err_class(topic->state.err) & KP_CLASS_RETRIABLE);
}

static void settle(kp__cluster *cluster, const kp__ask *ask, bool news, kp_ns now)
{
    bool again = false;
    uint8_t mark = (uint8_t)(ask - cluster->asks + 1);
    KP__LIST_EACH(link, &cluster->topics)
    {
        kp__topic_entry *topic = KP__CONTAINER(link, kp__topic_entry, all);
        if (topic->asked != mark || topic->once || !unsettled(topic) || kp__list_linked(&topic->fresh))
            continue;
        kp__list_push(&cluster->fresh, &topic->fresh);
        again = true;
    }
    if (again)
        cluster->fresh_at = kp__ns_add(now, backoff(cluster, news ? 0 : cluster->fresh_dull++));
    else if (kp__list_empty(&cluster->fresh)) {
        cluster->fresh_at = KP_NEVER;
        cluster->fresh_dull = 0;
    }
}

/* What a good answer changes. False: it is as if none had come. */
static bool answer_take(kp__cluster *cluster, kp__ask *ask, const kp__node *node, const kp__answer *answer)
{
    const kp__metadata_response *body = answer->body;
    bool news = false;
    if (answer->err)
        return false;
    if (body->error_code == KP_ERR_REBOOTSTRAP_REQUIRED) {
        cluster->rebootstrap = true;
        cluster->full_at = answer->now;
    }
    if (body->error_code)
        return false;
    kp_err err = kp__picture_take(cluster, body, answer->version, ask->all_topics, &news, answer->now);
    if (err) {
        tell_refusal(cluster, node, err, "its metadata is refused", answer->now);
        return false;
    }
    cluster->known = true;
    cluster->rebootstrap = false;
    cluster->last_good = answer->now;
    cluster->dull = news ? 0 : cluster->dull < 30 ? cluster->dull + 1 : 30;
    settle(cluster, ask, news, answer->now);
    release_marks(cluster, ask, false);
    if (!ask->all_topics && cluster->full_at == KP_NEVER) /* also when it was a topic alone that was asked for */
        cluster->full_at = kp__ns_add(answer->now, cluster->config.metadata_max_age);
    return true;
}

static void ask_done(kp__request *request, const kp__answer *answer)
{
    kp__ask *ask = request->owner;
    kp__cluster *cluster = ask->cluster;
    kp__node *node = ask->node;
    ask->node = NULL;
    cluster->starved = false;
    cluster->last_done = answer->now;
    if (!answer_take(cluster, ask, node, answer))
        ask_failed(cluster, ask, answer->now);
    if (!answer->err && cluster->events.node_ready && node->ready) /* our request gave its place back */
        cluster->events.node_ready(cluster->events.arg, node, answer->now);
}

static void ask_written(kp__request *request, kp_ns now)
{
    kp__ask *ask = request->owner;
    kp__cluster *cluster = ask->cluster;
    if (cluster->events.node_ready && ask->node && ask->node->ready)
        cluster->events.node_ready(cluster->events.arg, ask->node, now);
}

static kp__ask *free_ask(kp__cluster *cluster)
{
    for (int i = 0; i < KP__METADATA_ASKS; i++)
        if (!cluster->asks[i].node)
            return &cluster->asks[i];
    return NULL;
}

/* What another request is asking about was wanted a moment ago. */
static void forget_idle(kp__cluster *cluster, kp_ns now)
{
    if (!cluster->events.topic_idle)
        return;
    for (kp__list *link = cluster->topics.next, *next; link != &cluster->topics; link = next) {
        kp__topic_entry *topic = KP__CONTAINER(link, kp__topic_entry, all);
        next = link->next;
        if (!topic->asked && cluster->events.topic_idle(cluster->events.arg, &topic->state, now))
            kp__topic_drop(cluster, topic);
    }
}

/* Marks what goes into the request; the topics of a full one that are not settled come along. */
static void mark_topics(kp__cluster *cluster, kp__ask *ask)
{
    uint8_t mark = (uint8_t)(ask - cluster->asks + 1);
    int count = 0;
    if (ask->full && !ask->all_topics) {
        KP__LIST_EACH(link, &cluster->topics)
        {
            kp__topic_entry *topic = KP__CONTAINER(link, kp__topic_entry, all);
            if (topic->once)
                continue;
            topic->asked = mark;
            kp__list_remove(&topic->fresh);
        }
        return;
    }
    for (kp__list *link; !ask->all_topics && count < KP__METADATA_TOPICS_MAX && (link = kp__list_pop(&cluster->fresh));
         count++)
        KP__CONTAINER(link, kp__topic_entry, fresh)->asked = mark;
}

static bool full_under_way(const kp__cluster *cluster, kp_ns now)
{
    for (int i = 0; i < KP__METADATA_ASKS; i++)
        if (cluster->asks[i].node && cluster->asks[i].full && !cluster->asks[i].all_topics &&
            cluster->asks[i].sent + KP__METADATA_HEDGE > now)
            return true;
    return false;
}

static bool full_due(const kp__cluster *cluster, kp_ns now)
{
    return cluster->full_at <= now && !full_under_way(cluster, now);
}

static bool fresh_due(const kp__cluster *cluster, kp_ns now)
{
    return cluster->fresh_at <= now && !kp__list_empty(&cluster->fresh);
}

static void send(kp__cluster *cluster, kp__ask *ask, kp__node *node, bool full, bool all, kp_ns now)
{
    ask->full = full;
    ask->all_topics = all;
    ask->node = node;
    ask->sent = now;
    ask->hedged = false;
    if (full)
        forget_idle(cluster, now);
    mark_topics(cluster, ask);
    if (full)
        cluster->full_at = KP_NEVER;
    if (all)
        cluster->all_wanted = false;
    if (kp__list_empty(&cluster->fresh))
        cluster->fresh_at = KP_NEVER;
    kp_err err = kp__node_submit(cluster, node, &ask->request, now);
    if (!err)
        return;
    ask->node = NULL;
    cluster->last_done = now; /* an owner that asks in every turn gets the back-off, too */
    tell_refusal(cluster, node, err, "cannot be asked for metadata", now);
    ask_failed(cluster, ask, now);
}

/* What is not answered in time is asked for elsewhere too; whichever answer comes first is as good. */
static void hedge(kp__cluster *cluster, kp_ns now)
{
    for (int i = 0; i < KP__METADATA_ASKS; i++) {
        kp__ask *ask = &cluster->asks[i];
        if (!ask->node || ask->hedged || ask->all_topics || kp__ns_add(ask->sent, KP__METADATA_HEDGE) > now)
            continue;
        ask->hedged = true;
        if (ask->full) {
            cluster->full_at = kp__ns_min(cluster->full_at, now);
        } else {
            release_marks(cluster, ask, true);
            cluster->fresh_at = now;
        }
    }
}

void kp__metadata_tick(kp__cluster *cluster, kp_ns now)
{
    hedge(cluster, now);
    for (int i = 0; i < KP__METADATA_ASKS; i++) {
        bool full = full_due(cluster, now), fresh = fresh_due(cluster, now);
        kp__ask *ask = free_ask(cluster);
        if ((!full && !fresh && !cluster->all_wanted) || !ask)
            return;
        kp__node *node = pick(cluster, true, now);
        cluster->starved = !node;
        cluster->hedge_at = kp__ns_add(now, KP__METADATA_HEDGE);
        if (!node)
            return;
        send(cluster, ask, node, full, !full && !fresh, now);
    }
}

static kp_ns due_at(const kp__cluster *cluster)
{
    kp_ns full = cluster->full_at, due = KP_NEVER;
    bool any_free = false;
    for (int i = 0; i < KP__METADATA_ASKS; i++) {
        const kp__ask *ask = &cluster->asks[i];
        any_free |= !ask->node;
        if (ask->node && !ask->hedged && !ask->all_topics)
            due = kp__ns_min(due, ask->sent + KP__METADATA_HEDGE);
        if (ask->node && ask->full && !ask->all_topics && full != KP_NEVER)
            full = kp__ns_max(full, ask->sent + KP__METADATA_HEDGE);
    }
    if (!any_free)
        return KP_NEVER;
    if (!kp__list_empty(&cluster->fresh))
        due = kp__ns_min(due, cluster->fresh_at);
    return cluster->all_wanted ? 0 : kp__ns_min(due, full);
}

/* While nobody can be asked, only what happens to a connection helps, or that the one being made grows too old. */
kp_ns kp__metadata_deadline(const kp__cluster *cluster)
{
    kp_ns due = due_at(cluster);
    if (!cluster->starved || due == KP_NEVER)
        return due;
    return kp__ns_max(due, cluster->hedge_at);
}

bool kp__cluster_asking(const kp__cluster *cluster)
{
    for (int i = 0; i < KP__METADATA_ASKS; i++)
        if (cluster->asks[i].node)
            return true;
    return false;
}

void kp__cluster_refresh(kp__cluster *cluster, kp_ns now)
{
    kp_ns at = cluster->last_done ? kp__ns_add(cluster->last_done, backoff(cluster, cluster->dull)) : now;
    cluster->full_at = kp__ns_min(cluster->full_at, kp__ns_max(now, at));
}

void kp__metadata_init(kp__cluster *cluster)
{
    kp__arena_init(&cluster->arena, cluster->alloc, 64 << 20);
    cluster->full_at = cluster->fresh_at = KP_NEVER;
    for (int i = 0; i < KP__METADATA_ASKS; i++) {
        kp__ask *ask = &cluster->asks[i];
        ask->cluster = cluster;
        kp__request_init(&ask->request, cluster->alloc, &kp__metadata_request_message, 64 << 20);
        ask->request.version_min = 1;
        ask->request.version_max = kp__message_version_max(&kp__metadata_request_message);
        ask->request.encode = ask_encode;
        ask->request.written = ask_written;
        ask->request.done = ask_done;
        ask->request.owner = ask;
    }
}

void kp__metadata_deinit(kp__cluster *cluster)
{
    for (int i = 0; i < KP__METADATA_ASKS; i++)
        kp__request_deinit(&cluster->asks[i].request);
    kp__arena_deinit(&cluster->arena);
}
