#include <broker/datadir.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <base/error_fill.h>

static const char LOCK[] = ".lock", CLEAN[] = ".kafka_cleanshutdown", ADDRESS[] = "broker.address";
static const char META[] = "meta.properties";

/* A directory, and its name in the one above it for good: or a power failure takes all that is in it. One above that
 * we may not read is not one that we made. */
static kp_err make_dir(kp_broker *broker, char *path)
{
    const kp__files_ops *ops = broker->files->ops;
    kp_err err = ops->make_dir(broker->files, path);
    char *slash = strrchr(path, '/');
    if (err || broker->ephemeral)
        return err;
    if (slash)
        *slash = '\0';
    err = ops->sync_dir(broker->files, !slash ? "." : path[0] ? path : "/");
    if (slash)
        *slash = '/';
    return err == KP_ERR_ACCESS ? KP_OK : err;
}

static kp_err make_dirs(kp_broker *broker, const char *dir)
{
    char path[KP__LOG_PATH];
    size_t len = strlen(dir);
    if (len == 0 || len >= sizeof path)
        return KP_ERR_LIMIT;
    memcpy(path, dir, len + 1);
    for (size_t i = 1; i < len; i++) {
        if (path[i] != '/')
            continue;
        path[i] = '\0';
        kp_err err = make_dir(broker, path);
        if (err == KP_ERR_IO || err == KP_ERR_EXISTS)
            return err;
        path[i] = '/'; /* what else is wrong shows when the last one is made */
    }
    return make_dir(broker, path);
}

kp_err kp__datadir_open(kp_broker *broker, kp_error *error)
{
    char path[KP__LOG_PATH];
    kp_err err = make_dirs(broker, broker->data_dir);
    if (err == KP_ERR_EXISTS)
        return kp__fail(error, KP_ERR_CONFIG, "%s cannot be the data directory: it, or what it is to lie in, is a file",
                        broker->data_dir);
    if (err)
        return kp__fail(error, err == KP_ERR_NOT_FOUND ? KP_ERR_IO : err, "cannot make the data directory %s: %s",
                        broker->data_dir, kp_err_text(err));
    err = kp__path_join(path, broker->data_dir, LOCK);
    if (!err)
        err = broker->files->ops->lock(broker->files, path, &broker->dir_lock);
    if (err == KP_ERR_EXISTS)
        return kp__fail(error, err, "another process serves the data directory %s", broker->data_dir);
    if (err)
        return kp__fail(error, err, "cannot lock the data directory %s: %s", broker->data_dir, kp_err_text(err));
    return KP_OK;
}

static kp_err remove_named(kp_broker *broker, const char *name)
{
    char path[KP__LOG_PATH];
    kp_err err = kp__path_join(path, broker->data_dir, name);
    if (!err)
        err = broker->files->ops->remove(broker->files, path);
    return err == KP_ERR_NOT_FOUND ? KP_OK : err;
}

/* KP_OK, or KP_ERR_NOT_FOUND; another error tells neither. */
static kp_err look_for(kp_broker *broker, const char *name)
{
    char path[KP__LOG_PATH];
    kp__file *file;
    kp_err err = kp__path_join(path, broker->data_dir, name);
    if (!err)
        err = broker->files->ops->open(broker->files, path, KP__FILE_READ_ONLY, &file);
    if (!err)
        broker->files->ops->close(file);
    return err;
}

/* Apache Kafka has this file, too, but not our store, which is there before the file is. */
bool kp__datadir_foreign(kp_broker *broker)
{
    return look_for(broker, META) == KP_OK && look_for(broker, "kprod.db") == KP_ERR_NOT_FOUND;
}

bool kp__datadir_clean(kp_broker *broker)
{
    char path[KP__LOG_PATH];
    uint8_t *data;
    size_t size;
    kp_err err = kp__path_join(path, broker->data_dir, CLEAN);
    if (!err)
        err = kp__file_load(&broker->env, path, 4096, &data, &size);
    if (err)
        return false;
    kp__delete(&broker->alloc, data);
    return true;
}

kp_err kp__datadir_begin(kp_broker *broker)
{
    char text[128];
    kp_err err = remove_named(broker, CLEAN);
    if (err)
        return err;
    snprintf(text, sizeof text, "version=1\nnode.id=%d\ncluster.id=%s\n", KP__NODE_ID, broker->cluster_id);
    return kp__file_replace(&broker->env, broker->data_dir, META, text, strlen(text)); /* syncs the directory too */
}

kp_err kp__datadir_end(kp_broker *broker)
{
    static const char text[] = "{\"version\":0,\"brokerEpoch\":-1}";
    return kp__file_replace(&broker->env, broker->data_dir, CLEAN, text, sizeof text - 1);
}

kp_err kp__datadir_announce(kp_broker *broker)
{
    char text[KP__BROKER_HOST + 32];
    snprintf(text, sizeof text, "%s\n", broker->address);
    return kp__file_replace(&broker->env, broker->data_dir, ADDRESS, text, strlen(text));
}

kp_err kp__datadir_address(kp__log_env *env, const char *dir, char *address, size_t cap)
{
    char path[KP__LOG_PATH];
    uint8_t *data;
    size_t size;
    kp_err err = kp__path_join(path, dir, ADDRESS);
    if (!err)
        err = kp__file_load(env, path, 4096, &data, &size);
    if (err)
        return err;
    size_t len = strcspn((const char *)data, "\r\n");
    bool ok = len > 0 && len < cap && strchr((const char *)data, ':');
    if (ok) {
        memcpy(address, data, len);
        address[len] = '\0';
    }
    kp__delete(env->alloc, data);
    return ok ? KP_OK : KP_ERR_NOT_FOUND;
}

/* Whoever takes over listens where the last one did, if that is free: its clients find their way back. */
uint16_t kp__datadir_last_port(kp_broker *broker)
{
    char address[KP__BROKER_HOST + 16];
    if (kp__datadir_address(&broker->env, broker->data_dir, address, sizeof address))
        return 0;
    kp_err err = remove_named(broker, ADDRESS); /* nobody listens there now */
    (void)err;
    long port = strtol(strrchr(address, ':') + 1, NULL, 10);
    return port > 0 && port <= UINT16_MAX ? (uint16_t)port : 0;
}

/* ---- an ephemeral directory goes with its broker ---- */

typedef struct removal {
    kp_broker *broker;
    const char *dir;
    int depth;
} removal;

static void remove_tree(kp_broker *broker, const char *dir, int depth);

static void remove_entry(void *arg, const char *name, bool is_dir)
{
    removal *at = arg;
    char path[KP__LOG_PATH];
    if (kp__path_join(path, at->dir, name))
        return;
    if (is_dir) {
        if (at->depth < 2)
            remove_tree(at->broker, path, at->depth + 1);
        return;
    }
    kp_err err = at->broker->files->ops->remove(at->broker->files, path);
    (void)err; /* what stays, stays in a directory for temporary things */
}

static void remove_tree(kp_broker *broker, const char *dir, int depth)
{
    removal at = {.broker = broker, .dir = dir, .depth = depth};
    kp_err err = broker->files->ops->list(broker->files, dir, remove_entry, &at);
    if (!err)
        err = broker->files->ops->remove_dir(broker->files, dir);
    (void)err;
}

void kp__datadir_close(kp_broker *broker)
{
    if (!broker->dir_lock)
        return;
    if (broker->ephemeral)
        remove_tree(broker, broker->data_dir, 0);
    broker->files->ops->close(broker->dir_lock);
    broker->dir_lock = NULL;
}
