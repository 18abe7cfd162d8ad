/* Metadata into lanes and views. Lanes never go away and never move while the producer lives: a topic that vanishes
 * from metadata keeps its queues and its sequence numbers (R10, D8). */
#include <base/mutant.h>
#include <base/ns.h>
#include <producer/state.h>

#include <string.h>

/* ---- senders ---- */

static void sender_free(kp__core *core, kp__sender *sender)
{
    for (kp__list *idle; (idle = kp__list_pop(&sender->idle));)
        kp__produce_free(KP__CONTAINER(idle, kp__produce, link));
    kp__gather_deinit(&sender->spare);
    kp__delete(core->alloc, sender);
}

kp__sender *kp__sender_of(kp__core *core, kp__node *node)
{
    void **owner = kp__node_owner(node);
    if (*owner)
        return *owner;
    if (core->sender_count == core->linger.cap && kp__heap_reserve(&core->linger, core->sender_count * 2 + 8))
        return NULL;
    kp__sender *sender = kp__new(core->alloc, sizeof *sender);
    if (!sender)
        return NULL;
    kp__list_init(&sender->pending);
    kp__list_init(&sender->idle);
    if (kp__produces_make(core, sender)) {
        sender_free(core, sender);
        return NULL;
    }
    sender->node = node;
    kp__list_push(&core->senders, &sender->all);
    core->sender_count++;
    *owner = sender;
    return sender;
}

/* The broker has left. False while a lane or a request still has to do with it. */
bool kp__sender_end(kp__core *core, kp__sender *sender)
{
    if (sender->lanes || sender->requests || sender->building)
        return false;
    kp__list_remove(&sender->all);
    kp__list_remove(&sender->loaded);
    kp__list_remove(&sender->wake);
    kp__heap_remove(&core->linger, &sender->timer);
    core->sender_count--;
    sender_free(core, sender);
    return true;
}

/* ---- lanes ---- */

static kp__lane *lane_at(const kp__lane_block *block, int32_t i)
{
    return (kp__lane *)(void *)((char *)block->lanes + (size_t)i * KP__LANE_STRIDE);
}

static void lane_init(kp__core *core, kp__lane *lane, kp_topic *topic, int32_t partition)
{
    (void)core;
    kp__lane_init(lane, topic, partition);
    kp__list_init(&lane->active);
    kp__list_init(&lane->known);
    kp__list_init(&lane->unresolved);
    lane->producer_id = -1;
    lane->producer_epoch = -1;
    lane->leader = -1;
    lane->leader_epoch = -1;
    lane->last_acked_offset = -1;
}

static kp_err block_new(kp__core *core, kp__core_topic *topic, int32_t count)
{
    kp__lane_block *block = kp__new(core->alloc, sizeof *block);
    void *memory = kp__new_array(core->alloc, (size_t)count + 1, KP__LANE_STRIDE);
    if (!block || !memory) {
        kp__delete(core->alloc, block);
        kp__delete(core->alloc, memory);
        return KP_ERR_NO_MEMORY;
    }
    block->memory = memory;
    block->lanes = (kp__lane *)(void *)(((uintptr_t)memory + 63) & ~(uintptr_t)63);
    block->count = count;
    block->next = topic->blocks;
    topic->blocks = block;
    for (int32_t i = 0; i < count; i++) {
        kp__lane *lane = lane_at(block, i);
        lane_init(core, lane, topic->topic, topic->lane_count);
        topic->lanes[topic->lane_count++] = lane;
    }
    core->lane_count += (uint32_t)count;
    return KP_OK;
}

/* All that can fail first, so that a failure leaves everything as it was. */
static kp_err lanes_grow(kp__core *core, kp__core_topic *topic, int32_t count)
{
    if (count <= topic->lane_count)
        return KP_OK;
    uint32_t add = (uint32_t)(count - topic->lane_count);
    kp__lane **lanes = kp__resize(core->alloc, topic->lanes, (size_t)count * sizeof *lanes);
    if (!lanes)
        return KP_ERR_NO_MEMORY;
    topic->lanes = lanes;
    if (core->lane_count + add > core->timers.cap) {
        kp_err err = kp__heap_reserve(&core->timers, core->lane_count + add + core->lane_count / 2);
        if (err)
            return err;
    }
    return block_new(core, topic, (int32_t)add);
}

/* ---- leaders ---- */

/* The picture was not taken in whole: the cluster will not tell it again, so we look again ourselves. */
static void out_of_memory(kp__core *core, kp__core_topic *topic, kp_ns now)
{
    topic->missed = true;
    core->memory_at = now + KP__NO_MEMORY_WAIT;
}

static void no_backoff(kp__core *core, kp__lane *lane)
{
    KP__LIST_EACH(link, &lane->unresolved)
    {
        kp__batch *batch = KP__CONTAINER(link, kp__batch, sent);
        if (batch->state == KP__BATCH_RETRY)
            batch->retry_at = kp__ns_min(batch->retry_at, core->now);
    }
}

void kp__lane_leader(kp__core *core, kp__lane *lane, const kp__partition_state *state, kp_ns now)
{
    kp__sender *sender = state->node ? kp__sender_of(core, state->node) : NULL;
    bool newer = state->leader_epoch > lane->leader_epoch || state->leader != lane->leader;
    bool moved = sender != lane->core_node;
    if (state->node && !sender)
        out_of_memory(core, lane->topic->core, now);
    lane->leader = state->leader;
    lane->leader_epoch = state->leader_epoch;
    if (!newer && !moved)
        return;
    kp__list_remove(&lane->active);
    if (lane->core_node)
        ((kp__sender *)lane->core_node)->lanes--;
    if (sender)
        sender->lanes++;
    lane->core_node = sender;
    if (newer)
        kp__lane_ask_anew(lane);
    if (newer && sender)
        no_backoff(core, lane);
    if (kp__list_linked(&lane->known))
        kp__lane_place(core, lane, now);
}

/* From this partition on nobody leads. */
static void unlead(kp__core *core, kp__core_topic *topic, int32_t from, kp_ns now)
{
    static const kp__partition_state none = {.leader = -1, .leader_epoch = -1};
    for (int32_t i = from; i < topic->lane_count; i++)
        kp__lane_leader(core, topic->lanes[i], &none, now);
}

/* ---- views ---- */

static void available_set(kp__topic_view *view, const kp__topic_state *state)
{
    int32_t count = 0;
    for (int32_t i = 0; i < view->count; i++)
        if (state->partitions[i].leader >= 0)
            kp__store_relaxed(&view->available[count++], i);
    kp__store(&view->available_count, count);
}

static kp_err view_set(kp__core *core, kp__core_topic *topic, const kp__topic_state *state)
{
    kp__topic_view *view = kp__load(&topic->topic->view);
    if (view && view->count == state->partition_count) {
        available_set(view, state);
        return KP_OK;
    }
    view = kp__topic_view_take(topic->topic, state->partition_count);
    if (!view) {
        view = kp__topic_view_new(core->alloc, state->partition_count);
        if (!view)
            return KP_ERR_NO_MEMORY;
        memcpy(view->lanes, topic->lanes, (size_t)state->partition_count * sizeof(kp__lane *));
    }
    available_set(view, state);
    kp__topic_publish(topic->topic, view);
    return KP_OK;
}

/* ---- topics ---- */

kp__core_topic *kp__view_topic(kp__core *core, kp_topic *topic)
{
    if (topic->core)
        return topic->core;
    kp__core_topic *mine = kp__new(core->alloc, sizeof *mine);
    if (!mine)
        return NULL;
    mine->topic = topic;
    kp__list_push(&core->topic_list, &mine->all);
    core->topic_count++;
    if (topic->name_size > core->topic_name_max)
        core->topic_name_max = (uint32_t)topic->name_size;
    topic->core = mine;
    return mine;
}

/* Made anew under the same name: no broker knows our sequences there, and offsets begin again. */
static void made_anew(kp__core_topic *topic)
{
    for (int32_t i = 0; i < topic->lane_count; i++) {
        topic->lanes[i]->core_flags |= KP__LANE_FRESH;
        topic->lanes[i]->last_acked_offset = -1;
        KP__LIST_EACH(link, &topic->lanes[i]->unresolved)
        KP__CONTAINER(link, kp__batch, sent)->passed_over = 1; /* in doubt is what the old topic did with it */
    }
}

static void forget_sequences(kp__core_topic *topic)
{
    for (int32_t i = 0; i < topic->lane_count; i++)
        topic->lanes[i]->next_sequence = 0;
}

static void without_partitions(kp__core_topic *topic, const kp__topic_state *state)
{
    bool hopeless = state->err && !(kp_err_class(state->err) & KP_CLASS_RETRIABLE);
    kp__store(&topic->topic->err, hopeless ? state->err : KP_OK);
}

void kp__view_changed(void *arg, kp__topic_state *state, kp_ns now)
{
    kp__core *core = arg;
    kp_topic *handle = state->owner;
    kp__core_topic *topic = handle ? handle->core : NULL;
    core->now = kp__ns_max(core->now, now);
    if (!topic)
        return;
    if (KP__MUTANT(R10) && state->err == KP_ERR_UNKNOWN_TOPIC_OR_PARTITION)
        forget_sequences(topic);
    if (state->partition_count == 0) {
        without_partitions(topic, state);
        return;
    }
    if (memcmp(&topic->id, &state->id, sizeof topic->id) != 0) {
        if (topic->lane_count)
            made_anew(topic);
        topic->id = state->id;
    }
    if (lanes_grow(core, topic, state->partition_count) || view_set(core, topic, state)) {
        out_of_memory(core, topic, now);
        return;
    }
    kp__store(&handle->err, KP_OK);
    for (int32_t i = 0; i < state->partition_count; i++)
        kp__lane_leader(core, topic->lanes[i], &state->partitions[i], now);
    unlead(core, topic, state->partition_count, now); /* the topic was made anew with fewer */
}

void kp__views_again(kp__core *core, kp_ns now)
{
    KP__LIST_EACH(link, &core->topic_list)
    {
        kp__core_topic *topic = KP__CONTAINER(link, kp__core_topic, all);
        if (!topic->missed)
            continue;
        topic->missed = false;
        kp__topic_state *state = kp__cluster_topic(core->cluster, topic->topic->name);
        if (state)
            kp__view_changed(core, state, now);
        else
            kp__view_used(core, topic, now);
    }
}

/* ---- topics that nothing is sent to (metadata.max.idle.ms) ---- */

void kp__view_used(kp__core *core, kp__core_topic *topic, kp_ns now)
{
    topic->used_at = now;
    if (kp__load_relaxed(&topic->topic->wanted))
        return;
    if (kp__cluster_want_topic(core->cluster, topic->topic->name, topic->topic, now))
        out_of_memory(core, topic, now);
    else
        kp__store_relaxed(&topic->topic->wanted, 1);
}

static bool in_use(const kp__core *core, const kp__core_topic *topic, kp_ns now)
{
    if (kp__ns_add(topic->used_at, core->config.cluster.metadata_max_idle) > now)
        return true;
    for (int32_t i = 0; i < topic->lane_count; i++)
        if (kp__list_linked(&topic->lanes[i]->known))
            return true;
    return false;
}

/* Applications keep its view, and may go on sending: its lanes are as when a leader has left, and wait for the next
 * answer. Source: ProducerMetadata.retainTopic. */
bool kp__view_idle(void *arg, kp__topic_state *state, kp_ns now)
{
    kp__core *core = arg;
    kp_topic *handle = state->owner;
    kp__core_topic *topic = handle ? handle->core : NULL;
    if (!topic || in_use(core, topic, now))
        return false;
    kp__store_relaxed(&handle->wanted, 0);
    unlead(core, topic, 0, now);
    return true;
}

/* ---- the end ---- */

static void block_free(kp__core *core, kp__lane_block *block)
{
    for (int32_t i = 0; i < block->count; i++)
        kp__lane_deinit(lane_at(block, i));
    kp__delete(core->alloc, block->memory);
    kp__delete(core->alloc, block);
}

void kp__views_deinit(kp__core *core)
{
    for (kp__list *link; (link = kp__list_pop(&core->topic_list));) {
        kp__core_topic *topic = KP__CONTAINER(link, kp__core_topic, all);
        for (kp__lane_block *block = topic->blocks, *next; block; block = next) {
            next = block->next;
            block_free(core, block);
        }
        topic->topic->core = NULL;
        kp__delete(core->alloc, topic->lanes);
        kp__delete(core->alloc, topic);
    }
    for (kp__list *link; (link = kp__list_pop(&core->senders));) {
        kp__sender *sender = KP__CONTAINER(link, kp__sender, all);
        kp__heap_remove(&core->linger, &sender->timer);
        sender_free(core, sender);
    }
}
