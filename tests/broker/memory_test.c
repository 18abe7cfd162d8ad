/* A broker that runs out of memory says so, and leaves nothing behind: every allocation of an open fails once. */
#include <stdatomic.h>
#include <stdlib.h>

#include <tests/broker/rig.h>
#include <tests/check.h>

typedef struct scarce {
    _Atomic int left; /* allocations that succeed */
    _Atomic int live;
} scarce;

static void *scarce_alloc(void *context, size_t size)
{
    scarce *memory = context;
    if (atomic_fetch_sub(&memory->left, 1) <= 0)
        return NULL;
    atomic_fetch_add(&memory->live, 1);
    return malloc(size);
}

static void *scarce_realloc(void *context, void *block, size_t size)
{
    scarce *memory = context;
    if (atomic_fetch_sub(&memory->left, 1) <= 0)
        return NULL;
    return realloc(block, size);
}

static void scarce_free(void *context, void *block)
{
    scarce *memory = context;
    atomic_fetch_sub(&memory->live, 1);
    free(block);
}

TEST(an_open_without_memory_fails_cleanly_at_every_allocation)
{
    broker_rig rig;
    kclient client;
    scarce memory;
    kp_broker *broker = NULL;
    kp_error error = KP_ERROR_INIT;
    kp_hooks hooks = KP_HOOKS_INIT;
    int n = 0;
    rig_init(&rig);
    rig_open(&rig); /* topics to recover */
    client_open(&client, rig_address(&rig));
    assert_int_equal(client_create(&client, "t", 3), 0);
    client_close(&client);
    rig_close(&rig);
    hooks.context = &memory;
    hooks.alloc = scarce_alloc;
    hooks.realloc = scarce_realloc;
    hooks.free = scarce_free;
    for (kp_err err = KP_ERR_NO_MEMORY; err; n++) {
        atomic_store(&memory.left, n);
        atomic_store(&memory.live, 0);
        err = kp_broker_open(&rig.options, &hooks, &broker, &error);
        if (err && err != KP_ERR_NO_MEMORY)
            fail_msg("allocation %d: %s: %s", n, kp_err_name(err), error.text);
        if (!err)
            kp_broker_close(broker);
        if (memory.live != 0)
            fail_msg("allocation %d: %d blocks are left", n, memory.live);
    }
    assert_true(n > 10);
    rig_deinit(&rig);
}

TESTS(t(an_open_without_memory_fails_cleanly_at_every_allocation))
