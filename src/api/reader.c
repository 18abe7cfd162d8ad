/* kprod/reader.h made real: the core gives what is there, and turns bring more. */
#include <kprod/reader.h>

#include <api/client.h>
#include <api/config.h>
#include <base/error_fill.h>
#include <base/ns.h>
#include <base/sized.h>
#include <producer/option_table.h>
#include <reader/reader.h>

struct kp_reader {
    kp__alloc alloc;
    kp__client client;
    kp__reader core;
    bool stop_at_end;
};

static void tick(void *core, kp_ns now) { kp__reader_tick(core, now); }

static kp_ns deadline_of(const void *core) { return kp__reader_deadline(core); }

static void init_core(kp_reader *reader)
{
    const kp_options *options = reader->client.options;
    kp__reader_config config = {
        .max_wait_ms = (int32_t)kp__options_int(options, KP__OPT_fetch_max_wait_ms),
        .min_bytes = (int32_t)kp__options_int(options, KP__OPT_fetch_min_bytes),
        .max_bytes = (int32_t)kp__options_int(options, KP__OPT_fetch_max_bytes),
        .partition_max_bytes = (int32_t)kp__options_int(options, KP__OPT_max_partition_fetch_bytes),
        .check_crcs = kp__options_int(options, KP__OPT_check_crcs) != 0,
        .backoff = kp__options_ns(options, KP__OPT_retry_backoff_ms),
        .response_max = (size_t)128 << 20,
    };
    kp__reader_init(&reader->core, &reader->alloc, reader->client.cluster, &config);
    reader->client.core = &reader->core;
    reader->client.tick = tick;
    reader->client.deadline = deadline_of;
}

kp_err kp_reader_open(const kp_options *options, const kp_hooks *hooks, kp_reader **out, kp_error *error)
{
    if (!options || !out)
        return kp__fail(error, KP_ERR_ARGUMENT, "options and out must not be NULL");
    kp_hooks known;
    kp_transport transport;
    kp_err err = kp__config_hooks(hooks, &known, &transport, error);
    if (err)
        return err;
    kp__alloc first;
    kp__alloc_init(&first, &known);
    kp_reader *reader = kp__new(&first, sizeof *reader);
    if (!reader)
        return kp__fail(error, KP_ERR_NO_MEMORY, "%s", kp_err_text(KP_ERR_NO_MEMORY));
    kp__alloc_init(&reader->alloc, &known);
    err = kp__client_open(&reader->client, &reader->alloc, options, &known, error);
    if (err) {
        kp__delete(&first, reader);
        return err;
    }
    init_core(reader);
    *out = reader;
    return KP_OK;
}

void kp_reader_close(kp_reader *reader)
{
    if (!reader)
        return;
    kp__client_disconnect(&reader->client); /* requests of the core end here */
    kp__reader_deinit(&reader->core);
    kp_hooks hooks = reader->client.hooks;
    kp__client_close(&reader->client);
    kp__alloc last;
    kp__alloc_init(&last, &hooks);
    kp__delete(&last, reader);
}

/* ---- assign ---- */

/* A topic that was made a moment ago is not known to every broker yet: that there is none is believed after this. */
#define GRACE KP_SEC(1)

/* Turns until the topic's partitions are known. */
static kp_err know_topic(kp_reader *reader, const char *topic, kp_ns deadline, kp_ns timeout, kp_error *error)
{
    kp_ns missing_since = 0;
    for (kp_ns until = 0;; until = kp__ns_min(deadline, missing_since ? missing_since + GRACE : KP_NEVER)) {
        kp_ns now;
        kp_err err = kp__client_turn(&reader->client, until, &now, error);
        if (err)
            return err;
        const kp__topic_state *state = kp__cluster_topic(reader->client.cluster, topic);
        err = state ? state->err : KP_OK;
        if (state && state->partition_count > 0 && !err)
            return KP_OK;
        if (err == KP_ERR_UNKNOWN_TOPIC_OR_PARTITION) {
            if (!missing_since)
                missing_since = now;
            if (now >= missing_since + GRACE || now >= deadline)
                return kp__fail(error, err, "topic \"%s\" does not exist", topic);
            kp__cluster_refresh(reader->client.cluster, now);
        }
        if (err && !(kp_err_class(err) & KP_CLASS_RETRIABLE))
            return kp__fail(error, err, "topic \"%s\": %s", topic, kp_err_text(err));
        if (now >= deadline)
            return kp__client_late(&reader->client, timeout, "metadata", error);
    }
}

static kp_err add_partitions(kp_reader *reader, const char *topic, int32_t partition, int64_t offset, kp_error *error)
{
    int32_t count = kp__cluster_topic(reader->client.cluster, topic)->partition_count;
    if (partition >= count)
        return kp__fail(error, KP_ERR_UNKNOWN_PARTITION, "topic \"%s\" has no partition %d, only 0 to %d", topic,
                        (int)partition, (int)count - 1);
    if (partition < 0 && count > KP__READER_TAPS_MAX)
        return kp__fail(error, KP_ERR_LIMIT,
                        "topic \"%s\" has %d partitions, and at most %d are read together; choose one", topic,
                        (int)count, KP__READER_TAPS_MAX);
    int32_t first = partition < 0 ? 0 : partition, last = partition < 0 ? count - 1 : partition;
    for (int32_t i = first; i <= last; i++) {
        kp_err err = kp__reader_add(&reader->core, topic, i, offset);
        if (err)
            return kp__fail(error, err, "topic \"%s\" partition %d: %s", topic, (int)i, kp_err_text(err));
    }
    return KP_OK;
}

kp_err kp_reader_assign(kp_reader *reader, const char *topic, int32_t partition, int64_t offset, kp_ns timeout,
                        kp_error *error)
{
    if (!reader || !topic || partition < -1 || offset < KP_OFFSET_EARLIEST)
        return kp__fail(error, KP_ERR_ARGUMENT,
                        "reader and topic must be there, partition at least -1, offset at least -2");
    kp_err err = kp__client_check(&reader->client, error);
    if (err)
        return err;
    kp_ns now = kp__client_now(&reader->client), deadline = kp__ns_add(now, timeout);
    err = kp__cluster_want_topic(reader->client.cluster, topic, NULL, now);
    if (err)
        return kp__fail(error, err, "topic \"%s\": %s", topic, kp_err_text(err));
    err = know_topic(reader, topic, deadline, timeout, error);
    if (!err)
        err = add_partitions(reader, topic, partition, offset, error);
    /* "From the latest on" is from this call on. */
    for (kp_ns until = 0; !err && !kp__reader_placed(&reader->core); until = deadline) {
        err = kp__client_turn(&reader->client, until, &now, error);
        if (err)
            return err;
        if (reader->core.err)
            err = kp__fail(error, reader->core.err, "%s", reader->core.text);
        else if (now >= deadline && !kp__reader_placed(&reader->core))
            err = kp__client_late(&reader->client, timeout, "offsets", error);
    }
    if (!err)
        reader->client.why[0] = 0; /* old troubles, all overcome */
    return err;
}

/* ---- next ---- */

void kp_reader_stop_at_end(kp_reader *reader, int stop)
{
    if (reader)
        reader->stop_at_end = stop != 0;
}

static kp_err bring_more(kp_reader *reader, kp_ns timeout, kp_read_record *out, kp_error *error)
{
    kp_ns deadline = kp__ns_add(kp__client_now(&reader->client), timeout);
    for (kp_ns until = 0;; until = deadline) {
        if (reader->stop_at_end && kp__reader_at_end(&reader->core))
            return kp__fail(error, KP_ERR_END_OF_FILE, "all partitions were read to their end");
        kp_ns now;
        kp_err err = kp__client_turn(&reader->client, until, &now, error);
        if (err)
            return err;
        err = kp__reader_take(&reader->core, out);
        if (err != KP_AGAIN)
            return err;
        if (now >= deadline)
            return kp__client_late(&reader->client, timeout, "record", error);
    }
}

kp_err kp_reader_next(kp_reader *reader, kp_ns timeout, kp_read_record *out, kp_error *error)
{
    if (!reader || !out || kp__sized_of(out) < sizeof(uint32_t))
        return kp__fail(error, KP_ERR_ARGUMENT, "reader and out must be there, and begin with KP_READ_RECORD_INIT");
    kp_err err = kp__client_check(&reader->client, error);
    if (err)
        return err;
    kp_read_record record = KP_READ_RECORD_INIT;
    err = kp__reader_take(&reader->core, &record);
    if (err == KP_AGAIN)
        err = bring_more(reader, timeout, &record, error);
    if (reader->core.err && err)
        return kp__fail(error, reader->core.err, "%s", reader->core.text);
    if (!err)
        (void)kp__sized_write(out, &record, sizeof record);
    return err;
}
