/* One seed, one run: two producers, three nodes and two that come and go, four application fibers that send, wait,
 * flush and close, and a fiber that brings faults; then everything is healed, every partition must take a record again,
 * the producers are closed and freed, and the checker reads journal and logs. */
#ifndef SIM_SCENARIO_H
#define SIM_SCENARIO_H

#include <kprod/producer.h>
#include <tests/simulation/checker.h>
#include <tests/simulation/model.h>
#include <tests/simulation/net.h>
#include <tests/simulation/sim_io.h>
#include <tests/simulation/tap.h>
#include <tests/simulation/world.h>

enum {
    SIM_PRODUCERS = 2,
    SIM_NODES = 3,
    SIM_NODES_TO_COME = 2,
    SIM_FIBERS = 4,
    SIM_RECORDS_MIN = 2000,
    SIM_FAULTS_MIN = 20
};

typedef struct sim_scenario sim_scenario;

typedef enum sim_ack_mode { SIM_ACKS_IDEMPOTENT, SIM_ACKS_ALL, SIM_ACKS_LEADER, SIM_ACKS_NONE } sim_ack_mode;

/* Who reads the reports, with callbacks=poll. */
typedef enum sim_polls {
    SIM_POLLS_NOBODY,   /* callbacks run by themselves */
    SIM_POLLS_WAITING,  /* inside kp_producer_poll */
    SIM_POLLS_WATCHING, /* for the descriptor */
    SIM_POLLS_SLOWLY    /* whenever it suits */
} sim_polls;

/* The options of one producer, as drawn. */
typedef struct sim_settings {
    sim_ack_mode acks;
    sim_polls polls;
    bool futures; /* some of its records are sent with futures */
    bool driven;  /* threads=none */
    int32_t inflight_max;
    kp_ns delivery_timeout, request_timeout, max_block, setup_timeout_max, metadata_max_age;
    kp_ns recovery; /* after the last fault every partition must take a record within this */
} sim_settings;

typedef struct sim_producer {
    sim_scenario *scenario;
    int index;
    sim_settings settings;
    sim_memory memory;
    sim_io *io;
    kp_producer *handle;
    bool in_callback;
    bool closing;      /* somebody is inside close */
    bool closes_early; /* during the faults, with a short time-out */
    bool closed;
    bool topic_known[MODEL_TOPICS_MAX];
    uint64_t told; /* completions */
    sim_task *poller, *driver;
    bool stop_polling, stop_driving;
    int reading; /* fibers that are inside kp_producer_poll */
} sim_producer;

/* In the application's memory. */
typedef struct sim_future {
    sim_producer *producer;
    kp_future future;
    uint64_t id; /* of the record that was sent with it */
    bool begun, pending;
    bool other_use; /* given up, and its memory is the application's again: nobody may write there */
} sim_future;

enum { SIM_FUTURES = 6 };

typedef struct sim_fiber_plan {
    sim_producer *producer;
    int index;
    uint64_t number; /* records begun */
    uint64_t left;
    sim_task *task;
    sim_future futures[SIM_FUTURES];
} sim_fiber_plan;

/* Handed to a send as its argument. */
typedef struct sim_token {
    sim_producer *producer;
    uint64_t id;
} sim_token;

enum { SIM_TOKENS = 16384 };

enum { SIM_TRIM_FAULTS = 256 };

/* A part of a run: what is left out changes nothing in the choices of the rest. */
typedef struct sim_trim {
    bool left_out[SIM_TRIM_FAULTS];   /* strikes, in their order */
    uint64_t records_max[SIM_FIBERS]; /* of an application fiber */
} sim_trim;

struct sim_scenario {
    sim_world world;
    sim_trim trim;
    sim_net *net;
    model_cluster cluster;
    sim_tap_state tap;
    check_journal journal;
    sim_producer producers[SIM_PRODUCERS];
    sim_fiber_plan fibers[SIM_FIBERS];
    sim_token *tokens;
    uint32_t faults_planned, faults_done;
    kp_ns span;         /* of the faults */
    kp_ns silent_until; /* the application sends nothing */
    bool healed;
    bool shielded; /* every connection through the dummy filter */
    shield_filter shield;
};

typedef struct sim_report {
    uint64_t seed, hash, traced;
    int failure_count;
    char failures[SIM_FAILURES_KEPT][SIM_FAILURE_TEXT];
    sim_seen seen;
    uint64_t records, records_in_log, faults, switches, requests;
    kp_ns virtual_time;
} sim_report;

void sim_trim_nothing(sim_trim *out);
void sim_scenario_run(uint64_t seed, const sim_trim *trim, bool print, sim_report *out);
/* shrink.c: leaves out of a run that fails whatever it fails without, and prints what is left. */
int sim_shrink(uint64_t seed);

/* ---- inside: one file each ---- */
kp_options *sim_settings_draw(sim_world *world, bool shielded, sim_settings *out); /* settings.c */
void sim_app_body(void *arg);                                                      /* app.c: one application fiber */
kp_err sim_app_send(sim_producer *producer, int fiber, uint64_t number, int how, int topic, int32_t partition);
void sim_app_close(sim_producer *producer, kp_ns timeout);
void sim_app_told(sim_producer *producer, uint64_t id, const kp_delivery *delivery);
void sim_app_bound(sim_producer *producer, const char *call, kp_ns called_at, kp_ns timeout, bool gave_up);
void sim_chaos_body(void *arg); /* chaos.c */

/* app_futures.c */
sim_future *sim_future_free(sim_fiber_plan *fiber); /* one that can be sent; may wait for it */
kp_err sim_future_send(sim_future *future, const kp_record *record, uint64_t id);
kp_err sim_futures_misuse(sim_producer *producer);                    /* waits inside a callback */
void sim_futures_flushed(sim_producer *producer, uint64_t call_tick); /* a flush that was called then succeeded */
void sim_futures_end(sim_producer *producer);                         /* after close: all are done */

/* app_host.c: what a host does instead of the library's thread */
void sim_app_poll(void *arg);
bool sim_app_poll_all(sim_producer *producer); /* false: another fiber may be reading */
void sim_app_drive(void *arg);

enum { SIM_SEND_TRY, SIM_SEND_BLOCK, SIM_SEND_WAIT, SIM_SEND_FUTURE };

#endif
