/* The two requests of a broker: ListOffsets for taps that do not know where to begin, Fetch for the others. */
#include <reader/reader.h>

#include <string.h>

#include <base/ns.h>
#include <wire/messages.h>

/* Names until 12, ids from 13; 18 only adds what replicas need. */
enum { FETCH_FIRST = 4, FETCH_LAST_NAMED = 12, FETCH_LAST = 17, LIST_FIRST = 1, LIST_LAST = 10 };

typedef kp__fetch_response_partition_data partition_data;

/* The taps of a request under way: ListOffsets is for those without a place yet. */
static bool is_in(const kp__post *post, const kp__tap *tap, bool listing)
{
    return tap->asked == post && (tap->next < 0) == listing;
}

static void pause_tap(kp__reader *reader, kp__tap *tap, kp_ns now)
{
    tap->not_before = kp__ns_add(now, reader->config.backoff);
}

/* An error of one partition: pause and look again, or the end. */
static void tap_error(kp__reader *reader, kp__tap *tap, kp_err err, kp_ns now)
{
    uint32_t class = kp_err_class(err);
    if (class & KP_CLASS_REFRESH)
        kp__cluster_refresh(reader->cluster, now);
    if (class & KP_CLASS_RETRIABLE)
        pause_tap(reader, tap, now);
    else
        kp__reader_fail(reader, tap, err, kp_err_text(err));
}

/* The request failed as a whole. */
static void all_failed(kp__post *post, bool listing, kp_err err, kp_ns now)
{
    KP__LIST_EACH(each, &post->reader->taps)
    {
        kp__tap *tap = KP__CONTAINER(each, kp__tap, all);
        if (!is_in(post, tap, listing))
            continue;
        tap->asked = NULL;
        if (err)
            tap_error(post->reader, tap, err, now);
    }
}

static void unmark(kp__post *post, bool listing) { all_failed(post, listing, KP_OK, 0); }

/* ---- encoding ---- */

static size_t count_in(const kp__post *post, bool listing)
{
    size_t count = 0;
    KP__LIST_EACH(each, &post->reader->taps) { count += is_in(post, KP__CONTAINER(each, kp__tap, all), listing); }
    return count;
}

static bool same_topic(const kp__tap *a, const kp__tap *b) { return strcmp(a->topic, b->topic) == 0; }

static kp_err encode_list(kp__request *request, int16_t version, kp__gather *out)
{
    kp__post *post = request->owner;
    kp__reader *reader = post->reader;
    size_t count = count_in(post, true), topics = 0, used = 0;
    kp__list_offsets_request_list_offsets_partition *partitions =
        kp__new_array(reader->alloc, count + 1, sizeof *partitions);
    kp__list_offsets_request_list_offsets_topic *names = kp__new_array(reader->alloc, count + 1, sizeof *names);
    kp_err err = partitions && names ? KP_OK : KP_ERR_NO_MEMORY;
    const kp__tap *last = NULL;
    KP__LIST_EACH(each, &reader->taps)
    {
        kp__tap *tap = KP__CONTAINER(each, kp__tap, all);
        if (err || !is_in(post, tap, true))
            continue;
        if (!last || !same_topic(last, tap)) {
            names[topics].name = kp__slice_str(tap->topic);
            names[topics++].partitions.items = &partitions[used];
        }
        last = tap;
        names[topics - 1].partitions.count++;
        kp__list_offsets_request_list_offsets_partition *partition = &partitions[used++];
        partition->partition_index = tap->partition;
        partition->current_leader_epoch = -1;
        partition->timestamp = tap->next;
        partition->max_num_offsets = 1;
    }
    kp__list_offsets_request body;
    kp__message_defaults(&kp__list_offsets_request_message, &body);
    body.replica_id = -1;
    body.topics.items = names;
    body.topics.count = (int32_t)topics;
    body.timeout_ms = 30000;
    if (!err)
        err = kp__wire_encode(&kp__list_offsets_request_message, version, &body, out);
    kp__delete(reader->alloc, partitions);
    kp__delete(reader->alloc, names);
    return err;
}

static kp_err encode_fetch(kp__request *request, int16_t version, kp__gather *out)
{
    kp__post *post = request->owner;
    kp__reader *reader = post->reader;
    size_t count = count_in(post, false), topics = 0, used = 0;
    bool at_once = false; /* a tap whose end is not known yet asks for it, not only for data */
    kp__fetch_request_fetch_partition *partitions = kp__new_array(reader->alloc, count + 1, sizeof *partitions);
    kp__fetch_request_fetch_topic *names = kp__new_array(reader->alloc, count + 1, sizeof *names);
    kp_err err = partitions && names ? KP_OK : KP_ERR_NO_MEMORY;
    const kp__tap *last = NULL;
    KP__LIST_EACH(each, &reader->taps)
    {
        kp__tap *tap = KP__CONTAINER(each, kp__tap, all);
        if (err || !is_in(post, tap, false))
            continue;
        const kp__topic_state *state = kp__cluster_topic(reader->cluster, tap->topic);
        if (!last || !same_topic(last, tap)) {
            if (version <= FETCH_LAST_NAMED)
                names[topics].topic = kp__slice_str(tap->topic);
            else
                names[topics].topic_id = state->id;
            names[topics++].partitions.items = &partitions[used];
        }
        last = tap;
        at_once = at_once || tap->end < 0;
        names[topics - 1].partitions.count++;
        kp__fetch_request_fetch_partition *partition = &partitions[used++];
        *partition = (kp__fetch_request_fetch_partition){.partition = tap->partition,
                                                         .current_leader_epoch = -1,
                                                         .fetch_offset = tap->next,
                                                         .last_fetched_epoch = -1,
                                                         .log_start_offset = -1,
                                                         .partition_max_bytes = reader->config.partition_max_bytes,
                                                         .high_watermark = INT64_MAX};
    }
    kp__fetch_request body;
    kp__message_defaults(&kp__fetch_request_message, &body);
    body.max_wait_ms = at_once ? 0 : reader->config.max_wait_ms;
    body.min_bytes = reader->config.min_bytes;
    body.max_bytes = reader->config.max_bytes;
    body.topics.items = names;
    body.topics.count = (int32_t)topics;
    body.rack_id = kp__slice_str("");
    if (!err)
        err = kp__wire_encode(&kp__fetch_request_message, version, &body, out);
    kp__delete(reader->alloc, partitions);
    kp__delete(reader->alloc, names);
    return err;
}

/* ---- answers ---- */

static bool id_is(const kp__topic_state *state, const kp__uuid *id)
{
    return state && memcmp(&state->id, id, sizeof *id) == 0;
}

/* The tap that an answer speaks of; NULL: we did not ask for it. `name` is null where the version has ids. */
static kp__tap *asked_tap(kp__post *post, kp__slice name, const kp__uuid *id, int32_t partition, bool listing)
{
    KP__LIST_EACH(each, &post->reader->taps)
    {
        kp__tap *tap = KP__CONTAINER(each, kp__tap, all);
        if (tap->partition != partition || !is_in(post, tap, listing))
            continue;
        if (id ? id_is(kp__cluster_topic(post->reader->cluster, tap->topic), id)
               : kp__slice_equal(kp__slice_str(tap->topic), name))
            return tap;
    }
    return NULL;
}

static void take_offset(kp__post *post, kp__slice topic,
                        const kp__list_offsets_response_list_offsets_partition_response *answer, kp_ns now)
{
    kp__tap *tap = asked_tap(post, topic, NULL, answer->partition_index, true);
    if (!tap)
        return;
    tap->asked = NULL;
    if (answer->error_code)
        tap_error(post->reader, tap, answer->error_code, now);
    else if (answer->offset < 0)
        kp__reader_fail(post->reader, tap, KP_ERR_PROTOCOL, "the broker told a negative offset");
    else
        tap->next = answer->offset;
}

static void on_list(kp__request *request, const kp__answer *answer)
{
    kp__post *post = request->owner;
    post->list_busy = false;
    if (answer->err) {
        all_failed(post, true, answer->err, answer->now);
        return;
    }
    const kp__list_offsets_response *body = answer->body;
    for (int32_t i = 0; i < body->topics.count; i++)
        for (int32_t j = 0; j < body->topics.items[i].partitions.count; j++)
            take_offset(post, body->topics.items[i].name, &body->topics.items[i].partitions.items[j], answer->now);
    unmark(post, true);
}

static void take_data(kp__reader *reader, kp__tap *tap, const partition_data *data, kp_ns now)
{
    tap->asked = NULL;
    if (data->error_code) {
        tap_error(reader, tap, data->error_code, now);
        return;
    }
    tap->end = data->high_watermark;
    kp__slice bytes = data->records.flat;
    if (!bytes.len)
        return;
    kp__buf_clear(&tap->bytes);
    kp__buf_append(&tap->bytes, bytes.data, bytes.len);
    if (kp__buf_err(&tap->bytes)) {
        kp__reader_fail(reader, tap, kp__buf_err(&tap->bytes), "no memory for what the broker sent");
        return;
    }
    tap->at = 0;
    tap->in_batch = false;
    kp__list_push(&reader->unread, &tap->unread);
}

static void on_fetch(kp__request *request, const kp__answer *answer)
{
    kp__post *post = request->owner;
    post->fetch_busy = false;
    const kp__fetch_response *body = answer->body;
    kp_err err = answer->err ? answer->err : body->error_code;
    if (err) {
        all_failed(post, false, err, answer->now);
        return;
    }
    for (int32_t i = 0; i < body->responses.count; i++) {
        const kp__fetch_response_fetchable_topic_response *topic = &body->responses.items[i];
        const kp__uuid *id = answer->version > FETCH_LAST_NAMED ? &topic->topic_id : NULL;
        for (int32_t j = 0; j < topic->partitions.count; j++) {
            const partition_data *data = &topic->partitions.items[j];
            kp__tap *tap = asked_tap(post, topic->topic, id, data->partition_index, false);
            if (tap)
                take_data(post->reader, tap, data, answer->now);
        }
    }
    unmark(post, false);
}

/* ---- the turn ---- */

void kp__post_init(kp__post *post, kp__reader *reader, int32_t node_id)
{
    post->reader = reader;
    post->node_id = node_id;
    kp__request_init(&post->fetch, reader->alloc, &kp__fetch_request_message, KP__READER_REQUEST_MAX);
    kp__request_init(&post->list, reader->alloc, &kp__list_offsets_request_message, KP__READER_REQUEST_MAX);
    post->fetch.version_min = FETCH_FIRST;
    post->fetch.encode = encode_fetch;
    post->fetch.done = on_fetch;
    post->fetch.owner = post;
    post->list.version_min = LIST_FIRST;
    post->list.version_max = LIST_LAST;
    post->list.encode = encode_list;
    post->list.done = on_list;
    post->list.owner = post;
}

static bool has_id(const kp__reader *reader, const kp__tap *tap)
{
    static const kp__uuid none;
    const kp__topic_state *state = kp__cluster_topic(reader->cluster, tap->topic);
    return state && !id_is(state, &none);
}

/* Marks the taps for a request; 0 when there are none, or when one of them has to be read first. */
static size_t mark(kp__post *post, bool listing, bool *ids, kp_ns now)
{
    kp__reader *reader = post->reader;
    size_t marked = 0;
    *ids = true;
    KP__LIST_EACH(each, &reader->taps)
    {
        kp__tap *tap = KP__CONTAINER(each, kp__tap, all);
        if (tap->asked || (tap->next < 0) != listing || !kp__tap_is_of(reader, tap, post->node_id))
            continue;
        if (kp__list_linked(&tap->unread)) {
            unmark(post, listing);
            return 0;
        }
        if (now < tap->not_before)
            continue;
        tap->asked = post;
        *ids = *ids && has_id(reader, tap);
        marked++;
    }
    return marked;
}

static void submit(kp__post *post, kp__node *node, bool listing, kp_ns now)
{
    kp__reader *reader = post->reader;
    bool ids;
    if (!kp__node_usable(reader->cluster, node, now) || mark(post, listing, &ids, now) == 0)
        return;
    kp__request *request = listing ? &post->list : &post->fetch;
    if (!listing)
        request->version_max = ids ? FETCH_LAST : FETCH_LAST_NAMED;
    kp_err err = kp__node_submit(reader->cluster, node, request, now);
    if (err)
        all_failed(post, listing, err, now);
    else if (listing)
        post->list_busy = true;
    else
        post->fetch_busy = true;
}

/* Is there a tap of this kind at the broker? A connection is made only for one. */
static bool wanted(const kp__post *post, bool listing)
{
    KP__LIST_EACH(each, &post->reader->taps)
    {
        const kp__tap *tap = KP__CONTAINER(each, kp__tap, all);
        if ((tap->next < 0) == listing && kp__tap_is_of(post->reader, tap, post->node_id))
            return true;
    }
    return false;
}

void kp__post_tick(kp__post *post, kp__node *node, kp_ns now)
{
    if (!post->list_busy && wanted(post, true))
        submit(post, node, true, now);
    if (!post->fetch_busy && wanted(post, false))
        submit(post, node, false, now);
}
