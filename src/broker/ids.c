/* Producer ids. The store sets a block aside before the first id of it is given out, so that no id is given twice,
 * whatever happens to this process. */
#include <stdio.h>
#include <stdlib.h>

#include <broker/inside.h>

enum { BLOCK = 1000 };

static const char KEY[] = "producer.id.next";

kp_err kp__producer_id_take(kp_broker *broker, int64_t *id)
{
    if (broker->producer_id_next == broker->producer_id_end) {
        char value[KP__STORE_VALUE];
        kp_err err = broker->store->ops->get(broker->store, KEY, value);
        if (err && err != KP_ERR_NOT_FOUND)
            return err;
        int64_t next = err ? 0 : strtoll(value, NULL, 10);
        snprintf(value, sizeof value, "%lld", (long long)next + BLOCK);
        err = broker->store->ops->put(broker->store, KEY, value);
        if (err)
            return err;
        broker->producer_id_next = next;
        broker->producer_id_end = next + BLOCK;
    }
    *id = broker->producer_id_next++;
    return KP_OK;
}
