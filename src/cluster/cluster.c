#include <cluster/cluster.h>

#include <base/ns.h>
#include <cluster/state.h>

#include <string.h>

/* ---- life ---- */

typedef struct servers {
    kp__cluster *cluster;
    kp__node *all[KP__BOOTSTRAP_MAX];
    int count;
} servers;

static kp_err add_server(void *arg, kp__slice host, int32_t port)
{
    servers *s = arg;
    for (int i = 0; i < s->count; i++)
        if (s->all[i]->port == port && kp__slice_equal(kp__slice_str(s->all[i]->host), host))
            return KP_OK;
    kp__node *node = kp__node_new(s->cluster, -1, host, port);
    if (!node)
        return KP_ERR_NO_MEMORY;
    s->all[s->count++] = node;
    return KP_OK;
}

kp_err kp__cluster_new(kp__alloc *alloc, const kp__cluster_config *config, uint64_t seed, kp__log *log,
                       kp__cluster **out)
{
    kp__cluster *cluster = kp__new(alloc, sizeof *cluster);
    if (!cluster)
        return KP_ERR_NO_MEMORY;
    cluster->alloc = alloc;
    cluster->config = *config;
    cluster->log = log;
    cluster->controller = -1;
    kp__rng_seed(&cluster->rng, seed);
    kp__list_init(&cluster->nodes);
    kp__list_init(&cluster->todo);
    kp__list_init(&cluster->changed);
    kp__list_init(&cluster->output);
    kp__list_init(&cluster->topics);
    kp__list_init(&cluster->fresh);
    kp__heap_init(&cluster->timers, alloc);
    kp__arena_init(&cluster->answers, alloc, config->response_max);
    kp__metadata_init(cluster);
    cluster->client_id = kp__strdup(alloc, config->client_id ? config->client_id : "kprod");
    servers s = {.cluster = cluster};
    kp_err err =
        cluster->client_id ? kp__bootstrap_walk(config->bootstrap_servers, NULL, add_server, &s) : KP_ERR_NO_MEMORY;
    cluster->config.bootstrap_servers = NULL; /* the caller's, and not needed any more */
    cluster->config.client_id = NULL;
    if (err) {
        kp__cluster_free(cluster);
        return err;
    }
    *out = cluster;
    return KP_OK;
}

void kp__cluster_free(kp__cluster *cluster)
{
    if (!cluster)
        return;
    cluster->events = (kp__cluster_events){0};
    for (kp__list *link; (link = kp__list_first(&cluster->nodes));)
        kp__node_free(KP__CONTAINER(link, kp__node, all));
    for (kp__list *link; (link = kp__list_first(&cluster->topics));)
        kp__topic_drop(cluster, KP__CONTAINER(link, kp__topic_entry, all));
    kp__metadata_deinit(cluster);
    kp__heap_deinit(&cluster->timers);
    kp__arena_deinit(&cluster->answers);
    kp__delete(cluster->alloc, cluster->buckets);
    kp__delete(cluster->alloc, cluster->by_id);
    kp__delete(cluster->alloc, cluster->client_id);
    kp__delete(cluster->alloc, cluster->cluster_id);
    kp__delete(cluster->alloc, cluster);
}

void kp__cluster_listen(kp__cluster *cluster, const kp__cluster_events *events) { cluster->events = *events; }

/* ---- topics ---- */

kp_err kp__cluster_want_topic(kp__cluster *cluster, const char *name, void *owner, kp_ns now)
{
    kp__topic_entry *topic = kp__topic_find(cluster, kp__slice_str(name));
    if (!topic) {
        kp_err err = kp__topic_add(cluster, kp__slice_str(name), &topic);
        if (err)
            return err;
    }
    topic->state.owner = owner;
    topic->once = false;
    topic->tell = true;
    if (topic->asked || kp__list_linked(&topic->fresh))
        return KP_OK;
    kp__list_push(&cluster->fresh, &topic->fresh);
    cluster->fresh_at = kp__ns_min(cluster->fresh_at, now);
    return KP_OK;
}

void kp__cluster_want_all_topics(kp__cluster *cluster, kp_ns now)
{
    (void)now;
    cluster->all_wanted = true;
}

kp__topic_state *kp__cluster_topic(kp__cluster *cluster, const char *name)
{
    kp__topic_entry *topic = kp__topic_find(cluster, kp__slice_str(name));
    return topic ? &topic->state : NULL;
}

bool kp__cluster_ready(const kp__cluster *cluster) { return cluster->known; }
int32_t kp__cluster_controller(const kp__cluster *cluster) { return cluster->controller; }
const char *kp__cluster_id(const kp__cluster *cluster) { return cluster->cluster_id; }

kp__node *kp__cluster_node_next(kp__cluster *cluster, kp__node *after)
{
    kp__list *next = after ? after->all.next : cluster->nodes.next;
    return next == &cluster->nodes ? NULL : KP__CONTAINER(next, kp__node, all);
}

/* ---- the turn ---- */

kp_ns kp__cluster_deadline(const kp__cluster *cluster)
{
    if (!kp__list_empty(&cluster->changed) || !kp__list_empty(&cluster->todo) || !kp__list_empty(&cluster->output))
        return 0;
    return kp__ns_min(kp__heap_deadline(&cluster->timers), kp__metadata_deadline(cluster));
}

/* Once a broker of the cluster itself is ready, the connections to bootstrap servers have done their work. */
static void leave_bootstrap(kp__cluster *cluster, kp_ns now)
{
    KP__LIST_EACH(link, &cluster->nodes)
    {
        kp__node *node = KP__CONTAINER(link, kp__node, all);
        if (node->id < 0 && node->link == KP__LINK_UP && node->ready && kp__session_inflight(node->session) == 0 &&
            !cluster->rebootstrap)
            kp__node_end(node, KP_ERR_DISCONNECTED, true, now);
    }
}

void kp__cluster_tick(kp__cluster *cluster, kp_ns now)
{
    bool learned_ready = false;
    for (kp__list *link; (link = kp__list_pop(&cluster->changed));) {
        kp__node *node = KP__CONTAINER(link, kp__node, changed);
        bool was = node->ready;
        kp__node_changed(node, now);
        learned_ready |= node->id >= 0 && node->ready && !was;
    }
    for (kp__heap_node *first; (first = kp__heap_first(&cluster->timers)) && first->at <= now;) {
        kp__heap_remove(&cluster->timers, first);
        kp__node_timer(KP__CONTAINER(first, kp__node, timer), now);
    }
    for (kp__list *link; (link = kp__list_pop(&cluster->changed));) /* what the timers did */
        kp__node_changed(KP__CONTAINER(link, kp__node, changed), now);
    if (learned_ready)
        leave_bootstrap(cluster, now);
    kp__gone_tick(cluster, now);
    kp__metadata_tick(cluster, now);
}

kp__node *kp__cluster_unsent(kp__cluster *cluster)
{
    kp__list *link = kp__list_pop(&cluster->output);
    return link ? KP__CONTAINER(link, kp__node, output) : NULL;
}
