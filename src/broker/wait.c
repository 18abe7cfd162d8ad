#include <broker/wait.h>

#include <string.h>

#include <broker/dispatch.h>

static size_t held(size_t frame_len, int32_t partitions)
{
    return sizeof(kp__wait) + (size_t)partitions * sizeof(kp__watch) + frame_len;
}

bool kp__wait_room(const kp__conn *conn, size_t frame_len, int32_t partitions)
{
    const kp__budget *budget = &conn->broker->budget;
    return !kp__budget_on_express(conn) && budget->waits + held(frame_len, partitions) <= KP__WAITS_MAX;
}

kp_err kp__wait_new(kp__conn *conn, kp__slice frame, kp_ns deadline, int64_t missing, int32_t partitions)
{
    kp_broker *broker = conn->broker;
    size_t size = sizeof(kp__wait) + (size_t)partitions * sizeof(kp__watch);
    kp__wait *wait = kp__new(&broker->alloc, size);
    if (!wait)
        return KP_ERR_NO_MEMORY;
    wait->conn = conn;
    wait->missing = missing;
    wait->watch_max = partitions;
    wait->frame_len = frame.len;
    wait->frame = kp__new(&broker->alloc, frame.len);
    kp_err err = wait->frame ? kp__heap_set(&broker->waits, &wait->at, deadline) : KP_ERR_NO_MEMORY;
    if (err) {
        kp__delete(&broker->alloc, wait->frame);
        kp__delete(&broker->alloc, wait);
        return err;
    }
    memcpy(wait->frame, frame.data, frame.len);
    conn->wait = wait;
    broker->budget.waits += held(frame.len, partitions);
    return KP_OK;
}

void kp__wait_watch(kp__wait *wait, kp__partition *partition)
{
    if (wait->watch_count == wait->watch_max)
        return;
    kp__watch *watch = &wait->watches[wait->watch_count++];
    watch->wait = wait;
    kp__list_push(&partition->watchers, &watch->node);
}

/* Takes it from its connection: nobody points to it any more. */
static kp__wait *detach(kp__conn *conn)
{
    kp__wait *wait = conn->wait;
    if (!wait)
        return NULL;
    for (int32_t i = 0; i < wait->watch_count; i++)
        kp__list_remove(&wait->watches[i].node);
    kp__heap_remove(&conn->broker->waits, &wait->at);
    kp__list_remove(&wait->due);
    conn->wait = NULL;
    return wait;
}

static void wait_free(kp_broker *broker, kp__wait *wait)
{
    if (!wait)
        return;
    broker->budget.waits -= held(wait->frame_len, wait->watch_max);
    kp__delete(&broker->alloc, wait->frame);
    kp__delete(&broker->alloc, wait);
}

void kp__wait_cancel(kp__conn *conn) { wait_free(conn->broker, detach(conn)); }

static void make_due(kp_broker *broker, kp__wait *wait)
{
    if (!kp__list_linked(&wait->due))
        kp__list_push(&broker->due, &wait->due);
}

void kp__wait_grown(kp_broker *broker, kp__partition *partition, int64_t bytes)
{
    KP__LIST_EACH(node, &partition->watchers)
    {
        kp__wait *wait = KP__CONTAINER(node, kp__watch, node)->wait;
        wait->missing = bytes >= wait->missing ? 0 : wait->missing - bytes;
        if (wait->missing == 0)
            make_due(broker, wait);
    }
}

void kp__wait_answer_due(kp_broker *broker)
{
    for (kp__heap_node *node; (node = kp__heap_first(&broker->waits)) != NULL && node->at <= broker->now;) {
        kp__heap_remove(&broker->waits, node);
        make_due(broker, KP__CONTAINER(node, kp__wait, at));
    }
    for (kp__list *node; kp__budget_has_output(broker) && (node = kp__list_pop(&broker->due)) != NULL;) {
        kp__conn *conn = KP__CONTAINER(node, kp__wait, due)->conn;
        kp__wait *wait = detach(conn);
        kp__dispatch_again(conn, kp__slice_of(wait->frame, wait->frame_len));
        wait_free(broker, wait);
        kp__conn_wake(conn); /* requests behind it */
    }
}
