/* The store in SQLite: one file, write-ahead log, synced at every commit. */
#include <broker/store.h>

#ifndef KP_SQLITE

kp_err kp__store_sqlite(kp__alloc *alloc, const char *path, kp__store **out)
{
    (void)alloc;
    (void)path;
    (void)out;
    return KP_ERR_UNSUPPORTED;
}

#else

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

enum { SCHEMA_VERSION = 1, CONFIGS_MAX = 256 };

typedef struct sqlite_store {
    kp__store store;
    kp__alloc *alloc;
    sqlite3 *db;
} sqlite_store;

static const char SCHEMA[] =
    "CREATE TABLE value (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE topic (name TEXT PRIMARY KEY, id BLOB NOT NULL, partitions INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE topic_config (topic TEXT NOT NULL REFERENCES topic ON DELETE CASCADE, name TEXT NOT NULL,"
    " value TEXT NOT NULL, PRIMARY KEY (topic, name)) WITHOUT ROWID;"
    "PRAGMA user_version = 1;";

static sqlite_store *sqlite_of(kp__store *store) { return (sqlite_store *)(void *)store; }

static kp_err sqlite_err(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_DONE:
    case SQLITE_ROW:
        return KP_OK;
    case SQLITE_NOMEM:
        return KP_ERR_NO_MEMORY;
    case SQLITE_CONSTRAINT:
        return KP_ERR_EXISTS;
    case SQLITE_FULL:
        return KP_ERR_NO_SPACE;
    case SQLITE_PERM:
    case SQLITE_READONLY:
        return KP_ERR_ACCESS;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return KP_ERR_CORRUPT;
    default:
        return KP_ERR_IO;
    }
}

static kp_err run(sqlite_store *store, const char *sql)
{
    return sqlite_err(sqlite3_exec(store->db, sql, NULL, NULL, NULL));
}

static kp_err prepare(sqlite_store *store, const char *sql, const char *first, sqlite3_stmt **out)
{
    kp_err err = sqlite_err(sqlite3_prepare_v2(store->db, sql, -1, out, NULL));
    if (!err && first)
        err = sqlite_err(sqlite3_bind_text(*out, 1, first, -1, SQLITE_STATIC));
    return err;
}

/* Runs a prepared statement that gives no rows, and frees it in any case. */
static kp_err finish(sqlite3_stmt *statement, kp_err err)
{
    if (!err)
        err = sqlite_err(sqlite3_step(statement));
    sqlite3_finalize(statement);
    return err;
}

/* ---- topics ---- */

/* Gives one topic with its settings to the caller; names and values live in the statement until it steps on, so they
 * are copied. */
static kp_err give_topic(sqlite_store *store, kp__store_topic *topic, kp__store_each each, void *arg)
{
    kp__store_config configs[CONFIGS_MAX];
    sqlite3_stmt *statement = NULL;
    int32_t count = 0;
    kp_err err = prepare(store, "SELECT name, value FROM topic_config WHERE topic = ?", topic->name, &statement);
    while (!err && count < CONFIGS_MAX && sqlite3_step(statement) == SQLITE_ROW) {
        configs[count].name = kp__strdup(store->alloc, (const char *)sqlite3_column_text(statement, 0));
        configs[count].value = kp__strdup(store->alloc, (const char *)sqlite3_column_text(statement, 1));
        if (!configs[count].name || !configs[count].value)
            err = KP_ERR_NO_MEMORY;
        count++;
    }
    sqlite3_finalize(statement);
    topic->configs = configs;
    topic->config_count = count;
    if (!err)
        err = each(arg, topic);
    for (int32_t i = 0; i < count; i++) {
        kp__delete(store->alloc, (void *)(uintptr_t)configs[i].name);
        kp__delete(store->alloc, (void *)(uintptr_t)configs[i].value);
    }
    topic->configs = NULL;
    topic->config_count = 0;
    return err;
}

static kp_err sqlite_each(kp__store *base, kp__store_each each, void *arg)
{
    sqlite_store *store = sqlite_of(base);
    sqlite3_stmt *statement = NULL;
    int step;
    kp_err err = prepare(store, "SELECT name, id, partitions FROM topic ORDER BY name", NULL, &statement);
    while (!err && (step = sqlite3_step(statement)) != SQLITE_DONE) {
        kp__store_topic topic = {0};
        if (step != SQLITE_ROW) {
            err = sqlite_err(step);
            break;
        }
        topic.name = (const char *)sqlite3_column_text(statement, 0);
        topic.partitions = sqlite3_column_int(statement, 2);
        if (!topic.name || sqlite3_column_bytes(statement, 1) != (int)sizeof topic.id.bytes) {
            err = KP_ERR_CORRUPT;
            break;
        }
        memcpy(topic.id.bytes, sqlite3_column_blob(statement, 1), sizeof topic.id.bytes);
        err = give_topic(store, &topic, each, arg);
    }
    sqlite3_finalize(statement);
    return err;
}

static kp_err insert_topic(sqlite_store *store, const kp__store_topic *topic)
{
    sqlite3_stmt *statement = NULL;
    kp_err err = prepare(store, "INSERT INTO topic VALUES (?, ?, ?)", topic->name, &statement);
    if (!err)
        err = sqlite_err(sqlite3_bind_blob(statement, 2, topic->id.bytes, sizeof topic->id.bytes, SQLITE_STATIC));
    if (!err)
        err = sqlite_err(sqlite3_bind_int(statement, 3, topic->partitions));
    err = finish(statement, err);
    for (int32_t i = 0; i < topic->config_count && !err; i++) {
        err = prepare(store, "INSERT OR REPLACE INTO topic_config VALUES (?, ?, ?)", topic->name, &statement);
        if (!err)
            err = sqlite_err(sqlite3_bind_text(statement, 2, topic->configs[i].name, -1, SQLITE_STATIC));
        if (!err)
            err = sqlite_err(sqlite3_bind_text(statement, 3, topic->configs[i].value, -1, SQLITE_STATIC));
        err = finish(statement, err);
    }
    return err;
}

static kp_err sqlite_create(kp__store *base, const kp__store_topic *topic)
{
    sqlite_store *store = sqlite_of(base);
    kp_err err = run(store, "BEGIN IMMEDIATE");
    if (err)
        return err;
    err = insert_topic(store, topic);
    if (!err)
        err = run(store, "COMMIT");
    if (err) {
        kp_err undone = run(store, "ROLLBACK");
        (void)undone;
    }
    return err;
}

static kp_err sqlite_delete(kp__store *base, const char *name)
{
    sqlite_store *store = sqlite_of(base);
    sqlite3_stmt *statement = NULL;
    kp_err err = prepare(store, "DELETE FROM topic WHERE name = ?", name, &statement);
    err = finish(statement, err);
    if (err)
        return err;
    return sqlite3_changes(store->db) ? KP_OK : KP_ERR_NOT_FOUND;
}

/* ---- single values ---- */

static kp_err sqlite_get(kp__store *base, const char *key, char value[KP__STORE_VALUE])
{
    sqlite3_stmt *statement = NULL;
    kp_err err = prepare(sqlite_of(base), "SELECT value FROM value WHERE key = ?", key, &statement);
    if (!err) {
        int step = sqlite3_step(statement);
        err = step == SQLITE_ROW ? KP_OK : step == SQLITE_DONE ? KP_ERR_NOT_FOUND : sqlite_err(step);
    }
    if (!err)
        snprintf(value, KP__STORE_VALUE, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return err;
}

static kp_err sqlite_put(kp__store *base, const char *key, const char *value)
{
    sqlite3_stmt *statement = NULL;
    kp_err err = prepare(sqlite_of(base), "INSERT OR REPLACE INTO value VALUES (?, ?)", key, &statement);
    if (!err)
        err = sqlite_err(sqlite3_bind_text(statement, 2, value, -1, SQLITE_STATIC));
    return finish(statement, err);
}

static void sqlite_close(kp__store *base)
{
    sqlite_store *store = sqlite_of(base);
    sqlite3_close(store->db);
    kp__delete(store->alloc, store);
}

static const kp__store_ops sqlite_ops = {
    .each_topic = sqlite_each,
    .create_topic = sqlite_create,
    .delete_topic = sqlite_delete,
    .get = sqlite_get,
    .put = sqlite_put,
    .close = sqlite_close,
};

/* What a killed process wrote but did not sync, or could not, can be read, and may be gone after a power failure. It is
 * brought into the database, and to the disk, before anything is built on it; the write after it begins the log anew,
 * so that what the disk has of the old one counts no more. */
static kp_err settle_log(sqlite_store *store) { return run(store, "PRAGMA wal_checkpoint; PRAGMA user_version = 1;"); }

/* A new file gets the tables; an old one must be of our version. */
static kp_err settle(sqlite_store *store)
{
    sqlite3_stmt *statement = NULL;
    int version = -1;
    kp_err err = run(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
    if (!err)
        err = prepare(store, "PRAGMA user_version", NULL, &statement);
    if (!err && sqlite3_step(statement) == SQLITE_ROW)
        version = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    if (err || version == SCHEMA_VERSION)
        return err ? err : settle_log(store);
    if (version != 0)
        return version > SCHEMA_VERSION ? KP_ERR_UNSUPPORTED_VERSION : KP_ERR_CORRUPT;
    err = run(store, "BEGIN IMMEDIATE");
    if (!err)
        err = run(store, SCHEMA);
    return err ? err : run(store, "COMMIT");
}

kp_err kp__store_sqlite(kp__alloc *alloc, const char *path, kp__store **out)
{
    sqlite_store *store = kp__new(alloc, sizeof *store);
    if (!store)
        return KP_ERR_NO_MEMORY;
    store->store.ops = &sqlite_ops;
    store->alloc = alloc;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX;
    kp_err err = sqlite_err(sqlite3_open_v2(path, &store->db, flags, NULL));
    if (!err)
        err = settle(store);
    if (err) {
        sqlite_close(&store->store);
        return err;
    }
    *out = &store->store;
    return KP_OK;
}

#endif
