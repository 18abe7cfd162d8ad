/* Brokers that metadata does not name any more. Nothing is led there; the connection ends as soon as no request is
 * under way on it, and what the node takes is given back when the owner of the cluster has nothing there either. It is
 * looked at after an answer, and when such a connection has ended. */
#include <cluster/state.h>

static bool any_gone(const kp__cluster *cluster)
{
    KP__LIST_EACH(link, &cluster->nodes)
    {
        if (KP__CONTAINER(link, kp__node, all)->gone)
            return true;
    }
    return false;
}

/* Partitions whose leader has left have none that could be asked, until metadata names the next. */
static void unlead(kp__cluster *cluster, kp_ns now)
{
    KP__LIST_EACH(link, &cluster->topics)
    {
        kp__topic_state *state = &KP__CONTAINER(link, kp__topic_entry, all)->state;
        bool changed = false;
        for (int32_t i = 0; i < state->partition_count; i++) {
            if (!state->partitions[i].node || !state->partitions[i].node->gone)
                continue;
            state->partitions[i].node = NULL;
            changed = true;
        }
        if (changed && cluster->events.topic_changed)
            cluster->events.topic_changed(cluster->events.arg, state, now);
    }
}

static bool let_go(kp__cluster *cluster, kp__node *node)
{
    return !cluster->events.node_leaves || cluster->events.node_leaves(cluster->events.arg, node);
}

void kp__gone_tick(kp__cluster *cluster, kp_ns now)
{
    if (!cluster->look_for_gone)
        return;
    cluster->look_for_gone = false;
    if (!any_gone(cluster))
        return;
    unlead(cluster, now);
    for (kp__list *link = cluster->nodes.next, *next; link != &cluster->nodes; link = next) {
        kp__node *node = KP__CONTAINER(link, kp__node, all);
        next = link->next;
        if (!node->gone)
            continue;
        if (kp__session_inflight(node->session) == 0)
            kp__node_end(node, KP_ERR_DISCONNECTED, true, now);
        if (node->link == KP__LINK_IDLE && let_go(cluster, node))
            kp__node_free(node);
    }
}
