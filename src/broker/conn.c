/* A connection's life: opened, active or idle, closed. */
#include <broker/conn.h>

#include <stdarg.h>
#include <stdio.h>

#include <base/ns.h>
#include <broker/wait.h>

enum { OUT_MAX = 1024 * 1024 /* output not taken above which nothing more is read */ };

kp_err kp__conn_new(kp_broker *broker, kp__conn **out)
{
    kp__conn *conn = kp__new(&broker->alloc, sizeof *conn);
    if (!conn)
        return KP_ERR_NO_MEMORY;
    conn->broker = broker;
    kp__list_init(&conn->out);
    kp__list_push(&broker->conns, &conn->node);
    conn->active_at = broker->now;
    broker->conn_count++;
    *out = conn;
    return KP_OK;
}

void kp__conn_wake(kp__conn *conn)
{
    if (!kp__list_linked(&conn->ready))
        kp__list_push(&conn->broker->ready, &conn->ready);
}

void kp__conn_fail(kp__conn *conn, const char *format, ...)
{
    char text[160];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    kp__logf(&conn->broker->log, KP__LOG_WARNING, "connection", "connection %llu is closed: %s",
             (unsigned long long)conn->number, text);
    conn->closing = true;
    kp__conn_wake(conn);
}

bool kp__conn_paused(const kp__conn *conn)
{
    return conn->wait || conn->out_bytes > OUT_MAX || conn->closing || kp__budget_owes_output(conn);
}

/* ---- idleness ---- */

void kp__conn_note_active(kp__conn *conn)
{
    conn->active_at = conn->broker->now;
    kp__list_remove(&conn->node);
    kp__list_push(&conn->broker->conns, &conn->node);
}

kp_ns kp__conns_idle_deadline(const kp_broker *broker)
{
    kp__list *first = kp__list_first(&broker->conns);
    return first ? kp__ns_add(KP__CONTAINER(first, kp__conn, node)->active_at, broker->connections_max_idle) : KP_NEVER;
}

void kp__conns_close_idle(kp_broker *broker)
{
    while (kp__conns_idle_deadline(broker) <= broker->now) {
        kp__conn *conn = KP__CONTAINER(kp__list_first(&broker->conns), kp__conn, node);
        kp__conn_note_active(conn);
        if (conn->wait)
            continue;
        kp__logf(&broker->log, KP__LOG_INFO, "connection", "connection %llu is closed: nothing came for %lld ms",
                 (unsigned long long)conn->number, (long long)(broker->connections_max_idle / KP_MS(1)));
        kp__conn_drop(conn);
    }
}

/* ---- the end ---- */

void kp__conn_drop(kp__conn *conn)
{
    kp__conn_drop_output(conn);
    conn->closing = true;
    kp__conn_wake(conn);
}

void kp__conn_free(kp__conn *conn)
{
    kp_broker *broker = conn->broker;
    kp__wait_cancel(conn);
    kp__conn_drop_output(conn);
    kp__conn_drop_input(conn);
    kp__budget_leave(conn);
    if (conn->transport)
        conn->transport->ops->close(conn->transport);
    kp__list_remove(&conn->node);
    kp__list_remove(&conn->ready);
    kp__list_remove(&conn->flushing);
    broker->conn_count--;
    kp__delete(&broker->alloc, conn);
}
