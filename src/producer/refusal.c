/* What a broker says when it refuses a batch: words about it, and which of its records are to blame (KIP-467). The
 * records that it names get the error, the others an error that says that they are innocent. As in Java, several named
 * records are all INVALID_RECORD, since the one code need not be that of each. Kept in one segment as long as the
 * batch; when there is no memory for it, every record has the error of the batch, and nothing is said. */
#include <base/mutant.h>
#include <producer/state.h>

#include <string.h>

enum { TEXT_MAX = 250, TEXTS_MAX = 3000, SAID_MAX = 32 };

typedef struct refusal {
    kp_err err;     /* of the records that are named */
    uint32_t named; /* how many; 0: it is the batch as a whole that was refused */
    uint16_t texts_size;
    uint16_t said_count;
    struct said { /* of records, where the words are not those about the batch */
        uint32_t record;
        uint16_t text;
    } said[SAID_MAX];
    char texts[TEXTS_MAX]; /* those about the batch first, empty when there are none */
    uint8_t bits[];        /* which records are named */
} refusal;

static refusal *refusal_of(const kp__batch *batch) { return (refusal *)(void *)batch->refusal->data; }

/* Where the text stands; the same one twice in a row, as is usual, stands there once. No room: the batch's. */
static uint16_t text_put(refusal *to, uint16_t last, kp__slice text)
{
    size_t size = text.len < TEXT_MAX ? text.len : TEXT_MAX;
    if (strlen(to->texts + last) == size && memcmp(to->texts + last, text.data, size) == 0)
        return last;
    if (to->texts_size + size + 1 > TEXTS_MAX)
        return 0;
    char *at = to->texts + to->texts_size;
    for (size_t i = 0; i < size; i++)
        at[i] = text.data[i] < ' ' || text.data[i] == 0x7f ? ' ' : (char)text.data[i];
    at[size] = '\0';
    to->texts_size = (uint16_t)(to->texts_size + size + 1);
    return (uint16_t)(at - to->texts);
}

static void name(refusal *to, const kp__produce_response_batch_index_and_error_message *error)
{
    uint32_t record = (uint32_t)error->batch_index;
    if (KP__MUTANT(BLAME) && record)
        record--;
    to->named += !(to->bits[record / 8] >> record % 8 & 1);
    to->bits[record / 8] |= (uint8_t)(1u << record % 8);
    if (!error->batch_index_error_message.len || to->said_count == SAID_MAX)
        return;
    uint16_t last = to->said_count ? to->said[to->said_count - 1].text : 0;
    to->said[to->said_count++] = (struct said){record, text_put(to, last, error->batch_index_error_message)};
}

void kp__refusal_take(kp__core *core, kp__batch *batch, const kp__produce_response_partition_produce_response *answer)
{
    size_t bytes = ((size_t)batch->record_count + 7) / 8;
    if (!answer->error_message.len && !answer->record_errors.count)
        return;
    kp__segment *segment = kp__pool_get(&core->intake->pool, sizeof(refusal) + bytes, 0);
    if (!segment)
        return;
    if (segment->cap < sizeof(refusal) + bytes) {
        kp__pool_release(&core->intake->pool, segment);
        return;
    }
    batch->refusal = segment;
    refusal *to = refusal_of(batch);
    memset(to, 0, sizeof *to + bytes);
    to->texts_size = 1;
    if (answer->error_message.len) {
        to->texts_size = 0;
        (void)text_put(to, 0, answer->error_message);
    }
    for (int32_t i = 0; i < answer->record_errors.count; i++)
        if ((uint32_t)answer->record_errors.items[i].batch_index < batch->record_count)
            name(to, &answer->record_errors.items[i]);
    to->err = to->named > 1 ? KP_ERR_INVALID_RECORD : batch->err;
}

kp_err kp__refusal_of(const kp__batch *batch, uint32_t record, const char **reason)
{
    const refusal *from = refusal_of(batch);
    uint16_t text = 0;
    if (from->named && !(from->bits[record / 8] >> record % 8 & 1)) {
        *reason = NULL;
        return KP_ERR_OTHER_RECORD;
    }
    for (int i = 0; i < from->said_count; i++)
        if (from->said[i].record == record)
            text = from->said[i].text;
    *reason = from->texts[text] ? from->texts + text : NULL;
    return from->err;
}
