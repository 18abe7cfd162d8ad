/* Lookups: a literal address and the host's resolver answer at once, getaddrinfo on the helper. The answer is handed
 * over at the poller's next wait; a cancelled lookup's memory is freed by whoever is done with it last. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <io/inside.h>

typedef struct lookup {
    kp__job job; /* its link serves the helper's queue, then one of the poller's lists */
    kp__helper *helper;
    kp__poller *poller; /* under the helper's lock once handed over; NULL: cancelled */
    kp__resolution *resolution;
    bool queued; /* with the helper, or done by it */
    bool done;
    uint16_t port;
    char host[KP__HOST_BYTES];
    kp_err err;
    int count;
    kp_address addresses[KP__ADDRESSES_MAX];
    char text[sizeof((kp__resolution *)NULL)->text];
} lookup;

static lookup *lookup_of(kp__list *link) { return KP__CONTAINER(KP__CONTAINER(link, kp__job, link), lookup, job); }

static void lookup_on_helper(kp__job *job)
{
    lookup *look = KP__CONTAINER(job, lookup, job);
    kp__helper *helper = look->helper;
    look->err = kp__address_lookup(look->host, look->port, false, look->addresses, KP__ADDRESSES_MAX, &look->count,
                                   look->text, sizeof look->text);
    kp__helper_lock(helper);
    kp__helper_settled(helper);
    kp__poller *poller = look->poller;
    if (poller) {
        look->done = true;
        kp__list_push(&poller->looked_up, &look->job.link);
        atomic_store(&poller->any_looked_up, 1u);
        kp__poller_wake(poller); /* under the lock: the poller is still there */
    }
    kp__helper_unlock(helper);
    if (!poller)
        free(look);
}

static void lookup_answered(kp__poller *poller, lookup *look)
{
    look->done = true;
    kp__list_push(&poller->known, &look->job.link);
    kp__poller_wake(poller); /* for a host that watches the descriptor */
}

static void lookup_by_host(kp__system *system, lookup *look)
{
    int count = 0;
    look->err =
        system->resolve(system->resolve_context, look->host, look->port, look->addresses, KP__ADDRESSES_MAX, &count);
    look->count = count < 0 ? 0 : count > KP__ADDRESSES_MAX ? KP__ADDRESSES_MAX : count;
    if (look->err == KP_OK && look->count == 0)
        look->err = KP_ERR_RESOLVE;
    if (look->err != KP_OK)
        (void)snprintf(look->text, sizeof look->text, "the host's resolver: %s", kp_err_text(look->err));
}

kp_err kp__resolve_start(kp__poller *poller, const char *host, uint16_t port, kp__resolution *resolution)
{
    kp__system *system = poller->system;
    size_t length = strlen(host);
    if (length == 0 || length >= KP__HOST_BYTES)
        return KP_ERR_ARGUMENT;
    lookup *look = calloc(1, sizeof *look);
    if (!look)
        return KP_ERR_NO_MEMORY;
    look->job = (kp__job){.run = lookup_on_helper, .may_leave = true};
    look->helper = system->helper;
    look->poller = poller;
    look->resolution = resolution;
    look->port = port;
    memcpy(look->host, host, length + 1);
    if (kp__address_literal(host, port, &look->addresses[0])) {
        look->count = 1;
        lookup_answered(poller, look);
    } else if (system->resolve) {
        lookup_by_host(system, look);
        lookup_answered(poller, look);
    } else {
        look->queued = true;
        kp_err err = kp__helper_add(system->helper, &look->job);
        if (err != KP_OK) {
            free(look);
            return err;
        }
    }
    resolution->job = look;
    return KP_OK;
}

void kp__resolve_cancel(kp__poller *poller, kp__resolution *resolution)
{
    lookup *look = resolution->job;
    if (!look || kp__io_forked(&poller->system->io))
        return;
    resolution->job = NULL;
    if (!look->queued) {
        kp__list_remove(&look->job.link);
        free(look);
        return;
    }
    kp__helper *helper = look->helper;
    kp__helper_lock(helper);
    bool ours = true;
    if (look->done)
        kp__list_remove(&look->job.link);
    else
        ours = kp__helper_remove(helper, &look->job);
    look->poller = NULL;
    kp__helper_unlock(helper);
    if (ours)
        free(look);
}

static void lookup_deliver(lookup *look, kp__ready *ready)
{
    kp__resolution *resolution = look->resolution;
    resolution->err = look->err;
    resolution->count = look->count;
    memcpy(resolution->addresses, look->addresses, sizeof resolution->addresses);
    memcpy(resolution->text, look->text, sizeof resolution->text);
    resolution->job = NULL;
    *ready = (kp__ready){.token = resolution, .what = KP__READY_RESOLVED};
    free(look);
}

bool kp__resolve_waiting(const kp__poller *poller)
{
    return !kp__list_empty(&poller->known) || atomic_load(&poller->any_looked_up) != 0;
}

int kp__resolve_collect(kp__poller *poller, kp__ready *ready, int cap)
{
    int count = 0;
    while (count < cap && !kp__list_empty(&poller->known))
        lookup_deliver(lookup_of(kp__list_pop(&poller->known)), &ready[count++]);
    if (atomic_load(&poller->any_looked_up) == 0)
        return count;
    kp__helper *helper = poller->system->helper;
    kp__helper_lock(helper);
    while (count < cap && !kp__list_empty(&poller->looked_up)) {
        lookup *look = lookup_of(kp__list_pop(&poller->looked_up));
        look->poller = NULL;
        lookup_deliver(look, &ready[count++]);
    }
    if (kp__list_empty(&poller->looked_up))
        atomic_store(&poller->any_looked_up, 0u);
    kp__helper_unlock(helper);
    return count;
}
