/* The turn: wait, deliver, handle, sync, answer. One thread, and nothing in it waits but the first line. */
#include <stdio.h>
#include <string.h>

#include <base/error_fill.h>
#include <base/ns.h>
#include <broker/conn.h>
#include <broker/syncer.h>
#include <broker/wait.h>

enum { EVENTS = 256, ACCEPT_AGAIN_MS = 100, CHECKPOINT_S = 60 };

/* ---- who asks ---- */

static kp_err accept_one(kp_broker *broker)
{
    kp__conn *conn;
    kp_err err = kp__conn_new(broker, &conn);
    if (err)
        return err;
    err = broker->io->ops->accept(broker->listener, conn, &conn->transport);
    if (!err)
        err = broker->io->ops->local_address(conn->transport, conn->host, sizeof conn->host, &conn->port);
    if (err) {
        kp__conn_free(conn);
        return err;
    }
    conn->number = ++broker->conn_last;
    conn->readable = true;
    if (broker->conn_count > broker->connections_max)
        kp__conn_fail(conn, "there are %d already", (int)broker->connections_max);
    kp__conn_wake(conn);
    return KP_OK;
}

static void accept_all(kp_broker *broker)
{
    kp_err err = KP_OK;
    if (broker->accept_at > broker->now)
        return;
    while (!err)
        err = accept_one(broker);
    broker->accept_at = KP_NEVER;
    if (err == KP_AGAIN)
        return;
    broker->accept_at = kp__ns_add(broker->now, KP_MS(ACCEPT_AGAIN_MS));
    kp__logf(&broker->log, KP__LOG_WARNING, "accept", "cannot accept: %s", kp_err_text(err));
}

static void deliver(kp_broker *broker, const kp__ready *ready, int count)
{
    for (int i = 0; i < count; i++) {
        if (ready[i].what == KP__READY_LISTENER) {
            broker->accept_at = broker->now;
        } else if (ready[i].what == KP__READY_TRANSPORT) {
            kp__conn *conn = ready[i].token;
            conn->readable = true;
            kp__conn_wake(conn);
            if (!kp__list_empty(&conn->out) && !kp__list_linked(&conn->flushing))
                kp__list_push(&broker->flushing, &conn->flushing);
        }
    }
}

/* Those that are ready now; who wakes meanwhile has its turn next. */
static void run_ready(kp_broker *broker)
{
    kp__list now;
    kp__list_init(&now);
    for (kp__list *node; (node = kp__list_pop(&broker->ready)) != NULL;)
        kp__list_push(&now, node);
    for (kp__list *node; (node = kp__list_pop(&now)) != NULL;) {
        kp__conn *conn = KP__CONTAINER(node, kp__conn, ready);
        if (!conn->closing)
            kp__conn_read(conn);
        if (conn->closing) {
            kp__list_remove(&conn->ready);
            kp__list_push(&broker->closing, &conn->ready);
        }
    }
}

static void flush_all(kp_broker *broker)
{
    kp__list now;
    kp__list_init(&now);
    for (kp__list *node; (node = kp__list_pop(&broker->flushing)) != NULL;)
        kp__list_push(&now, node);
    for (kp__list *node; (node = kp__list_pop(&now)) != NULL;)
        kp__conn_flush(KP__CONTAINER(node, kp__conn, flushing));
    for (kp__list *node; (node = kp__list_pop(&broker->closing)) != NULL;)
        kp__conn_free(KP__CONTAINER(node, kp__conn, ready));
}

/* ---- what was appended ---- */

void kp__broker_appended(kp_broker *broker, kp__partition *partition, size_t bytes)
{
    partition->appended_bytes += (int64_t)bytes;
    if (!kp__list_linked(&partition->appended))
        kp__list_push(&broker->appended, &partition->appended);
    if (broker->fsync != KP__FSYNC_ALWAYS)
        kp__plog_commit(partition->log); /* the next request of the same turn sees it */
    if (kp__plog_dirty(partition->log))
        kp__syncer_add(broker->syncer, partition);
}

/* Answers of this turn must not leave when what they tell is not on disk. */
static void drop_answers(kp_broker *broker)
{
    KP__LIST_EACH(node, &broker->conns)
    {
        kp__conn *conn = KP__CONTAINER(node, kp__conn, node);
        if (conn->produced_turn == broker->turn)
            kp__conn_drop(conn);
    }
}

static void publish(kp_broker *broker)
{
    bool failed;
    kp__syncer_settle(broker->syncer, &failed);
    if (failed)
        drop_answers(broker);
    for (kp__list *node; (node = kp__list_pop(&broker->appended)) != NULL;) {
        kp__partition *partition = KP__CONTAINER(node, kp__partition, appended);
        int64_t bytes = partition->appended_bytes;
        partition->appended_bytes = 0;
        if (partition->log->failed)
            continue;
        kp__plog_commit(partition->log);
        if (bytes)
            kp__wait_grown(broker, partition, bytes);
    }
}

void kp__broker_forget_partition(kp_broker *broker, kp__partition *partition)
{
    kp__list_remove(&partition->appended);
    kp__syncer_remove(broker->syncer, partition);
    kp__wait_grown(broker, partition, INT64_MAX);
    while (!kp__list_empty(&partition->watchers))
        kp__list_remove(kp__list_first(&partition->watchers));
}

/* ---- the turn ---- */

static void checkpoint(kp_broker *broker)
{
    kp_err err = kp__broker_checkpoint(broker);
    if (err)
        kp__logf(&broker->log, KP__LOG_WARNING, "checkpoint", "cannot write the checkpoint: %s", kp_err_text(err));
    broker->checkpoint_at = kp__ns_add(broker->now, KP_SEC(CHECKPOINT_S));
}

static void tick(kp_broker *broker)
{
    if (broker->accept_at <= broker->now)
        accept_all(broker);
    kp__conns_close_idle(broker);
    run_ready(broker);
    publish(broker);
    kp__wait_answer_due(broker);
    kp__syncer_tick(broker->syncer, broker->now);
    if (broker->checkpoint_at <= broker->now)
        checkpoint(broker);
}

static kp_ns deadline(const kp_broker *broker)
{
    if (!kp__list_empty(&broker->ready) || !kp__list_empty(&broker->flushing) ||
        (!kp__list_empty(&broker->due) && kp__budget_has_output(broker)))
        return 0;
    kp_ns at = kp__heap_deadline(&broker->waits);
    at = kp__ns_min(at, kp__syncer_deadline(broker->syncer));
    at = kp__ns_min(at, kp__conns_idle_deadline(broker));
    at = kp__ns_min(at, broker->budget.look_at);
    at = kp__ns_min(at, broker->accept_at);
    return kp__ns_min(at, broker->checkpoint_at);
}

void kp__broker_tell(kp_broker *broker)
{
    kp__log_line line;
    while (kp__log_take(&broker->log, &line))
        if (broker->hooks.log)
            broker->hooks.log(broker->hooks.context, line.severity, line.event, line.text);
}

void kp__server_run(void *arg)
{
    kp_broker *broker = arg;
    kp__ready ready[EVENTS];
    int count = 0;
    while (!atomic_load(&broker->stop)) {
        broker->now = broker->io->ops->wait(broker->poller, deadline(broker), ready, EVENTS, &count);
        broker->wall_ms = broker->io->ops->wall_ms(broker->io);
        broker->turn++;
        deliver(broker, ready, count);
        tick(broker);
        flush_all(broker);
        kp__budget_turn(broker);
        kp__broker_tell(broker);
    }
}

/* ---- open, close ---- */

kp_err kp__server_open(kp_broker *broker, const char *host, uint16_t port, kp_error *error)
{
    kp_err err = broker->io->ops->poller_new(broker->io, &broker->poller);
    if (err)
        return kp__fail(error, err, "cannot make a poller: %s", kp_err_text(err));
    err = broker->io->ops->listen(broker->poller, host, port, broker, &broker->listener, &broker->port);
    if (err) {
        broker->listener = NULL;
        return kp__fail(error, err, "cannot listen on %s port %u: %s", host, (unsigned)port,
                        err == KP_ERR_EXISTS      ? "the port is taken"
                        : err == KP_ERR_NOT_FOUND ? "this machine has no such address"
                        : err == KP_ERR_ACCESS    ? "the system does not permit it (ports below 1024 are root's)"
                                                  : kp_err_text(err));
    }
    broker->in = kp__new(&broker->alloc, KP__CONN_READ);
    broker->out = kp__new(&broker->alloc, KP__CONN_WRITE);
    err = broker->in && broker->out ? kp__syncer_new(broker, &broker->syncer) : KP_ERR_NO_MEMORY;
    broker->accept_at = broker->now = broker->io->ops->now(broker->io);
    broker->checkpoint_at = kp__ns_add(broker->now, KP_SEC(CHECKPOINT_S));
    return err ? kp__fail(error, err, "cannot serve: %s", kp_err_text(err)) : KP_OK;
}

void kp__server_close(kp_broker *broker)
{
    for (kp__list *node; (node = kp__list_first(&broker->conns)) != NULL;)
        kp__conn_free(KP__CONTAINER(node, kp__conn, node));
    kp__syncer_free(broker->syncer);
    if (broker->listener)
        broker->io->ops->listener_close(broker->listener);
    if (broker->poller)
        broker->io->ops->poller_free(broker->poller);
    kp__delete(&broker->alloc, broker->in);
    kp__delete(&broker->alloc, broker->out);
    kp__delete(&broker->alloc, broker->spare);
    broker->syncer = NULL;
    broker->listener = NULL;
    broker->poller = NULL;
    broker->in = broker->out = broker->spare = NULL;
}
