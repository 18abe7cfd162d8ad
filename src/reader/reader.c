#include <reader/reader.h>

#include <stdio.h>
#include <string.h>

#include <base/ns.h>

void kp__reader_init(kp__reader *reader, kp__alloc *alloc, kp__cluster *cluster, const kp__reader_config *config)
{
    memset(reader, 0, sizeof *reader);
    reader->alloc = alloc;
    reader->cluster = cluster;
    reader->config = *config;
    kp__list_init(&reader->taps);
    kp__list_init(&reader->unread);
    kp__list_init(&reader->posts);
}

static void tap_free(kp__reader *reader, kp__tap *tap)
{
    kp__list_remove(&tap->all);
    kp__list_remove(&tap->unread);
    kp__buf_deinit(&tap->bytes);
    kp__delete(reader->alloc, tap->topic);
    kp__delete(reader->alloc, tap);
}

static void post_free(kp__reader *reader, kp__post *post)
{
    kp__list_remove(&post->all);
    kp__request_deinit(&post->fetch);
    kp__request_deinit(&post->list);
    kp__delete(reader->alloc, post);
}

void kp__reader_deinit(kp__reader *reader)
{
    if (!reader->alloc)
        return;
    for (kp__list *each; (each = kp__list_first(&reader->taps)) != NULL;)
        tap_free(reader, KP__CONTAINER(each, kp__tap, all));
    for (kp__list *each; (each = kp__list_first(&reader->posts)) != NULL;)
        post_free(reader, KP__CONTAINER(each, kp__post, all));
    kp__delete(reader->alloc, reader->headers);
    reader->alloc = NULL;
}

void kp__reader_fail(kp__reader *reader, const kp__tap *tap, kp_err err, const char *what)
{
    if (reader->err)
        return;
    reader->err = err;
    snprintf(reader->text, sizeof reader->text, "topic \"%.100s\" partition %d offset %lld: %s", tap->topic,
             (int)tap->partition, (long long)tap->next, what);
}

/* ---- taps ---- */

static kp__tap *find_tap(kp__reader *reader, const char *topic, int32_t partition)
{
    KP__LIST_EACH(each, &reader->taps)
    {
        kp__tap *tap = KP__CONTAINER(each, kp__tap, all);
        if (tap->partition == partition && strcmp(tap->topic, topic) == 0)
            return tap;
    }
    return NULL;
}

/* The taps of a topic lie together: requests name it once. */
static kp__list *behind_topic(kp__reader *reader, const char *topic)
{
    kp__list *behind = &reader->taps;
    KP__LIST_EACH(each, &reader->taps)
    {
        if (strcmp(KP__CONTAINER(each, kp__tap, all)->topic, topic) == 0)
            behind = each->next;
    }
    return behind;
}

static kp_err new_tap(kp__reader *reader, const char *topic, int32_t partition, kp__tap **out)
{
    if (reader->tap_count == KP__READER_TAPS_MAX)
        return KP_ERR_LIMIT;
    kp__tap *tap = kp__new(reader->alloc, sizeof *tap);
    if (!tap)
        return KP_ERR_NO_MEMORY;
    tap->topic = kp__strdup(reader->alloc, topic);
    if (!tap->topic) {
        kp__delete(reader->alloc, tap);
        return KP_ERR_NO_MEMORY;
    }
    tap->partition = partition;
    kp__buf_init(&tap->bytes, reader->alloc, reader->config.response_max);
    kp__list_insert_before(behind_topic(reader, topic), &tap->all);
    reader->tap_count++;
    *out = tap;
    return KP_OK;
}

kp_err kp__reader_add(kp__reader *reader, const char *topic, int32_t partition, int64_t offset)
{
    const kp__topic_state *state = kp__cluster_topic(reader->cluster, topic);
    if (!state || partition < 0 || partition >= state->partition_count)
        return KP_ERR_UNKNOWN_PARTITION;
    kp__tap *tap = find_tap(reader, topic, partition);
    if (!tap) {
        kp_err err = new_tap(reader, topic, partition, &tap);
        if (err)
            return err;
    }
    kp__buf_clear(&tap->bytes);
    kp__list_remove(&tap->unread);
    tap->in_batch = false;
    tap->at = 0;
    tap->next = offset;
    tap->end = -1;
    tap->not_before = 0;
    tap->asked = NULL; /* an answer under way is not for this any more */
    return KP_OK;
}

bool kp__reader_placed(const kp__reader *reader)
{
    KP__LIST_EACH(each, &reader->taps)
    {
        if (KP__CONTAINER(each, kp__tap, all)->next < 0)
            return false;
    }
    return true;
}

bool kp__reader_at_end(const kp__reader *reader)
{
    if (!kp__list_empty(&reader->unread))
        return false;
    KP__LIST_EACH(each, &reader->taps)
    {
        const kp__tap *tap = KP__CONTAINER(each, kp__tap, all);
        if (tap->next < 0 || tap->end < 0 || tap->next < tap->end)
            return false;
    }
    return true;
}

kp_err kp__reader_take(kp__reader *reader, kp_read_record *out)
{
    /* One tap to its end, then the next: records of one partition come together. */
    for (kp__list *each; !reader->err && (each = kp__list_first(&reader->unread)) != NULL;) {
        kp__tap *tap = KP__CONTAINER(each, kp__tap, unread);
        kp_err err = kp__tap_take(reader, tap, out);
        if (err != KP_AGAIN)
            return err;
        kp__list_remove(&tap->unread);
        kp__buf_clear(&tap->bytes);
    }
    return reader->err ? reader->err : KP_AGAIN;
}

/* ---- turns ---- */

bool kp__tap_is_of(const kp__reader *reader, const kp__tap *tap, int32_t node_id)
{
    const kp__topic_state *state = kp__cluster_topic(reader->cluster, tap->topic);
    return state && tap->partition < state->partition_count && state->partitions[tap->partition].leader == node_id;
}

/* Posts of brokers that have left. */
static void clear_posts(kp__reader *reader)
{
    for (kp__list *each = reader->posts.next, *next; each != &reader->posts; each = next) {
        kp__post *post = KP__CONTAINER(each, kp__post, all);
        next = each->next;
        if (!post->fetch_busy && !post->list_busy && !kp__cluster_node(reader->cluster, post->node_id))
            post_free(reader, post);
    }
}

static kp__post *post_of(kp__reader *reader, int32_t node_id)
{
    KP__LIST_EACH(each, &reader->posts)
    {
        kp__post *post = KP__CONTAINER(each, kp__post, all);
        if (post->node_id == node_id)
            return post;
    }
    kp__post *post = kp__new(reader->alloc, sizeof *post);
    if (!post)
        return NULL;
    kp__post_init(post, reader, node_id);
    kp__list_push(&reader->posts, &post->all);
    return post;
}

/* A tap whose leader is unknown or gone belongs to no post, so no request of ours would find out where it went. */
static bool is_lost(const kp__reader *reader, const kp__tap *tap)
{
    const kp__topic_state *state = kp__cluster_topic(reader->cluster, tap->topic);
    return !state || tap->partition >= state->partition_count || !state->partitions[tap->partition].node;
}

static void look_for_leaders(kp__reader *reader, kp_ns now)
{
    if (kp__cluster_asking(reader->cluster))
        return;
    KP__LIST_EACH(each, &reader->taps)
    {
        if (!is_lost(reader, KP__CONTAINER(each, kp__tap, all)))
            continue;
        kp__cluster_refresh(reader->cluster, now); /* under its back-off */
        return;
    }
}

void kp__reader_tick(kp__reader *reader, kp_ns now)
{
    if (reader->err || kp__list_empty(&reader->taps))
        return;
    look_for_leaders(reader, now);
    clear_posts(reader);
    for (kp__node *node = kp__cluster_node_next(reader->cluster, NULL); node;
         node = kp__cluster_node_next(reader->cluster, node)) {
        kp__post *post = kp__node_id(node) >= 0 ? post_of(reader, kp__node_id(node)) : NULL;
        if (post)
            kp__post_tick(post, node, now);
    }
}

kp_ns kp__reader_deadline(const kp__reader *reader)
{
    kp_ns deadline = KP_NEVER;
    KP__LIST_EACH(each, &reader->taps)
    {
        const kp__tap *tap = KP__CONTAINER(each, kp__tap, all);
        if (!tap->asked && tap->not_before)
            deadline = kp__ns_min(deadline, tap->not_before);
    }
    return deadline;
}
