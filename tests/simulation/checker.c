#include <tests/simulation/checker.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <base/rng.h>
#include <kprod/export.h>
#include <wire/batch.h>

enum { HEADERS_MAX = 16 };

/* Where each record was found. */
typedef struct found {
    int32_t topic, partition; /* of the first copy in a log */
    int64_t offset;
    const model_entry *entry;
    int64_t timestamp_ms;
    int32_t copies;
    bool lost_copy; /* cut off again by the cluster */
    bool lost_committed;
} found;

typedef struct checking {
    const check_journal *journal;
    check_verdict *out;
    found *found;
} checking;

/* ---- the journal ---- */

uint64_t check_journal_add(check_journal *journal)
{
    if (journal->count == journal->cap) {
        journal->cap = journal->cap ? journal->cap * 2 : 4096;
        journal->records = realloc(journal->records, journal->cap * sizeof *journal->records);
        if (!journal->records)
            abort();
    }
    memset(&journal->records[journal->count], 0, sizeof journal->records[0]);
    return journal->count++;
}

void check_journal_deinit(check_journal *journal)
{
    free(journal->records);
    for (int i = 0; i < CHECK_PRODUCERS_MAX; i++)
        free(journal->producers[i].pauses);
}

void check_pause_add(check_producer *producer, kp_ns from, kp_ns until)
{
    if (producer->pause_count == producer->pause_cap) {
        producer->pause_cap = producer->pause_cap ? producer->pause_cap * 2 : 64;
        producer->pauses = realloc(producer->pauses, producer->pause_cap * sizeof *producer->pauses);
        if (!producer->pauses)
            abort();
    }
    producer->pauses[producer->pause_count++] = (check_pause){from, until};
}

kp_ns check_pause_end(const check_producer *producer, kp_ns at)
{
    for (bool later = true; later;) { /* one may begin in the middle of another */
        later = false;
        for (uint32_t i = 0; i < producer->pause_count; i++) {
            const check_pause *pause = &producer->pauses[i];
            if (pause->from <= at && at < pause->until) {
                at = pause->until;
                later = true;
            }
        }
    }
    return at;
}

/* ---- what a record carries ---- */

static void put64(uint8_t *at, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t get64(const uint8_t *at)
{
    uint64_t value = 0;
    for (int i = 7; i >= 0; i--)
        value = value << 8 | at[i];
    return value;
}

static const uint64_t MAGIC = UINT64_C(0x6b70726f6473696d);

void check_value_write(uint8_t *out, size_t size, uint64_t id, const check_record *record)
{
    put64(out, MAGIC);
    put64(out + 8, id);
    put64(out + 16, (uint64_t)record->producer << 32 | (uint32_t)record->fiber);
    put64(out + 24, record->number);
    put64(out + 32, kp__mix64(id) ^ record->number);
    for (size_t i = CHECK_VALUE_MIN; i < size; i++)
        out[i] = (uint8_t)(id * 31 + i);
}

const check_record *check_value_find(const check_journal *journal, const uint8_t *value, size_t size)
{
    bool ours = size >= CHECK_VALUE_MIN && get64(value) == MAGIC && get64(value + 8) < journal->count;
    return ours ? &journal->records[get64(value + 8)] : NULL;
}

static uint64_t mix_bytes(uint64_t hash, const void *data, size_t size)
{
    hash = kp__mix64(hash ^ (data ? size + 1 : 0));
    const uint8_t *bytes = data;
    uint64_t word = 0;
    for (size_t i = 0; data && i < size; i++) {
        word = word << 8 | bytes[i];
        if (i % 8 == 7 || i + 1 == size)
            hash = kp__mix64(hash ^ word);
    }
    return hash;
}

uint64_t check_content(const void *key, size_t key_size, const void *value, size_t value_size, const kp_header *headers,
                       size_t header_count)
{
    uint64_t hash = mix_bytes(1, key, key_size);
    hash = mix_bytes(hash, value, value_size);
    for (size_t i = 0; i < header_count; i++) {
        hash = mix_bytes(hash, headers[i].name, headers[i].name_size);
        hash = mix_bytes(hash, headers[i].value, headers[i].value_size);
    }
    return hash;
}

/* ---- failures ---- */

static void KP_PRINTF(3, 4) fail(checking *c, const char *invariant, const char *format, ...)
{
    if (c->out->failure_count >= CHECK_FAILURES_KEPT)
        return;
    char *text = c->out->failures[c->out->failure_count++];
    int used = snprintf(text, CHECK_TEXT, "%s: ", invariant);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text + used, (size_t)(CHECK_TEXT - used), format, args);
    va_end(args);
}

static const check_producer *producer_of(const checking *c, const check_record *record)
{
    return &c->journal->producers[record->producer];
}

static uint64_t id_of(const checking *c, const check_record *record)
{
    return (uint64_t)(record - c->journal->records);
}

/* Uniqueness is promised, and order for all that is in the log. */
static bool ordered(const check_producer *producer) { return producer->idempotent; }

/* With one request in flight the order is promised without idempotence, too (R21), among those that succeeded: what was
 * given up may arrive at any time. */
static bool in_order(const checking *c, const check_record *record, const found *f)
{
    const check_producer *producer = producer_of(c, record);
    if (producer->idempotent)
        return true;
    return producer->acks != 0 && producer->inflight_max == 1 && record->completions == 1 && record->err == KP_OK &&
           !f->lost_copy;
}

/* ---- reading the logs ---- */

static uint64_t content_of_view(checking *c, const kp__record_view *view)
{
    kp_header headers[HEADERS_MAX];
    size_t count = 0;
    kp__slice left = view->headers;
    kp__record_header_view header;
    for (int32_t i = 0; i < view->header_count && count < HEADERS_MAX; i++) {
        if (kp__record_headers_next(&left, &header))
            fail(c, "I2", "record headers in the log cannot be read");
        headers[count++] =
            (kp_header){(const char *)header.name.data, header.name.len, header.value.data, header.value.len};
    }
    return check_content(view->key.data, view->key.len, view->value.data, view->value.len, headers, count);
}

/* Java's rule: the key's hash, modulo as many partitions as the producer knew of. */
static void check_key(checking *c, uint64_t id, const check_record *record, const model_log *log)
{
    if (!record->keyed || !record->returned)
        return;
    for (int32_t count = record->partitions_least; count <= record->partitions_most; count++)
        if (record->key_hash % (uint32_t)count == (uint32_t)log->partition) {
            c->out->keys_moved += count > record->partitions_least;
            return;
        }
    fail(c, "I4", "record %" PRIu64 ": its key leads to no count of partitions from %d to %d, it is in partition %d",
         id, record->partitions_least, record->partitions_most, log->partition);
}

/* The id of a record in a log, or UINT64_MAX after a failure was noted. */
static uint64_t identify(checking *c, const model_log *log, const kp__record_view *view)
{
    const check_record *record = check_value_find(c->journal, view->value.data, view->value.len);
    if (!record) {
        fail(c, "I2", "topic %d partition %d offset %" PRId64 ": nobody sent this record", log->topic, log->partition,
             view->offset);
        return UINT64_MAX;
    }
    uint64_t id = id_of(c, record);
    if (record->content != content_of_view(c, view))
        fail(c, "I2", "record %" PRIu64 ": other bytes in the log than were sent", id);
    if (record->timestamp_ms >= 0 && record->timestamp_ms != view->timestamp)
        fail(c, "I2", "record %" PRIu64 ": timestamp %" PRId64 " in the log, sent with %" PRId64, id, view->timestamp,
             record->timestamp_ms);
    if (record->topic != log->topic || (record->partition >= 0 && record->partition != log->partition))
        fail(c, "I14", "record %" PRIu64 ": sent to topic %d partition %d, found in topic %d partition %d", id,
             record->topic, record->partition, log->topic, log->partition);
    check_key(c, id, record, log);
    if (record->returned && record->sent != KP_OK && !record->untold)
        fail(c, "I5", "record %" PRIu64 ": send answered %d, but it is in the log", id, record->sent);
    return id;
}

/* ---- what no producer can prevent ---- */

enum { IN_DOUBT_MAX = 5 }; /* batches of a partition that a producer may have on their way */

/* Is there an unproven one among this entry and the next ones of its producer, `step` apart, that may have been on
 * their way together? */
static bool near_unproven(const model_log *log, const model_entry *entry, int step)
{
    const model_entry *end = log->entries + log->count;
    int seen = 0;
    for (const model_entry *at = entry; at >= log->entries && at < end && seen < IN_DOUBT_MAX; at += step) {
        if (at->producer_id != entry->producer_id || at->producer_epoch != entry->producer_epoch)
            continue;
        if (at->unproven)
            return true;
        seen++;
    }
    return false;
}

/* Unproven, or on its way behind an unproven one, or open ahead of one that took its place in the log's memory. */
static bool shaky(const model_log *log, const model_entry *entry)
{
    return near_unproven(log, entry, -1) || near_unproven(log, entry, 1);
}

typedef void (*each_fn)(checking *c, const model_log *log, const model_entry *entry, uint64_t id,
                        const kp__record_view *view);

static void each_record(checking *c, const model_log *log, const model_entry *entries, int32_t count, each_fn each)
{
    for (int32_t i = 0; i < count; i++) {
        kp__batch_header header;
        kp__slice batch = kp__slice_of(entries[i].bytes, entries[i].size);
        kp__record_reader reader;
        kp__record_view view;
        kp_err err = kp__batch_header_read(batch, &header);
        if (!err) {
            kp__record_reader_init(&reader, &header,
                                   kp__slice_of(batch.data + KP__BATCH_HEADER, batch.len - KP__BATCH_HEADER));
            while (!(err = kp__record_reader_next(&reader, &view))) {
                uint64_t id = identify(c, log, &view);
                if (id != UINT64_MAX)
                    each(c, log, &entries[i], id, &view);
            }
        }
        if (err != KP_ERR_END_OF_FILE)
            fail(c, "I2", "topic %d partition %d offset %" PRId64 ": a batch in the log cannot be read (%d)",
                 log->topic, log->partition, entries[i].base_offset, err);
    }
}

static void note_present(checking *c, const model_log *log, const model_entry *entry, uint64_t id,
                         const kp__record_view *view)
{
    found *f = &c->found[id];
    c->out->records_in_log++;
    if (f->copies++ == 0) {
        f->entry = entry;
        f->topic = log->topic;
        f->partition = log->partition;
        f->offset = view->offset;
        f->timestamp_ms = view->timestamp;
        return;
    }
    const check_record *record = &c->journal->records[id];
    if (!ordered(producer_of(c, record)))
        c->out->duplicated_unsafe++;
    else if (f->topic == log->topic && f->partition == log->partition && (shaky(log, f->entry) || shaky(log, entry)))
        c->out->excused++;
    else
        fail(c, "I3",
             "record %" PRIu64 " of producer %d is in the log twice: topic %d partition %d, offsets %" PRId64
             " and %" PRId64,
             id, record->producer, log->topic, log->partition, f->offset, view->offset);
}

static void note_lost(checking *c, const model_log *log, const model_entry *entry, uint64_t id,
                      const kp__record_view *view)
{
    (void)log, (void)view;
    c->found[id].lost_copy = true;
    c->found[id].lost_committed |= entry->was_committed;
}

/* From record to record through a log; second copies are left out. */
typedef struct walk {
    const model_log *log;
    int32_t next;
    const model_entry *entry; /* in which the last record stands */
    kp__record_reader reader;
} walk;

static const check_record *walk_next(const checking *c, walk *w)
{
    kp__record_view view;
    for (;;) {
        while (!w->entry || kp__record_reader_next(&w->reader, &view)) {
            if (w->next == w->log->count)
                return NULL;
            kp__batch_header header;
            w->entry = &w->log->entries[w->next++];
            if (kp__batch_header_read(kp__slice_of(w->entry->bytes, w->entry->size), &header))
                return NULL; /* each_record has said so */
            kp__record_reader_init(&w->reader, &header,
                                   kp__slice_of(w->entry->bytes + KP__BATCH_HEADER, w->entry->size - KP__BATCH_HEADER));
        }
        const check_record *record = check_value_find(c->journal, view.value.data, view.value.len);
        const found *f = record ? &c->found[id_of(c, record)] : NULL;
        if (f && f->offset == view.offset && f->entry == w->entry)
            return record;
    }
}

static bool promised(const checking *c, const check_record *record)
{
    return in_order(c, record, &c->found[id_of(c, record)]);
}

/* Of those that were sent after it and stand before it the first one is shaky: it came in when the log could not tell
 * that this one was missing. */
static bool overtaken_unproven(const checking *c, const model_log *log, const check_record *record)
{
    walk w = {.log = log};
    const check_record *other;
    while ((other = walk_next(c, &w)) && other != record)
        if (other->producer == record->producer && other->call_tick > record->return_tick)
            return shaky(log, w.entry);
    return false;
}

/* I4: of two records, the one whose send had returned before the other's was called comes first. */
static void check_order(checking *c, const model_log *log)
{
    const check_record *latest[2][CHECK_PRODUCERS_MAX] = {
        {NULL}}; /* the latest call among those seen, without and with a promise */
    walk w = {.log = log};
    for (const check_record *record; (record = walk_next(c, &w));) {
        const check_record **before = &latest[promised(c, record)][record->producer];
        if (*before && record->returned && record->return_tick < (*before)->call_tick) {
            if (!promised(c, record))
                c->out->reordered_unsafe++;
            else if (overtaken_unproven(c, log, record))
                c->out->excused++;
            else
                fail(c, "I4",
                     "topic %d partition %d: record %" PRIu64 " stands behind record %" PRIu64
                     " that was sent after it (producer %d)",
                     log->topic, log->partition, id_of(c, record), id_of(c, *before), record->producer);
        }
        if (!*before || record->call_tick > (*before)->call_tick)
            *before = record;
    }
}

/* ---- what was told against what is ---- */

static void check_success(checking *c, uint64_t id, const check_record *record)
{
    const found *f = &c->found[id];
    const check_producer *producer = producer_of(c, record);
    if (record->status != KP_WRITTEN)
        fail(c, "I5", "record %" PRIu64 " succeeded with status %d", id, record->status);
    if (producer->acks == 0)
        return;
    if (!f->copies && !(producer->acks == 1 ? f->lost_copy : f->lost_committed)) {
        fail(c, "I2",
             "record %" PRIu64 " of producer %d was acknowledged (topic %d partition %d offset %" PRId64
             ") and is nowhere",
             id, record->producer, record->told_topic, record->told_partition, record->offset);
        return;
    }
    if (!f->copies) {
        c->out->acked_then_cut++;
        return;
    }
    if (record->told_topic != record->topic || record->told_partition != f->partition)
        fail(c, "I2", "record %" PRIu64 ": told partition %d of topic %d, is in partition %d of topic %d", id,
             record->told_partition, record->told_topic, f->partition, f->topic);
    else if (record->offset >= 0 && record->offset != f->offset && f->copies == 1 && !f->lost_copy)
        fail(c, "I2", "record %" PRIu64 ": told offset %" PRId64 ", is at %" PRId64, id, record->offset, f->offset);
    if (record->told_timestamp_ms != f->timestamp_ms)
        fail(c, "I2", "record %" PRIu64 ": told timestamp %" PRId64 ", has %" PRId64, id, record->told_timestamp_ms,
             f->timestamp_ms);
}

static void check_failed(checking *c, uint64_t id, const check_record *record)
{
    const found *f = &c->found[id];
    if (record->told_timestamp_ms >= 0 || record->offset >= 0)
        fail(c, "I2", "record %" PRIu64 " failed (%d) with an offset or a timestamp", id, record->err);
    bool was = f->copies || f->lost_copy;
    if (record->status == KP_WRITTEN)
        fail(c, "I5", "record %" PRIu64 " failed (%d) with status written", id, record->err);
    else if (record->status == KP_NOT_WRITTEN && f->copies) /* what the cluster lost is not there any more */
        fail(c, "I5", "record %" PRIu64 " failed (%d) as not written, and was: topic %d partition %d offset %" PRId64,
             id, record->err, f->topic, f->partition, f->offset);
    c->out->maybe_and_was += record->status == KP_MAYBE_WRITTEN && was;
}

static void check_times(checking *c, uint64_t id, const check_record *record)
{
    const check_producer *producer = producer_of(c, record);
    if (producer->shut_tick && record->done_tick > producer->shut_tick && !record->by_return)
        fail(c, "I1", "record %" PRIu64 " completed after close had returned", id);
    if (!producer->delivery_timeout)
        return;
    kp_ns due = record->returned_at + producer->delivery_timeout;
    if (record->returned && !record->looked_late && record->done_at > due &&
        record->done_at > check_pause_end(producer, due))
        fail(c, "I7", "record %" PRIu64 " completed %" PRId64 " us after its delivery time was up", id,
             (record->done_at - due) / 1000);
    if (record->err == KP_ERR_DELIVERY_TIMEOUT && record->opened &&
        record->done_at < record->opened + producer->delivery_timeout)
        fail(c, "I7", "record %" PRIu64 " timed out %" PRId64 " us before its delivery time was up", id,
             (record->opened + producer->delivery_timeout - record->done_at) / 1000);
}

/* F16: of a batch that was refused for some of its records, those and no others are to blame. Where the broker named
 * none, or there was no memory to keep what it said, there are no words either. */
static void check_blame(checking *c, uint64_t id, const check_record *record)
{
    if (record->err == KP_ERR_OTHER_RECORD && record->keyless)
        fail(c, "F16", "record %" PRIu64 " is invalid, and another one got the blame", id);
    if (record->err == KP_ERR_INVALID_RECORD && record->told_why && !record->keyless)
        fail(c, "F16", "record %" PRIu64 " is valid, and got the blame for another one", id);
}

static void check_record_of(checking *c, uint64_t id)
{
    const check_record *record = &c->journal->records[id];
    bool accepted = record->returned && record->sent == KP_OK;
    if (record->completions > 1)
        fail(c, "I1", "record %" PRIu64 " completed %d times", id, record->completions);
    if (accepted && !record->completions && !record->untold)
        fail(c, "I1", "record %" PRIu64 " of producer %d was accepted and never completed", id, record->producer);
    if (record->returned && !accepted && record->completions)
        fail(c, "I1", "record %" PRIu64 " was refused (%d) and completed all the same", id, record->sent);
    if (record->completions != 1)
        return;
    check_times(c, id, record);
    if (record->err == KP_OK)
        check_success(c, id, record);
    else
        check_failed(c, id, record);
    check_blame(c, id, record);
}

/* I8: successes of one partition are told in the order of sending. */
static int by_done(const void *a, const void *b)
{
    const check_record *const *ra = a, *const *rb = b;
    return (*ra)->done_tick < (*rb)->done_tick ? -1 : (*ra)->done_tick > (*rb)->done_tick;
}

static bool told_success(const model_log *log, const check_record *record)
{
    return record->completions == 1 && record->err == KP_OK && record->told_topic == log->topic &&
           record->told_partition == log->partition;
}

/* Who waits for a future does not see in which order they were done, but that one was not. */
static void check_overtaken(checking *c, const model_log *log, const check_record *record)
{
    if (record->overtaken && told_success(log, record))
        fail(c, "I8", "topic %d partition %d: record %" PRIu64 " was open when one that was sent later was told",
             log->topic, log->partition, id_of(c, record));
}

static void check_completion_order(checking *c, const model_log *log)
{
    const check_record **told = malloc((c->journal->count + 1) * sizeof *told);
    size_t count = 0;
    if (!told)
        abort();
    for (uint64_t id = 0; id < c->journal->count; id++) {
        const check_record *record = &c->journal->records[id];
        if (!record->by_return && told_success(log, record))
            told[count++] = record;
    }
    qsort(told, count, sizeof *told, by_done);
    for (uint64_t id = 0; id < c->journal->count; id++)
        check_overtaken(c, log, &c->journal->records[id]);
    uint64_t latest[CHECK_PRODUCERS_MAX] = {0};
    for (size_t i = 0; i < count; i++) {
        if (told[i]->return_tick < latest[told[i]->producer])
            fail(c, "I8", "topic %d partition %d: record %td was told after one that was sent later", log->topic,
                 log->partition, told[i] - c->journal->records);
        if (told[i]->call_tick > latest[told[i]->producer])
            latest[told[i]->producer] = told[i]->call_tick;
    }
    free(told);
}

void check_run(const check_journal *journal, const model_log *const *logs, int log_count, check_verdict *out)
{
    memset(out, 0, sizeof *out);
    checking c = {journal, out, calloc(journal->count + 1, sizeof(found))};
    if (!c.found)
        abort();
    for (int i = 0; i < log_count; i++) {
        each_record(&c, logs[i], logs[i]->entries, logs[i]->count, note_present);
        each_record(&c, logs[i], logs[i]->lost, logs[i]->lost_count, note_lost);
    }
    for (int i = 0; i < log_count; i++) {
        check_order(&c, logs[i]);
        check_completion_order(&c, logs[i]);
    }
    for (uint64_t id = 0; id < journal->count; id++)
        check_record_of(&c, id);
    free(c.found);
}
