#include <producer/core.h>

#include <base/ns.h>
#include <producer/state.h>

#include <stdio.h>
#include <string.h>

/* ---- what the cluster tells ---- */

static void on_node(void *arg, kp__node *node, kp_ns now)
{
    kp__core *core = arg;
    kp__sender *sender = *kp__node_owner(node);
    (void)now;
    if (sender)
        kp__sender_wake(core, sender);
}

static void on_node_down(void *arg, kp__node *node, kp_err err, kp_ns now)
{
    (void)err;
    on_node(arg, node, now); /* what is still to go there asks for the connection again */
}

static bool on_node_leaves(void *arg, kp__node *node)
{
    kp__core *core = arg;
    kp__sender *sender = *kp__node_owner(node);
    return !sender || kp__sender_end(core, sender);
}

static void on_unreachable(void *arg, kp_err err, const char *text, kp_ns now)
{
    kp__core *core = arg;
    (void)now;
    core->trouble = err;
    (void)snprintf(core->trouble_text, sizeof core->trouble_text, "%s", text);
}

/* ---- life ---- */

kp_err kp__core_new(kp__alloc *alloc, const kp__core_config *config, kp__intake *intake, kp__topics *topics,
                    kp__health *health, kp__log *log, uint64_t seed, kp__core **out)
{
    kp__core *core = kp__new(alloc, sizeof *core);
    if (!core)
        return KP_ERR_NO_MEMORY;
    core->alloc = alloc;
    core->config = *config;
    core->client_id_size = config->cluster.client_id ? strlen(config->cluster.client_id) : 0;
    core->config.cluster.bootstrap_servers = core->config.cluster.client_id = NULL;
    core->intake = intake;
    core->topics = topics;
    core->health = health;
    core->log = log;
    kp__rng_seed(&core->rng, seed);
    kp__list_init(&core->senders);
    kp__list_init(&core->loaded);
    kp__list_init(&core->wake);
    kp__list_init(&core->topic_list);
    kp__list_init(&core->known);
    kp__list_init(&core->busy);
    kp__list_init(&core->leaderless);
    kp__list_init(&core->nameless);
    kp__list_init(&core->done);
    kp__heap_init(&core->linger, alloc);
    kp__heap_init(&core->timers, alloc);
    kp__identity_init(core);
    kp_err err = kp__cluster_new(alloc, &config->cluster, kp__rng_next(&core->rng), log, &core->cluster);
    if (err) {
        kp__core_free(core);
        return err;
    }
    kp__cluster_events events = {.arg = core,
                                 .topic_changed = kp__view_changed,
                                 .node_ready = on_node,
                                 .node_down = on_node_down,
                                 .unreachable = on_unreachable,
                                 .node_leaves = on_node_leaves,
                                 .topic_idle = kp__view_idle};
    kp__cluster_listen(core->cluster, &events);
    *out = core;
    return KP_OK;
}

/* Sessions end while all that their requests point to is still there. */
static void end_sessions(kp__core *core)
{
    if (!core->cluster)
        return;
    core->fatal = KP_ERR_CLOSED;
    for (kp__node *node = NULL; (node = kp__cluster_node_next(core->cluster, node));)
        kp__session_down(kp__node_session(node), KP_ERR_CLOSED, core->now);
}

static void release_lane(kp__core *core, kp__lane *lane)
{
    kp__batch *batch;
    for (kp__list *link; (link = kp__list_pop(&lane->unresolved));) {
        batch = KP__CONTAINER(link, kp__batch, sent);
        if (batch->state != KP__BATCH_DONE)
            kp__batch_release(core->intake, batch);
    }
    while (kp__lane_take(lane, core->now, &batch) == KP_OK)
        kp__batch_release(core->intake, batch);
}

void kp__core_free(kp__core *core)
{
    if (!core)
        return;
    end_sessions(core);
    KP__LIST_EACH(link, &core->topic_list)
    {
        kp__core_topic *topic = KP__CONTAINER(link, kp__core_topic, all);
        for (int32_t i = 0; i < topic->lane_count; i++)
            release_lane(core, topic->lanes[i]);
    }
    for (kp__list *link; (link = kp__list_pop(&core->done));)
        kp__batch_release(core->intake, KP__CONTAINER(link, kp__batch, link));
    kp__views_deinit(core);
    kp__cluster_free(core->cluster);
    kp__identity_deinit(core);
    kp__heap_deinit(&core->linger);
    kp__heap_deinit(&core->timers);
    kp__delete(core->alloc, core->build.topics);
    kp__delete(core->alloc, core->build.partitions);
    kp__delete(core->alloc, core->build.parts);
    kp__delete(core->alloc, core->build.batches);
    kp__delete(core->alloc, core->build.outcomes);
    kp__delete(core->alloc, core->build.places);
    kp__delete(core->alloc, core);
}

kp__cluster *kp__core_cluster(kp__core *core) { return core->cluster; }
kp__list *kp__core_done(kp__core *core) { return &core->done; }
const kp__core_stats *kp__core_stats_of(const kp__core *core) { return &core->stats; }

/* ---- the turn ---- */

void kp__core_tick(kp__core *core, kp_ns now)
{
    core->now = now;
    kp__lanes_take_dirty(core, now);
    kp__cluster_tick(core->cluster, now); /* first: metadata goes ahead of records */
    kp__identity_tick(core, now);
    kp__timeouts_tick(core, now);
    kp__lanes_tick(core, now);
    if (!kp__list_empty(&core->leaderless) && !kp__cluster_asking(core->cluster))
        kp__cluster_refresh(core->cluster, now);
    kp__drain(core, now);
    kp__identity_tick(core, now); /* again: a lane that was busy before may have asked for one only now */
}

kp_ns kp__core_deadline(kp__core *core)
{
    if (!kp__list_empty(&core->wake))
        return 0;
    kp_ns deadline = kp__cluster_deadline(core->cluster);
    deadline = kp__ns_min(deadline, kp__heap_deadline(&core->timers));
    deadline = kp__ns_min(deadline, kp__heap_deadline(&core->linger));
    deadline = kp__ns_min(deadline, kp__identity_deadline(core));
    /* Where records came a moment ago more will come: who sleeps no longer than linger need not be woken to learn when
     * a new batch is due. */
    kp_ns lively_until = kp__ns_add(core->records_at, core->intake->linger);
    if (lively_until > core->now)
        deadline = kp__ns_min(deadline, lively_until);
    if (!kp__list_empty(&core->busy))
        deadline = kp__ns_min(deadline, core->busy_at);
    if (core->memory_at)
        deadline = kp__ns_min(deadline, core->memory_at);
    return deadline;
}

bool kp__core_sleep(kp__core *core, kp_ns until) { return kp__intake_sleep(core->intake, until); }

/* ---- from the api ---- */

void kp__core_want_topic(kp__core *core, kp_topic *topic, kp_ns now)
{
    core->now = kp__ns_max(core->now, now);
    if (!kp__view_topic(core, topic) || kp__cluster_want_topic(core->cluster, topic->name, topic, now)) {
        kp__logf(core->log, KP__LOG_WARNING, "memory", "no memory for topic %s", topic->name);
        kp__store(&topic->err, KP_ERR_NO_MEMORY);
        return;
    }
    kp__store_relaxed(&topic->wanted, 1);
    kp__view_used(core, topic->core, now);
}

void kp__core_connect(kp__core *core, kp_ns now)
{
    if (core->config.idempotence && core->identity == KP__IDENTITY_NONE)
        core->identity_wanted = true;
    if (!kp__cluster_ready(core->cluster) && !kp__cluster_asking(core->cluster))
        kp__cluster_refresh(core->cluster, now);
}

bool kp__core_is_ready(const kp__core *core)
{
    return kp__cluster_ready(core->cluster) && (!core->config.idempotence || core->identity == KP__IDENTITY_HAVE);
}

kp_err kp__core_trouble(const kp__core *core, const char **text)
{
    *text = core->trouble_text;
    return core->trouble;
}

static bool generation_passed(uint32_t of_batch, uint32_t generation) { return (int32_t)(of_batch - generation) > 0; }

/* The oldest batch of a lane tells for all of it. */
static kp_err lane_flushed(kp__lane *lane, uint32_t generation, bool *flushed)
{
    kp__lane_look look;
    KP__LIST_EACH(link, &lane->unresolved)
    {
        const kp__batch *batch = KP__CONTAINER(link, kp__batch, sent);
        if (batch->state == KP__BATCH_DONE)
            continue;
        *flushed = generation_passed(batch->flush_generation, generation);
        return KP_OK;
    }
    kp_err err = kp__lane_look_at(lane, &look);
    *flushed = err == KP_ERR_NOT_FOUND || (!err && generation_passed(look.flush_generation, generation));
    return err == KP_AGAIN_LANE ? err : KP_OK;
}

/* Lanes that pass go to the end of the list, so the next time the first one asked is one that did not. */
bool kp__core_flushed(kp__core *core, uint32_t generation)
{
    if (kp__load(&core->intake->dirty))
        return false; /* the next turn, which comes at once, sees what is there */
    kp__list *last = core->known.prev;
    for (kp__list *link = kp__list_first(&core->known); link; link = kp__list_first(&core->known)) {
        kp__lane *lane = KP__CONTAINER(link, kp__lane, known);
        bool flushed;
        if (lane_flushed(lane, generation, &flushed) == KP_AGAIN_LANE) {
            kp__lane_busy(core, lane, core->now);
            return false;
        }
        if (!flushed)
            return false;
        kp__list_remove(link);
        kp__list_push(&core->known, link);
        if (link == last)
            return true;
    }
    return true;
}

/* An append that is under way gets through first, and none begins after it: what is found then is all there will be.
 * Who finds a lane that is made later finds the intake closed. */
static bool shut(kp__core *core)
{
    KP__LIST_EACH(link, &core->topic_list)
    {
        const kp__core_topic *topic = KP__CONTAINER(link, kp__core_topic, all);
        for (int32_t i = 0; i < topic->lane_count; i++) {
            kp__lane *lane = topic->lanes[i];
            if (!lane->refused && kp__lane_refuse(lane)) {
                kp__lane_busy(core, lane, core->now);
                return false;
            }
        }
    }
    return true;
}

bool kp__core_drained(kp__core *core)
{
    core->shut = core->shut || shut(core);
    return core->shut && kp__core_flushed(core, kp__load_relaxed(&core->intake->flush_generation));
}

/* As in shut, but what is found fails. */
static bool abandon_lane(kp__core *core, kp__lane *lane, kp_ns now)
{
    kp__list_remove(&lane->active);
    if (kp__lane_refuse(lane))
        return false;
    kp__lane_fail(core, lane, core->fatal, now);
    return !kp__list_linked(&lane->active); /* else somebody who is being refused had its lock */
}

bool kp__core_abandon(kp__core *core, kp_ns now)
{
    bool all = true;
    core->now = kp__ns_max(core->now, now);
    if (!core->fatal)
        core->fatal = KP_ERR_CLOSED;
    KP__LIST_EACH(link, &core->topic_list)
    {
        const kp__core_topic *topic = KP__CONTAINER(link, kp__core_topic, all);
        for (int32_t i = 0; i < topic->lane_count; i++)
            all &= abandon_lane(core, topic->lanes[i], now);
    }
    kp__lanes_take_dirty(core, now);
    return all;
}
