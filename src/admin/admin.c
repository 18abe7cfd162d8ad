#include <admin/admin.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <base/ns.h>

static kp_err on_encode(kp__request *request, int16_t version, kp__gather *out)
{
    kp__admin *admin = request->owner;
    return admin->kind->encode(admin, version, out);
}

void kp__admin_say(kp__admin *admin, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(admin->text, sizeof admin->text, format, args);
    va_end(args);
}

static void finish(kp__admin *admin, kp_err err)
{
    admin->finished = true;
    admin->err = err;
    if (err && !admin->text[0])
        kp__admin_say(admin, "%s", kp_err_text(err));
}

/* An error that passes is tried again, after a pause and with a fresh picture where that helps. */
static void retry_or_finish(kp__admin *admin, kp_err err, kp_ns now)
{
    uint32_t class = kp_err_class(err);
    if (!(class & KP_CLASS_RETRIABLE)) {
        finish(admin, err);
        return;
    }
    admin->err = err;
    if (!admin->text[0])
        kp__admin_say(admin, "%s", kp_err_text(err));
    if ((class & KP_CLASS_REFRESH) || err == KP_ERR_NOT_CONTROLLER)
        kp__cluster_refresh(admin->cluster, now);
    admin->not_before = kp__ns_add(now, admin->backoff);
}

static void on_done(kp__request *request, const kp__answer *answer)
{
    kp__admin *admin = request->owner;
    admin->session = NULL;
    admin->text[0] = 0;
    kp_err err = answer->err ? answer->err : admin->kind->take(admin, answer->body);
    if (!err)
        finish(admin, KP_OK);
    /* A topic that does not exist is an answer, not a fault that passes. */
    else if (!answer->err && err == KP_ERR_UNKNOWN_TOPIC_OR_PARTITION)
        finish(admin, err);
    else
        retry_or_finish(admin, err, answer->now);
}

kp_err kp__admin_init(kp__admin *admin, kp__alloc *alloc, kp__cluster *cluster, kp_ns backoff)
{
    memset(admin, 0, sizeof *admin);
    admin->alloc = alloc;
    admin->cluster = cluster;
    admin->backoff = backoff;
    kp__arena_init(&admin->arena, alloc, KP__ADMIN_RESULT_MAX);
    return KP_OK;
}

void kp__admin_deinit(kp__admin *admin)
{
    if (!admin->alloc)
        return;
    kp__admin_stop(admin);
    kp__arena_deinit(&admin->arena);
    admin->alloc = NULL;
}

static void ask(kp__admin *admin, const kp__admin_kind *kind)
{
    kp__admin_stop(admin);
    kp__arena_reset(&admin->arena);
    admin->kind = kind;
    admin->finished = false;
    admin->err = KP_OK;
    admin->text[0] = 0;
    admin->not_before = 0;
    admin->topics = NULL;
    admin->topic_count = 0;
    admin->configs = NULL;
    admin->config_count = 0;
    kp__request_init(&admin->request, admin->alloc, kind->message, KP__ADMIN_REQUEST_MAX);
    admin->request.version_min = kind->version_min;
    admin->request.version_max = kind->version_max;
    admin->request.encode = on_encode;
    admin->request.done = on_done;
    admin->request.owner = admin;
}

void kp__admin_stop(kp__admin *admin)
{
    if (!admin->kind)
        return;
    if (admin->session)
        kp__session_cancel(admin->session, &admin->request);
    admin->session = NULL;
    kp__request_deinit(&admin->request);
    admin->kind = NULL;
}

void kp__admin_ask_topics(kp__admin *admin, const char *name)
{
    ask(admin, &kp__admin_topics_kind);
    admin->topic = name;
}

void kp__admin_ask_configs(kp__admin *admin, const char *topic)
{
    ask(admin, &kp__admin_configs_kind);
    admin->topic = topic;
}

void kp__admin_ask_cluster(kp__admin *admin) { ask(admin, &kp__admin_cluster_kind); }

void kp__admin_ask_create(kp__admin *admin, const kp_new_topic *topic, int32_t timeout_ms)
{
    ask(admin, &kp__admin_create_kind);
    admin->new_topic = topic;
    admin->timeout_ms = timeout_ms;
}

void kp__admin_ask_delete(kp__admin *admin, const char *name, int32_t timeout_ms)
{
    ask(admin, &kp__admin_delete_kind);
    admin->topic = name;
    admin->timeout_ms = timeout_ms;
}

kp_err kp__admin_ask_offset(kp__admin *admin, const char *topic, int32_t partition, int64_t timestamp, kp_ns now)
{
    ask(admin, &kp__admin_offset_kind);
    admin->topic = topic;
    admin->partition = partition;
    admin->timestamp = timestamp;
    return kp__cluster_want_topic(admin->cluster, topic, NULL, now);
}

/* ---- whom to ask ---- */

static kp__node *usable(kp__admin *admin, kp__node *node, kp_ns now)
{
    return node && kp__node_usable(admin->cluster, node, now) ? node : NULL;
}

static kp__node *leader(kp__admin *admin, kp_ns now)
{
    const kp__topic_state *topic = kp__cluster_topic(admin->cluster, admin->topic);
    if (!topic || (topic->partition_count == 0 && !topic->err))
        return NULL;
    if (topic->partition_count == 0) {
        finish(admin, topic->err);
        return NULL;
    }
    if (admin->partition < 0 || admin->partition >= topic->partition_count) {
        finish(admin, KP_ERR_UNKNOWN_PARTITION);
        return NULL;
    }
    kp__node *node = topic->partitions[admin->partition].node;
    if (!node && !kp__cluster_asking(admin->cluster))
        kp__cluster_refresh(admin->cluster, now); /* under its back-off */
    return usable(admin, node, now);
}

static kp__node *whom(kp__admin *admin, kp_ns now)
{
    if (admin->kind->to_leader)
        return leader(admin, now);
    kp__node *controller = kp__cluster_node(admin->cluster, kp__cluster_controller(admin->cluster));
    if (admin->kind->to_controller && controller)
        return usable(admin, controller, now);
    return kp__cluster_any(admin->cluster, now);
}

void kp__admin_tick(kp__admin *admin, kp_ns now)
{
    if (!admin->kind || admin->finished || admin->session || now < admin->not_before)
        return;
    kp__node *node = whom(admin, now);
    if (!node || admin->finished)
        return;
    kp_err err = kp__node_submit(admin->cluster, node, &admin->request, now);
    if (!err) {
        admin->session = kp__node_session(node);
        return;
    }
    if (err == KP_ERR_UNSUPPORTED_VERSION)
        kp__admin_say(admin, "the broker is too old for %s", kp__message_name(admin->kind->message));
    retry_or_finish(admin, err, now);
}

kp_ns kp__admin_deadline(const kp__admin *admin)
{
    if (!admin->kind || admin->finished || admin->session)
        return KP_NEVER;
    return admin->not_before ? admin->not_before : KP_NEVER;
}
