/* The admin client's core: one question to the cluster at a time. Functions of state and time; by turn.
 *
 *   kp__admin_ask_*            prepares a question
 *   kp__admin_tick, each turn  finds the broker to ask, asks, asks again after errors that pass
 *   kp__admin_finished         the answer is there (or an error that does not pass): kp__admin_err, _text, and the
 * result kp__admin_stop             gives the question up
 *
 * A question that ended by KP_ERR_DISCONNECTED and the like is asked again under a back-off until the owner stops it:
 * the owner has the time-out, and kp__admin_text tells what the last attempt died of. */
#ifndef KP__ADMIN_ADMIN_H
#define KP__ADMIN_ADMIN_H

#include <stdbool.h>
#include <stdint.h>

#include <base/alloc.h>
#include <base/arena.h>
#include <cluster/cluster.h>
#include <kprod/admin.h>
#include <session/session.h>

enum { KP__ADMIN_TEXT = 256, KP__ADMIN_REQUEST_MAX = 4 << 20, KP__ADMIN_RESULT_MAX = 256 << 20 };

typedef struct kp__admin kp__admin;

/* What a kind of question is: who is asked, how it is encoded, how its answer is read. */
typedef struct kp__admin_kind {
    const kp__message *message;
    int16_t version_min, version_max; /* 0, 0: the table's */
    bool to_controller;
    bool to_leader; /* of admin->topic, admin->partition */
    kp_err (*encode)(kp__admin *admin, int16_t version, kp__gather *out);
    /* Copies what is wanted into the admin's arena. Returns the broker's error; sets admin->text if it has words. */
    kp_err (*take)(kp__admin *admin, const void *body);
} kp__admin_kind;

struct kp__admin {
    kp__alloc *alloc;
    kp__cluster *cluster;
    kp__arena arena; /* of the question and of its result */
    kp__request request;
    const kp__admin_kind *kind; /* NULL: no question */
    kp__session *session;       /* the request is under way there */
    bool finished;
    kp_err err;
    char text[KP__ADMIN_TEXT];
    kp_ns not_before;
    kp_ns backoff;
    /* the question */
    const char *topic; /* NULL: all */
    int32_t partition;
    int64_t timestamp;
    const kp_new_topic *new_topic;
    int32_t timeout_ms;
    /* the result */
    const kp_topic_info *const *topics;
    int32_t topic_count;
    const kp_config_info *const *configs;
    int32_t config_count;
    kp_cluster_info info;
    int64_t offset;
};

KP_MUST kp_err kp__admin_init(kp__admin *admin, kp__alloc *alloc, kp__cluster *cluster, kp_ns backoff);
void kp__admin_deinit(kp__admin *admin); /* the request must not be under way */

/* Each forgets the result before. What is pointed to must stay until the question is finished or stopped. */
void kp__admin_ask_topics(kp__admin *admin, const char *name);
void kp__admin_ask_configs(kp__admin *admin, const char *topic);
void kp__admin_ask_cluster(kp__admin *admin);
void kp__admin_ask_create(kp__admin *admin, const kp_new_topic *topic, int32_t timeout_ms);
void kp__admin_ask_delete(kp__admin *admin, const char *name, int32_t timeout_ms);
KP_MUST kp_err kp__admin_ask_offset(kp__admin *admin, const char *topic, int32_t partition, int64_t timestamp,
                                    kp_ns now);

void kp__admin_tick(kp__admin *admin, kp_ns now);
kp_ns kp__admin_deadline(const kp__admin *admin);
void kp__admin_stop(kp__admin *admin);

static inline bool kp__admin_finished(const kp__admin *admin) { return admin->finished; }
static inline kp_err kp__admin_err(const kp__admin *admin) { return admin->err; }
static inline const char *kp__admin_text(const kp__admin *admin) { return admin->text; }

/* For the kinds (questions.c). */
void kp__admin_say(kp__admin *admin, const char *format, ...) KP_PRINTF(2, 3);
extern const kp__admin_kind kp__admin_topics_kind, kp__admin_configs_kind, kp__admin_cluster_kind,
    kp__admin_create_kind, kp__admin_delete_kind, kp__admin_offset_kind;

#endif
