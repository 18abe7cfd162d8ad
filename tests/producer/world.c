#include <tests/producer/world.h>

#include <base/ns.h>

/* ---- the brokers ---- */

static log_batch *last_of(log *l, int64_t producer_id)
{
    for (int i = l->count; i-- > 0;)
        if (l->batches[i].producer_id == producer_id)
            return &l->batches[i];
    return NULL;
}

static log_batch *duplicate_of(log *l, const kp__batch_header *h)
{
    int seen = 0;
    for (int i = l->count; i-- > 0 && seen < 5;) {
        log_batch *b = &l->batches[i];
        if (b->producer_id != h->producer_id)
            continue;
        seen++;
        if (b->epoch == h->producer_epoch && b->base_sequence == h->base_sequence && b->count == h->record_count)
            return b;
    }
    return NULL;
}

static int32_t next_sequence(const log_batch *b)
{
    return (int32_t)(((uint32_t)b->base_sequence + (uint32_t)b->count) & 0x7fffffffu);
}

static int16_t append(world *w, int32_t partition, const kp__batch_header *h, int64_t *offset)
{
    log *l = &w->logs[partition];
    if (h->producer_id >= 0) {
        log_batch *same = duplicate_of(l, h);
        log_batch *last = last_of(l, h->producer_id);
        if (same) {
            *offset = same->base_offset;
            return 0;
        }
        if (last && h->producer_epoch < last->epoch)
            return 47;
        if (last && h->producer_epoch > last->epoch && h->base_sequence != 0)
            return 45;
        if (last && h->producer_epoch == last->epoch && h->base_sequence != next_sequence(last))
            return 45;
    }
    if (l->count == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 16;
        l->batches = realloc(l->batches, (size_t)l->cap * sizeof *l->batches);
        assert_non_null(l->batches);
    }
    l->batches[l->count++] = (log_batch){h->producer_id, h->producer_epoch, h->base_sequence, h->record_count, l->end};
    *offset = l->end;
    l->end += h->record_count;
    w->append_count += h->record_count;
    return 0;
}

static void answer_metadata(world *w, int b, const peer_request *r)
{
    kp__metadata_response body;
    kp__message_defaults(&kp__metadata_response_message, &body);
    static kp__metadata_response_metadata_response_broker brokers[BROKERS];
    static kp__metadata_response_metadata_response_partition partitions[PARTITIONS_MAX];
    static kp__metadata_response_metadata_response_topic topic;
    const kp__metadata_request *asked = r->body;
    w->metadata_count++;
    w->metadata_topics = asked->topics.count;
    memset(brokers, 0, sizeof brokers);
    memset(partitions, 0, sizeof partitions);
    memset(&topic, 0, sizeof topic);
    for (int i = 0; i < w->broker_count; i++) {
        brokers[i].node_id = w->first_id + i + 1;
        brokers[i].host = kp__slice_str("broker");
        brokers[i].port = w->metadata_bad ? 0 : 1000 + i;
    }
    for (int i = 0; i < w->partitions; i++) {
        partitions[i].partition_index = i;
        partitions[i].leader_id = w->logs[i].leader < 0 ? -1 : w->first_id + w->logs[i].leader + 1;
        partitions[i].leader_epoch = w->logs[i].epoch;
    }
    body.brokers.items = brokers;
    body.brokers.count = w->broker_count;
    topic.name = kp__slice_str("t");
    topic.topic_id = w->topic_id;
    if (w->metadata_gone || w->metadata_err) {
        topic.error_code = w->metadata_err ? w->metadata_err : 3;
    } else {
        topic.partitions.items = partitions;
        topic.partitions.count = w->partitions;
    }
    body.topics.items = &topic;
    body.topics.count = asked->topics.count > 0 ? 1 : 0;
    peer_answer(&w->brokers[b].peer, kp__node_session(w->brokers[b].node), &r->header, &body, w->now);
}

static void answer_init(world *w, int b, const peer_request *r)
{
    kp__init_producer_id_response body;
    kp__message_defaults(&kp__init_producer_id_response_message, &body);
    body.producer_id = w->next_producer_id++;
    body.producer_epoch = w->first_epoch;
    w->init_count++;
    peer_answer(&w->brokers[b].peer, kp__node_session(w->brokers[b].node), &r->header, &body, w->now);
}

static void note_sent(world *w, int b, int32_t partition, kp__slice records)
{
    assert_true(w->sent_count < SENT_MAX);
    sent *s = &w->sent[w->sent_count++];
    *s = (sent){.at = w->now, .broker = b, .partition = partition, .len = records.len};
    s->bytes = malloc(records.len);
    assert_non_null(s->bytes);
    memcpy(s->bytes, records.data, records.len);
    assert_int_equal(kp__batch_header_read(records, &s->header), KP_OK);
    assert_true(kp__batch_crc_ok(records));
}

static void note_request(world *w, int b, const peer_request *r)
{
    const kp__produce_request *body = r->body;
    w->produce_version = r->header.version;
    for (int32_t i = 0; r->header.version >= 13 && i < body->topic_data.count; i++)
        assert_memory_equal(&body->topic_data.items[i].topic_id, &w->topic_id, sizeof w->topic_id);
    for (int32_t i = 0; i < body->topic_data.count; i++)
        for (int32_t j = 0; j < body->topic_data.items[i].partition_data.count; j++)
            note_sent(w, b, body->topic_data.items[i].partition_data.items[j].index,
                      body->topic_data.items[i].partition_data.items[j].records.flat);
}

/* Decides about one batch. */
static bool judge(world *w, int b, int32_t partition, kp__slice records,
                  kp__produce_response_partition_produce_response *out, bool *ignore)
{
    sent now = {.at = w->now,
                .broker = b,
                .partition = partition,
                .bytes = (uint8_t *)(uintptr_t)records.data,
                .len = records.len};
    verdict v = {.leader_hint = -1, .leader_hint_epoch = -1};
    int64_t offset = -1;
    assert_int_equal(kp__batch_header_read(records, &now.header), KP_OK);
    bool decided = w->hook && w->hook(w, &now, &v);
    out->index = partition;
    out->base_offset = -1;
    out->log_append_time_ms = -1;
    out->current_leader.leader_id = v.leader_hint;
    out->current_leader.leader_epoch = v.leader_hint_epoch;
    out->error_message = v.message ? kp__slice_str(v.message) : kp__slice_null();
    out->record_errors.items = v.records;
    out->record_errors.count = v.record_count;
    if (!decided) {
        out->error_code = w->logs[partition].leader != b ? 6 : append(w, partition, &now.header, &offset);
        out->base_offset = out->error_code ? -1 : offset;
        return true;
    }
    if (v.append)
        assert_int_equal(append(w, partition, &now.header, &offset), 0);
    out->error_code = v.err;
    out->base_offset = v.err ? -1 : offset;
    *ignore |= v.ignore;
    return !v.leave_out;
}

static void turn_around(kp__produce_response_partition_produce_response *rows, int32_t count)
{
    for (int32_t i = 0; i < count / 2; i++) {
        kp__produce_response_partition_produce_response row = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
}

static void answer_produce(world *w, int b, peer_request *r)
{
    kp__produce_response body;
    kp__message_defaults(&kp__produce_response_message, &body);
    const kp__produce_request *asked = r->body;
    kp__produce_response_topic_produce_response topics[4];
    static kp__produce_response_partition_produce_response rows[4][PARTITIONS_MAX];
    bool ignore = false;
    memset(topics, 0, sizeof topics);
    memset(rows, 0, sizeof rows);
    assert_true(asked->topic_data.count <= 4);
    for (int32_t i = 0; i < asked->topic_data.count; i++) {
        const kp__produce_request_topic_produce_data *topic = &asked->topic_data.items[i];
        topics[i].name = topic->name;
        topics[i].topic_id = topic->topic_id;
        topics[i].partition_responses.items = rows[i];
        for (int32_t j = 0; j < topic->partition_data.count; j++)
            if (judge(w, b, topic->partition_data.items[j].index, topic->partition_data.items[j].records.flat,
                      &rows[i][topics[i].partition_responses.count], &ignore))
                topics[i].partition_responses.count++;
    }
    for (int32_t i = 0; w->backwards && i < asked->topic_data.count; i++)
        turn_around(rows[i], topics[i].partition_responses.count);
    body.throttle_time_ms = w->throttle_ms;
    body.responses.items = topics;
    body.responses.count = asked->topic_data.count;
    if (!ignore && asked->acks != 0)
        peer_answer(&w->brokers[b].peer, kp__node_session(w->brokers[b].node), &r->header, &body, w->now);
}

/* The request's body is decoded again from its frame: the arena of the peer holds only the last. */
static void decode_again(broker *at, peer_request *r)
{
    kp__slice body;
    kp__request_header header;
    assert_int_equal(kp__wire_request_header(kp__slice_of(r->frame, r->frame_len), &header, &body), KP_OK);
    const kp__message *message = kp__message_request(header.key);
    kp__arena_reset(&at->peer.arena);
    r->body = kp__arena_new(&at->peer.arena, kp__message_size(message));
    assert_non_null(r->body);
    kp__message_defaults(message, r->body);
    assert_int_equal(kp__wire_decode(message, header.version, body, &at->peer.arena, r->body, NULL), KP_OK);
}

static void answer(world *w, int b, peer_request *r)
{
    broker *at = &w->brokers[b];
    decode_again(at, r);
    if (r->header.key == 18)
        peer_answer_versions(&at->peer, kp__node_session(at->node), &r->header, NULL, 0, w->now);
    else if (r->header.key == 3)
        answer_metadata(w, b, r);
    else if (r->header.key == 22)
        answer_init(w, b, r);
    else
        answer_produce(w, b, r);
}

/* Answers what is due, in order per broker. */
static bool serve(world *w)
{
    bool blocked[BROKERS] = {false}, any = false;
    for (int i = 0; i < w->waiting_count;) {
        waiting it = w->waiting[i];
        broker *at = &w->brokers[it.broker];
        if (blocked[it.broker] || at->mute || (at->hold && it.request.header.key == 0) || it.at + w->latency > w->now) {
            blocked[it.broker] = true;
            i++;
            continue;
        }
        w->waiting_count--;
        memmove(&w->waiting[i], &w->waiting[i + 1], (size_t)(w->waiting_count - i) * sizeof(waiting));
        if (at->node)
            answer(w, it.broker, &it.request);
        peer_request_free(&it.request);
        any = true;
    }
    return any;
}

/* ---- the driver ---- */

static int broker_of(kp__node *node) { return kp__node_port(node) - 1000; }

/* A broker with two connections (a bootstrap one and its own) is more than the tests need: the older is cut. */
static void connected(world *w, kp__node *node)
{
    broker *at = &w->brokers[broker_of(node)];
    if (at->down) {
        kp__cluster_closed(kp__core_cluster(w->core), node, KP_ERR_CONNECT, "", w->now);
        return;
    }
    at->connects++;
    if (at->node)
        world_cut(w, broker_of(node));
    at->node = node;
    at->peer.len = 0;
    kp__cluster_connected(kp__core_cluster(w->core), node, w->now);
}

static void drop_waiting(world *w, int b)
{
    int keep = 0;
    for (int i = 0; i < w->waiting_count; i++)
        if (w->waiting[i].broker == b)
            peer_request_free(&w->waiting[i].request);
        else
            w->waiting[keep++] = w->waiting[i];
    w->waiting_count = keep;
}

static void closed(world *w, kp__node *node, kp_err err)
{
    int b = broker_of(node);
    if (w->brokers[b].node == node) {
        w->brokers[b].node = NULL;
        drop_waiting(w, b);
    }
    kp__cluster_closed(kp__core_cluster(w->core), node, err, "", w->now);
}

void world_cut(world *w, int b)
{
    if (w->brokers[b].node)
        closed(w, w->brokers[b].node, KP_ERR_DISCONNECTED);
}

static bool act(world *w)
{
    kp__cluster *cluster = kp__core_cluster(w->core);
    kp__action action = kp__cluster_action(cluster, w->now);
    kp_address address = {.length = 4};
    switch (action.kind) {
    case KP__ACTION_RESOLVE:
        kp__cluster_resolved(cluster, action.node, KP_OK, &address, 1, NULL, w->now);
        return true;
    case KP__ACTION_CONNECT:
        connected(w, action.node);
        return true;
    case KP__ACTION_CLOSE:
        closed(w, action.node, KP_ERR_CLOSED);
        return true;
    default:
        return false;
    }
}

static void receive(world *w, int b)
{
    peer_request r;
    while (peer_take(&w->brokers[b].peer, &r)) {
        if (r.header.key == 0)
            note_request(w, b, &r);
        assert_true(w->waiting_count < WAITING_MAX);
        w->waiting[w->waiting_count++] = (waiting){.broker = b, .at = w->now, .request = r};
    }
}

static void flush(world *w)
{
    for (kp__node *node; (node = kp__cluster_unsent(kp__core_cluster(w->core)));) {
        broker *at = &w->brokers[broker_of(node)];
        if (at->node != node)
            continue;
        peer_write(&at->peer, kp__node_session(node), SIZE_MAX, w->now);
        receive(w, broker_of(node));
    }
}

static void report(world *w)
{
    for (kp__list *link; (link = kp__list_pop(kp__core_done(w->core)));) {
        kp__batch *batch = KP__CONTAINER(link, kp__batch, link);
        int n = (int)batch->record_count;
        if (!batch->err)
            w->acked += n;
        else
            w->failed += n;
        if (batch->err && batch->status == KP_MAYBE_WRITTEN)
            w->maybe += n;
        w->last_err = batch->err;
        w->last_offset = batch->base_offset;
        if (w->on_done)
            w->on_done(w, batch);
        if (w->keep_reports) {
            kp__core_unread(w->core, batch);
            kp__list_push(&w->kept, &batch->link);
        } else {
            kp__core_reported(w->core, batch);
        }
    }
}

void world_read_reports(world *w)
{
    for (kp__list *link; (link = kp__list_pop(&w->kept));)
        kp__core_reported(w->core, KP__CONTAINER(link, kp__batch, link));
}

void world_turn_only(world *w)
{
    w->turns++;
    serve(w);
    while (act(w))
        ;
    kp__core_tick(w->core, w->now);
    while (act(w))
        ;
    flush(w);
    report(w);
}

void world_turn(world *w)
{
    world_turn_only(w);
    assert_true(kp__core_ok(w->core));
}

static kp_ns next_answer(world *w)
{
    kp_ns at = KP_NEVER;
    bool blocked[BROKERS] = {false};
    for (int i = 0; i < w->waiting_count; i++) {
        waiting *it = &w->waiting[i];
        broker *b = &w->brokers[it->broker];
        if (blocked[it->broker] || b->mute || (b->hold && it->request.header.key == 0)) {
            blocked[it->broker] = true;
            continue;
        }
        blocked[it->broker] = true;
        at = kp__ns_min(at, it->at + w->latency);
    }
    return at;
}

void world_until(world *w, kp_ns until)
{
    int same = 0;
    for (;;) {
        kp_ns before = w->now;
        world_turn(w);
        kp_ns next = kp__ns_min(kp__core_deadline(w->core), next_answer(w));
        if (kp__load(&w->intake.dirty))
            next = w->now;
        next = kp__ns_max(next, w->now);
        if (next > until)
            break;
        w->now = next;
        same = next == before ? same + 1 : 0;
        assert_true(same < 2000); /* no busy loop */
    }
    w->now = until;
    world_turn(w);
}

void world_for(world *w, kp_ns time) { world_until(w, w->now + time); }

/* ---- life ---- */

void world_open(world *w, settings s)
{
    memset(w, 0, sizeof *w);
    kp__list_init(&w->kept);
    w->now = KP_SEC(1);
    w->latency = KP_MS(1);
    w->next_producer_id = 4000;
    w->broker_count = s.brokers ? s.brokers : 1;
    w->partitions = s.partitions ? s.partitions : 1;
    kp__alloc_init(&w->alloc, NULL);
    kp__alloc_init(&w->peers_alloc, NULL);
    kp__log_init(&w->log, KP__LOG_DEBUG);
    size_t size = 32 << 20;
    w->memory_raw = calloc(1, size + 64);
    assert_non_null(w->memory_raw);
    w->memory = (void *)(((uintptr_t)w->memory_raw + 63) & ~(uintptr_t)63);
    kp__intake_init(&w->intake, w->memory, size, s.linger, 16384, 16384);
    kp__topics_init(&w->topics, &w->alloc, 1);
    for (int i = 0; i < PARTITIONS_MAX; i++)
        w->logs[i].leader = i % w->broker_count;
    for (int i = 0; i < BROKERS; i++)
        peer_init(&w->brokers[i].peer, &w->peers_alloc);
    kp__core_config config = {.acks = s.plain ? (s.acks ? s.acks : (int16_t)(s.acks)) : (int16_t)-1,
                              .idempotence = !s.plain,
                              .retries = s.retries ? s.retries : INT32_MAX,
                              .delivery_timeout = s.delivery_timeout ? s.delivery_timeout : KP_SEC(120),
                              .request_timeout = KP_SEC(30),
                              .retry_backoff = KP_MS(100),
                              .retry_backoff_max = KP_SEC(1),
                              .inflight_max = s.inflight ? (uint32_t)s.inflight : 5,
                              .max_request_size = s.max_request ? s.max_request : 1 << 20};
    config.cluster = (kp__cluster_config){.bootstrap_servers = "boot:1000",
                                          .client_id = "test",
                                          .request_timeout = KP_SEC(30),
                                          .inflight_max = config.inflight_max,
                                          .response_max = 16 << 20,
                                          .reconnect_backoff = KP_MS(50),
                                          .reconnect_backoff_max = KP_SEC(1),
                                          .retry_backoff = KP_MS(100),
                                          .retry_backoff_max = KP_SEC(1),
                                          .setup_timeout = KP_SEC(10),
                                          .setup_timeout_max = KP_SEC(30),
                                          .metadata_max_age = KP_SEC(300),
                                          .metadata_max_idle = KP_SEC(300),
                                          .connections_max_idle = KP_SEC(540),
                                          .rebootstrap_trigger = KP_SEC(300),
                                          .auto_create = true,
                                          .send_buffer = -1,
                                          .receive_buffer = -1};
    assert_int_equal(kp__core_new(&w->alloc, &config, &w->intake, &w->topics, &w->health, &w->log, 7, &w->core), KP_OK);
    assert_int_equal(kp__topics_get(&w->topics, "t", &w->topic), KP_OK);
}

void world_close(world *w)
{
    for (int b = 0; b < BROKERS; b++)
        drop_waiting(w, b);
    kp__core_free(w->core);
    kp__topics_deinit(&w->topics);
    for (int i = 0; i < BROKERS; i++)
        peer_deinit(&w->brokers[i].peer);
    assert_int_equal(kp__pool_used(&w->intake.pool), 0);
    kp__intake_deinit(&w->intake);
    for (int i = 0; i < w->sent_count; i++)
        free(w->sent[i].bytes);
    for (int i = 0; i < PARTITIONS_MAX; i++)
        free(w->logs[i].batches);
    free(w->memory_raw);
    assert_true(kp__health_ok(&w->health));
    assert_int_equal(w->alloc.bytes + w->peers_alloc.bytes, 0);
}

void world_ready(world *w)
{
    kp__core_want_topic(w->core, w->topic, w->now);
    kp__core_connect(w->core, w->now);
    for (int i = 0; i < 100 && !(kp__load(&w->topic->view) && kp__core_is_ready(w->core)); i++)
        world_for(w, KP_MS(50));
    assert_non_null(kp__load(&w->topic->view));
    assert_true(kp__core_is_ready(w->core));
}

kp__lane *world_lane(world *w, int32_t partition) { return kp__load(&w->topic->view)->lanes[partition]; }

static void nobody(const kp_delivery *delivery, void *arg)
{
    (void)delivery;
    (void)arg;
}

void world_append(world *w, int32_t partition, const char *value)
{
    kp_record record = KP_RECORD_INIT;
    kp__appended out;
    record.partition = partition;
    record.value = value;
    record.value_size = strlen(value);
    assert_int_equal(
        kp__lane_append(&w->intake, world_lane(w, partition), &record, 1000, w->now, nobody, NULL, true, &out), KP_OK);
}

void world_append_n(world *w, int32_t partition, int n)
{
    while (n-- > 0)
        world_append(w, partition, "0123456789");
}

void world_move_leader(world *w, int32_t partition, int b)
{
    w->logs[partition].leader = b;
    w->logs[partition].epoch++;
}

int world_sent_of(world *w, int32_t partition, int n)
{
    for (int i = 0; i < w->sent_count; i++)
        if (w->sent[i].partition == partition && n-- == 0)
            return i;
    return -1;
}

int world_sent_count(world *w, int32_t partition)
{
    int n = 0;
    for (int i = 0; i < w->sent_count; i++)
        n += w->sent[i].partition == partition;
    return n;
}
