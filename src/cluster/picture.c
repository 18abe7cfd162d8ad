/* Believing an answer: every field is checked before anything is taken over; leader epochs never go back unless the
 * topic was made anew; what an answer leaves out stays as it was. */
#include <base/mutant.h>
#include <cluster/state.h>

#include <string.h>

typedef kp__metadata_response_metadata_response_broker answer_broker;
typedef kp__metadata_response_metadata_response_topic answer_topic;
typedef kp__metadata_response_metadata_response_partition answer_partition;

static bool id_is_zero(const kp__uuid *id)
{
    static const kp__uuid zero;
    return memcmp(id, &zero, sizeof zero) == 0;
}

static bool brokers_ok(kp__cluster *cluster, const kp__metadata_response *body)
{
    (void)cluster;
    if (body->brokers.count <= 0 || body->brokers.count > KP__NODES_MAX)
        return false;
    for (int32_t i = 0; i < body->brokers.count; i++) {
        const answer_broker *broker = &body->brokers.items[i];
        if (broker->node_id < 0 || broker->port < 1 || broker->port > 65535 || !kp__host_ok(broker->host))
            return false;
        for (int32_t j = 0; j < i && body->brokers.count <= 1000; j++)
            if (body->brokers.items[j].node_id == broker->node_id)
                return false;
    }
    return true;
}

/* Indexes are 0..count-1, each once. `seen` is a set of `count` bytes. */
static bool partitions_ok(const answer_topic *topic, uint8_t *seen)
{
    for (int32_t i = 0; i < topic->partitions.count; i++) {
        int32_t index = topic->partitions.items[i].partition_index;
        if (index < 0 || index >= topic->partitions.count || seen[index])
            return false;
        seen[index] = 1;
    }
    return true;
}

static bool topics_ok(kp__cluster *cluster, const kp__metadata_response *body)
{
    for (int32_t i = 0; i < body->topics.count; i++) {
        const answer_topic *topic = &body->topics.items[i];
        if (!topic->name.data || topic->name.len == 0 || topic->name.len > KP__HOST_MAX ||
            memchr(topic->name.data, '\0', topic->name.len) || topic->partitions.count > KP__PARTITIONS_MAX)
            return false;
        kp__arena_reset(&cluster->arena);
        size_t count = topic->partitions.count > 0 ? (size_t)topic->partitions.count : 0;
        uint8_t *seen = kp__arena_new(&cluster->arena, count);
        if (!seen || !partitions_ok(topic, seen))
            return false;
    }
    return true;
}

/* ---- brokers ---- */

static kp_err broker_take(kp__cluster *cluster, const answer_broker *broker, bool *news, kp_ns now)
{
    kp__node *node = kp__cluster_node(cluster, broker->node_id);
    if (!node) {
        node = kp__node_new(cluster, broker->node_id, broker->host, broker->port);
        if (!node)
            return KP_ERR_NO_MEMORY;
        *news = true;
    }
    node->gone = false;
    return kp__node_move(node, broker->host, broker->port, broker->rack, now);
}

static kp_err brokers_take(kp__cluster *cluster, const kp__metadata_response *body, bool *news, kp_ns now)
{
    KP__LIST_EACH(link, &cluster->nodes)
    {
        kp__node *node = KP__CONTAINER(link, kp__node, all);
        node->gone = node->id >= 0;
    }
    cluster->look_for_gone = true;
    for (int32_t i = 0; i < body->brokers.count; i++) {
        kp_err err = broker_take(cluster, &body->brokers.items[i], news, now);
        if (err)
            return err;
    }
    return KP_OK;
}

/* ---- topics ---- */

/* Made anew: all begins again, epochs and how many there are. Else there are never fewer than were, unless no id tells
 * and every answer says so: see older_again. */
static kp_err partitions_take(kp__cluster *cluster, kp__topic_state *state, int32_t count, bool anew)
{
    if (count > state->partition_count) {
        kp__partition_state *grown =
            kp__resize(cluster->alloc, state->partitions, (size_t)count * sizeof(kp__partition_state));
        if (!grown)
            return KP_ERR_NO_MEMORY;
        state->partitions = grown;
    }
    for (int32_t i = anew ? 0 : state->partition_count; i < count; i++)
        state->partitions[i] = (kp__partition_state){.leader = -1, .leader_epoch = -1};
    if (anew || count > state->partition_count)
        state->partition_count = count;
    return KP_OK;
}

/* As older_again; the others keep their places, as they may come back. */
static bool fewer_again(kp__topic_entry *topic, const answer_topic *answer)
{
    bool fewer = answer->partitions.count < topic->state.partition_count && id_is_zero(&answer->topic_id);
    topic->fewer = fewer ? topic->fewer + 1 : 0;
    if (topic->fewer < KP__OLDER_MAX)
        return false;
    topic->fewer = 0;
    topic->state.partition_count = answer->partitions.count;
    return true;
}

/* Earlier versions name epochs that may be behind the leaders that they name (KAFKA-9212). */
static int32_t epoch_of(const answer_partition *answer, int16_t version)
{
    return version >= KP__METADATA_VERSION_EPOCHS && answer->leader_epoch >= 0 ? answer->leader_epoch : -1;
}

static bool is_older(const kp__partition_state *state, int32_t epoch)
{
    return epoch >= 0 && epoch < state->leader_epoch;
}

/* A broker that is merely behind catches up; who is older in every answer is right. */
static bool older_again(kp__topic_entry *topic, const answer_topic *answer, int16_t version)
{
    bool older = false;
    for (int32_t i = 0; i < answer->partitions.count; i++) {
        const answer_partition *partition = &answer->partitions.items[i];
        older |= is_older(&topic->state.partitions[partition->partition_index], epoch_of(partition, version));
    }
    topic->older = older ? topic->older + 1 : 0;
    if (topic->older < KP__OLDER_MAX || KP__MUTANT(OLD_EPOCHS))
        return false;
    topic->older = 0;
    return true;
}

static bool partition_take(kp__cluster *cluster, kp__partition_state *state, int32_t leader, int32_t epoch)
{
    kp__node *node = kp__cluster_node(cluster, leader);
    if (node && node->gone)
        node = NULL;
    bool changed = state->leader != leader || state->leader_epoch != epoch || state->node != node;
    *state = (kp__partition_state){.leader = leader, .leader_epoch = epoch, .node = node};
    return changed;
}

/* A topic that was deleted and made anew has low epochs again, and another id (KIP-516). Before Metadata version 10 no
 * id tells, and a late hint may have brought an epoch of the old topic under the new id: there the third older answer
 * in a row is believed, or no answer would ever be. */
static bool partitions_update(kp__cluster *cluster, kp__topic_entry *topic, const answer_topic *answer, int16_t version,
                              bool other_id)
{
    bool changed = false, again = older_again(topic, answer, version), no_id = id_is_zero(&answer->topic_id);
    for (int32_t i = 0; i < answer->partitions.count; i++) {
        const answer_partition *partition = &answer->partitions.items[i];
        kp__partition_state *state = &topic->state.partitions[partition->partition_index];
        int32_t epoch = epoch_of(partition, version);
        if (is_older(state, epoch) && !other_id && !(again && (no_id || state->hinted)))
            continue;
        changed |= partition_take(cluster, state, partition->leader_id >= 0 ? partition->leader_id : -1, epoch);
    }
    return changed;
}

static kp_err topic_take(kp__cluster *cluster, kp__topic_entry *topic, const answer_topic *answer, int16_t version,
                         bool *news, kp_ns now)
{
    kp__topic_state *state = &topic->state;
    bool changed = topic->tell || state->err != answer->error_code;
    topic->tell = false;
    state->err = answer->error_code;
    if (answer->partitions.count > 0) {
        bool other_id = !id_is_zero(&answer->topic_id) && memcmp(&state->id, &answer->topic_id, sizeof state->id) != 0;
        bool anew = other_id && !id_is_zero(&state->id);
        changed |= fewer_again(topic, answer) || anew || answer->partitions.count > state->partition_count;
        kp_err err = partitions_take(cluster, state, answer->partitions.count, anew);
        if (err)
            return err;
        if (other_id)
            state->id = answer->topic_id;
        changed |= partitions_update(cluster, topic, answer, version, other_id);
    }
    if (!changed)
        return KP_OK;
    *news = true;
    if (cluster->events.topic_changed)
        cluster->events.topic_changed(cluster->events.arg, state, now);
    return KP_OK;
}

static kp_err topics_take(kp__cluster *cluster, const kp__metadata_response *body, int16_t version, bool all_topics,
                          bool *news, kp_ns now)
{
    for (int32_t i = 0; i < body->topics.count; i++) {
        const answer_topic *answer = &body->topics.items[i];
        kp__topic_entry *topic = kp__topic_find(cluster, answer->name);
        if (!topic && all_topics && cluster->topic_count < KP__LEARNED_MAX) {
            kp_err err = kp__topic_add(cluster, answer->name, &topic);
            if (err)
                return err;
            topic->once = true;
        }
        if (!topic)
            continue;
        topic->tell |= all_topics;
        kp_err err = topic_take(cluster, topic, answer, version, news, now);
        if (err)
            return err;
    }
    return KP_OK;
}

static void text_take(kp__cluster *cluster, char **text, kp__slice from)
{
    if (!from.data || kp__slice_equal(kp__slice_str(*text), from) || memchr(from.data, '\0', from.len) ||
        from.len > 512)
        return;
    char *copy = kp__new(cluster->alloc, from.len + 1);
    if (!copy)
        return;
    memcpy(copy, from.data, from.len);
    kp__delete(cluster->alloc, *text);
    *text = copy;
}

kp_err kp__picture_take(kp__cluster *cluster, const kp__metadata_response *body, int16_t version, bool all_topics,
                        bool *news, kp_ns now)
{
    *news = false;
    if (!brokers_ok(cluster, body) || !topics_ok(cluster, body))
        return KP_ERR_PROTOCOL;
    kp_err err = brokers_take(cluster, body, news, now);
    if (err)
        return err;
    text_take(cluster, &cluster->cluster_id, body->cluster_id);
    cluster->controller = body->controller_id >= 0 ? body->controller_id : -1;
    return topics_take(cluster, body, version, all_topics, news, now);
}

/* ---- hints that come with a Produce answer (KIP-951) ---- */

void kp__cluster_endpoint_hint(kp__cluster *cluster, int32_t id, kp__slice host, int32_t port, kp__slice rack,
                               kp_ns now)
{
    if (id < 0 || port < 1 || port > 65535 || !kp__host_ok(host))
        return;
    kp__node *node = kp__cluster_node(cluster, id);
    if (node && !node->gone)
        return; /* metadata knows it, and moves it if it moved */
    if (!node)
        node = kp__node_new(cluster, id, host, port);
    if (!node)
        return;
    node->gone = false;
    (void)!kp__node_move(node, host, port, rack, now);
}

bool kp__cluster_leader_hint(kp__cluster *cluster, kp__topic_state *topic, int32_t partition, int32_t leader,
                             int32_t epoch, kp_ns now)
{
    (void)now;
    if (partition < 0 || partition >= topic->partition_count || leader < 0 || epoch < 0)
        return false;
    kp__partition_state *state = &topic->partitions[partition];
    kp__node *node = kp__cluster_node(cluster, leader);
    if (epoch <= state->leader_epoch || !node || node->gone)
        return false;
    state->leader = leader;
    state->leader_epoch = epoch;
    state->hinted = true;
    state->node = node;
    return true;
}
