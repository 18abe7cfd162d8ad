#include <broker/budget.h>

#include <base/ns.h>
#include <broker/conn.h>

void kp__budget_init(kp__budget *budget)
{
    *budget = (kp__budget){.look_at = KP_NEVER};
    kp__list_init(&budget->line);
    kp__list_init(&budget->owing);
}

bool kp__budget_on_express(const kp__conn *conn) { return conn->share.express > 0; }

bool kp__budget_has_input(const kp__conn *conn, size_t bytes)
{
    return bytes == 0 || kp__budget_on_express(conn) || conn->broker->budget.input + bytes <= KP__INPUT_MAX;
}

bool kp__budget_has_output(const kp_broker *broker) { return broker->budget.output <= KP__OUTPUT_MAX; }

bool kp__budget_ask(kp__conn *conn, size_t input, size_t whole)
{
    kp__share *share = &conn->share;
    if (kp__budget_has_output(conn->broker) && kp__budget_has_input(conn, input)) {
        kp__budget_leave_line(conn);
        return true;
    }
    share->asks = kp__budget_has_output(conn->broker) ? input : 0; /* it may ask for less when it can be answered */
    share->whole = whole;
    kp__list_remove(&share->owing); /* its peer need not move now: we do */
    if (!kp__list_linked(&share->line))
        kp__list_push(&conn->broker->budget.line, &share->line);
    return false;
}

void kp__budget_leave_line(kp__conn *conn) { kp__list_remove(&conn->share.line); }

/* The second half is for those who read. */
bool kp__budget_owes_output(const kp__conn *conn)
{
    return conn->share.output && conn->broker->budget.output > KP__OUTPUT_MAX / 2;
}

void kp__budget_take(kp__conn *conn, size_t bytes)
{
    if (!kp__budget_on_express(conn))
        conn->broker->budget.input += bytes;
}

void kp__budget_request_end(kp__conn *conn)
{
    kp__budget *budget = &conn->broker->budget;
    if (kp__budget_on_express(conn))
        budget->express -= conn->share.express;
    else
        budget->input -= conn->in_cap;
    conn->share.express = 0;
    if (conn->share.output == 0)
        kp__list_remove(&conn->share.owing);
}

void kp__budget_note(kp__conn *conn)
{
    kp_broker *broker = conn->broker;
    kp__share *share = &conn->share;
    bool owes = (conn->in && !conn->wait && !kp__list_linked(&share->line)) || share->output;
    if (!owes) {
        kp__list_remove(&share->owing);
    } else if (!kp__list_linked(&share->owing)) {
        share->owing_since = broker->now;
        kp__list_push(&broker->budget.owing, &share->owing);
    }
}

void kp__budget_leave(kp__conn *conn)
{
    kp__budget_leave_line(conn);
    kp__list_remove(&conn->share.owing);
}

/* The memory of its whole request is its own from now on. */
static bool board(kp__conn *conn)
{
    kp__budget *budget = &conn->broker->budget;
    size_t whole = conn->share.whole;
    if (kp__budget_on_express(conn))
        return true;
    if (budget->express > 0 && budget->express + whole > (size_t)conn->broker->request_bytes_max)
        return false;
    budget->input -= conn->in_cap;
    budget->express += whole;
    conn->share.express = whole;
    return true;
}

static void serve_line(kp_broker *broker)
{
    kp__budget *budget = &broker->budget;
    size_t room = budget->input < KP__INPUT_MAX ? KP__INPUT_MAX - budget->input : 0;
    bool full = false;
    if (!kp__budget_has_output(broker))
        return;
    KP__LIST_EACH(node, &budget->line)
    {
        kp__conn *conn = KP__CONTAINER(node, kp__conn, share.line);
        if (conn->share.asks <= room) {
            room -= conn->share.asks;
        } else if (full || !board(conn)) {
            full = true; /* also for smaller ones: nobody boards before who came earlier */
            continue;
        }
        kp__conn_wake(conn);
    }
}

static kp_ns patience_ends(const kp__conn *conn, bool output)
{
    if (output)
        return kp__ns_add(conn->share.owing_since, KP_SEC(KP__OUTPUT_PATIENCE_S));
    kp_ns whole = kp__ns_add(conn->share.owing_since, KP_SEC(KP__INPUT_PATIENCE_S));
    kp_ns stall = kp__ns_add(conn->active_at, KP_SEC(KP__INPUT_STALL_S));
    return whole < stall ? whole : stall;
}

/* One a turn: it is gone before the next, and then there may be room. Nobody's time can have come before `look_at`: it
 * is the first of those that were owing then, and who began to owe, or moved a byte, since has 2 s from there. */
static void close_slow(kp_broker *broker)
{
    kp__budget *budget = &broker->budget;
    bool output = !kp__budget_has_output(broker);
    if (kp__list_empty(&budget->line) && !(output && !kp__list_empty(&broker->due))) {
        budget->look_at = KP_NEVER;
        return;
    }
    if (budget->look_at != KP_NEVER && budget->look_at > broker->now)
        return;
    kp__conn *worst = NULL;
    size_t most = 0;
    kp_ns next = KP_NEVER;
    KP__LIST_EACH(node, &budget->owing)
    {
        kp__conn *conn = KP__CONTAINER(node, kp__conn, share.owing);
        kp_ns ends = patience_ends(conn, output);
        size_t holds = output ? conn->share.output : conn->in_cap;
        if (ends > broker->now) {
            next = ends < next ? ends : next;
        } else if (!conn->closing && holds > most) {
            worst = conn;
            most = holds;
        }
    }
    budget->look_at = worst ? broker->now : next; /* others may be as late */
    if (worst)
        kp__conn_fail(worst, "others wait for memory, and it holds %zu bytes %s", most,
                      output ? "of answers that it does not read" : "of a request that does not come to its end");
}

void kp__budget_turn(kp_broker *broker)
{
    serve_line(broker);
    close_slow(broker);
}
