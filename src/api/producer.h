/* kp_producer made real: threads, blocking calls, callbacks, futures, around a core that knows none of them.
 *
 * The lead. Whoever leads may touch core, pump and log: one thread at a time, named by `leader`. With threads=loop that
 * is the loop's thread from start to close; in driven mode whoever is inside drive, flush, send_wait ... A pass of the
 * leader:
 *
 *     until = kp__turn_until()        announces sleep to the intake
 *     now   = kp__pump_wait(until)    the only place where it waits
 *     kp__turn(now)                   mail, deliver, tick, flush: no user code
 *     kp__after_turn()                log lines, reports, waiters: user code, no core function on the stack, no lock
 * held
 *
 * Mail. What other threads want of the core (a topic's metadata, a connection, reports that were read, the end) is left
 * in a few fields, and then the poller is woken, always: its eventfd stays signalled until a wait has seen it, and each
 * turn begins by reading the mail. So mail that came after the reading is read in the next turn, and that turn does not
 * wait.
 *
 * Waiters. A thread that waits owns a kp__waiter on its stack, with a condition. It is put on the list first, then the
 * poller is woken. The leader looks at the conditions after every turn and its reports, so it looks at least once after
 * the waiter stood on the list, and after every change: no wake-up is lost. Conditions run under `lock`, with the lead.
 * Nobody leads (driven mode): the waiter leads itself until its condition holds; the next one takes over from it.
 *
 * Senders that wait for memory stand in a line of their own, first in, first out. Only the first one tries; it is woken
 * after a turn in which memory came back (and only then: a refused append pokes the core, so waking without need would
 * go round for ever), and whoever leaves the line wakes the new first. While the line is not empty nobody else's send
 * overtakes it. They stand in line before they try: what comes back after a refusal comes back in a turn that finds
 * them there. Standing in line counts as hurry: open batches go out.
 *
 * Locks: `lock` guards waiters, line, unread and read reports, the life; `future_lock` tickets. Neither is held while
 * anything waits or calls user code; `lock` may be taken before `future_lock`, never after. try_send takes neither.
 *
 * Life: OPEN -> RUNNING -> CLOSING -> CLOSED. OPEN has no thread; the first send or wait_ready starts it. */
#ifndef KP__API_PRODUCER_H
#define KP__API_PRODUCER_H

#include <stdatomic.h>
#include <stdbool.h>

#include <api/pump.h>
#include <base/alloc.h>
#include <base/check.h>
#include <base/io.h>
#include <base/list.h>
#include <base/log.h>
#include <intake/lane.h>
#include <intake/sync.h>
#include <intake/topic.h>
#include <kprod/producer.h>
#include <kprod/transport.h>
#include <producer/core.h>

typedef enum kp__life { KP__LIFE_OPEN, KP__LIFE_RUNNING, KP__LIFE_CLOSING, KP__LIFE_CLOSED, KP__LIFE_BROKEN } kp__life;

typedef struct kp__waiter kp__waiter;
typedef bool (*kp__waiter_ready)(kp_producer *producer, kp__waiter *waiter);

struct kp__waiter {
    kp__list link;
    kp__park park;
    kp__waiter_ready ready; /* NULL: stands in line for memory */
    bool told;              /* under `lock`: the condition held; in line: there is something to try for */
    /* what the conditions look at */
    kp_topic *topic;
    const kp_future *future;
    kp_producer_stats *stats;
    uint32_t generation;
};

/* Stands between a record's slot and the caller's future, so that a future can be given up at any time. */
typedef struct kp__ticket {
    kp_producer *producer;
    kp_future *future; /* NULL: given up */
    struct kp__ticket *next_free;
    struct kp__ticket *next;
} kp__ticket;

struct kp_producer {
    /* what every send reads */
    kp__io *io;
    _Atomic uint32_t life;
    _Atomic uint32_t memory_waiting; /* length of the line */
    bool driven;
    bool polled;
    bool use_key;
    uint32_t batch_bytes;
    size_t record_max; /* the largest kp__record_bound accepted */
    kp__intake intake;
    kp__topics topics;

    /* constant after open */
    kp__alloc alloc;
    kp_hooks hooks;
    kp_transport transport; /* what hooks.transport points to */
    bool own_io;
    void *memory;
    size_t memory_size;
    kp_ns max_block;
    size_t request_max;
    char *client_id;
    char *bootstrap;
    void *embedded;

    /* by lead */
    kp__health health;
    kp__core *core;
    kp__pump pump;
    kp__log log;
    kp_ns last_now;
    bool left_over;           /* the last pass found records without an outcome */
    _Atomic uint32_t in_turn; /* for a forked child: the core may be half-changed */

    /* the lead */
    _Atomic(void *) leader;   /* kp__io self; NULL: nobody */
    _Atomic(void *) reporter; /* who runs callbacks inside kp_producer_poll */
    kp__thread *thread;
    kp__lock start_lock;

    /* Driven mode. A host that asks for the deadline while another thread leads is told KP_NEVER; and who leads may
     * leave something behind that is due before what the host was told. */
    _Atomic uint32_t lead_wanted; /* by kp__lead_take: who waits leaves it alone */
    _Atomic(void *) host;         /* who asked last */
    _Atomic(kp_ns) host_until;    /* what it was told */
    _Atomic(kp_ns) rest_until;    /* when there is something to do, as the last leader left it */

    /* mail */
    kp_topic *_Atomic asked;
    _Atomic uint32_t connect_wanted;
    _Atomic uint32_t stop;

    kp__lock lock;
    kp__list waiters;
    kp__list line;
    kp__list unread;            /* batches whose reports wait for kp_producer_poll */
    kp__list read;              /* batches whose reports were read there: mail for the core */
    uint64_t unread_count;      /* of batches on `unread` */
    kp__poller *bell;           /* its descriptor tells of unread reports */
    char trouble[KP__LOG_TEXT]; /* the last warning, for error texts */

    kp__lock future_lock;
    kp__ticket *tickets; /* all, for freeing */
    kp__ticket *tickets_free;
};

static inline bool kp__ended(const kp_producer *producer)
{
    uint32_t life = atomic_load(&producer->life);
    return life == KP__LIFE_CLOSED || life == KP__LIFE_BROKEN;
}

/* For the simulator: the same producer over an io of the caller's, which must outlive it. `io` NULL: the system's.
 * `filter` may be NULL. */
KP_MUST kp_err kp__producer_open_io(const kp_options *options, const kp_hooks *hooks, kp__io *io,
                                    const kp__filter *filter, kp_producer **out, kp_error *error);

/* ---- the lead (lead.c) ---- */
bool kp__lead_try(kp_producer *producer);
void kp__lead_leave(kp_producer *producer); /* whoever waits takes over */
void kp__lead_take(kp_producer *producer);  /* waits until the lead is free */
void kp__signal_heir(kp_producer *producer);
void kp__lead_rest(kp_producer *producer);    /* driven mode, before leaving: sends may signal the descriptor again */
void kp__call_host(kp_producer *producer);    /* after leaving for good: by the descriptor, if it sleeps too long */
bool kp__inside(const kp_producer *producer); /* the caller is in a callback, or in a hook */
kp_ns kp__turn_until(kp_producer *producer);
void kp__turn(kp_producer *producer, kp_ns now);
void kp__pass(kp_producer *producer, kp_ns deadline); /* one whole pass of the leader */
void kp__pass_at(kp_producer *producer, kp_ns now);   /* without waiting, at the host's time */
void kp__last_pass(kp_producer *producer);            /* fails what is left, closes connections, reports */
void kp__mail(kp_producer *producer);                 /* wakes the leader */
void kp__ask_topic(kp_producer *producer, kp_topic *topic);
void kp__ask_idle_topic(kp_producer *producer, kp_topic *topic); /* if it is not asked about any more */

/* ---- opening, freeing (open.c, close.c) ---- */
void kp__producer_release(kp_producer *producer); /* also what is half-built */

/* ---- starting (loop.c) ---- */
KP_MUST kp_err kp__start(kp_producer *producer); /* KP_OK: RUNNING; else why not */

/* ---- waiting (wait.c) ---- */
/* FORKED, IN_CALLBACK, ARGUMENT: what every call that waits answers first. */
KP_MUST kp_err kp__may_wait(const kp_producer *producer, kp_ns timeout);
/* Waits until the condition holds, at most until `deadline`; true: it held. Leads when nobody does. */
bool kp__await(kp_producer *producer, kp__waiter *waiter, kp_ns deadline);
void kp__tell_waiters(kp_producer *producer);   /* by lead, after the reports */
void kp__tell_everybody(kp_producer *producer); /* nothing more will change: nobody need wait on */
void kp__wake_everybody(kp_producer *producer); /* they look for themselves */
void kp__line_join(kp_producer *producer, kp__waiter *waiter);
bool kp__line_first(kp_producer *producer, const kp__waiter *waiter);
bool kp__line_wait(kp_producer *producer, kp__waiter *waiter, kp_ns deadline); /* false: the deadline came */
void kp__line_leave(kp_producer *producer, kp__waiter *waiter);
kp_ns kp__deadline_in(kp_producer *producer, kp_ns timeout);
/* Why a wait came to nothing: TIMEOUT, or BROKEN. */
kp_err kp__in_vain(const kp_producer *producer);
KP_MUST kp_err kp__await_drained(kp_producer *producer, kp_ns deadline); /* of close */
KP_MUST kp_err kp__await_topic(kp_producer *producer, kp_topic *topic, kp_ns deadline);

/* ---- sending (send.c) ---- */
/* As kp_producer_send, with a deadline of its own; in driven mode it runs turns meanwhile. */
KP_MUST kp_err kp__send_until(kp_producer *producer, const kp_record *record, kp_done_fn done, void *arg,
                              kp_ns deadline);

/* ---- reports (reports.c) ---- */
void kp__report_outcomes(kp_producer *producer); /* by lead, outside the turn */
void kp__report_log(kp_producer *producer);
void kp__take_read(kp_producer *producer); /* mail: gives read batches back to the core */

/* ---- futures (futures.c) ---- */
void kp__future_report(const kp_delivery *delivery, void *arg); /* the done of a ticket's slot */
void kp__futures_free(kp_producer *producer);

/* ---- figures (stats.c) ---- */
void kp__stats_fill(kp_producer *producer, kp_producer_stats *out); /* by lead */

#endif
