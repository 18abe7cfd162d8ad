/* embedded:DIR. The directory's lock decides who serves: who gets it opens a broker, who does not reads the address
 * that the other one wrote. An address that is not there yet, or a server that has just gone, is waited for, for a
 * while. */
#include <stdio.h>
#include <string.h>

#include <base/error_fill.h>
#include <base/ns.h>
#include <broker/datadir.h>
#include <broker/open.h>
#include <io/system.h>

enum { TRY_MS = 5, WAIT_S = 20 };

typedef struct seeking {
    kp__alloc alloc;
    kp__io *io;
    kp__files *files;
    kp__log_env env;
    kp__park park;
} seeking;

static kp_err search_init(seeking *search)
{
    memset(search, 0, sizeof *search);
    kp__alloc_init(&search->alloc, NULL);
    kp_err err = kp__io_system_new(&search->alloc, NULL, "kprod/embedded", &search->io);
    if (!err)
        search->io->ops->park_init(search->io, &search->park);
    if (!err)
        err = kp__files_system(&search->alloc, &search->files);
    return err ? err : kp__log_env_init(&search->env, &search->alloc, search->files, NULL);
}

static void search_deinit(seeking *search)
{
    kp__log_env_deinit(&search->env);
    if (search->files)
        search->files->ops->free(search->files);
    if (search->io) {
        search->io->ops->park_deinit(search->io, &search->park);
        search->io->ops->free(search->io);
    }
}

static kp_err find(seeking *search, const kp_hooks *hooks, const char *dir, char *address, size_t cap,
                   kp_broker **broker, kp_error *error)
{
    kp_broker_options options;
    kp_broker_options_init(&options);
    options.data_dir = dir;
    kp_ns until = kp__ns_add(search->io->ops->now(search->io), KP_SEC(WAIT_S));
    for (;;) {
        kp_err err = kp__broker_open(&options, hooks, true, broker, error);
        if (err != KP_ERR_EXISTS)
            return err;
        if (kp__datadir_address(&search->env, dir, address, cap) == KP_OK)
            return KP_OK;
        kp_ns now = search->io->ops->now(search->io);
        if (now >= until)
            return kp__fail(error, KP_ERR_TIMEOUT, "another process has locked %s, but does not say where it listens",
                            dir);
        (void)search->io->ops->park_wait(search->io, &search->park, kp__ns_add(now, KP_MS(TRY_MS)));
    }
}

kp_err kp_broker_embedded(const kp_hooks *hooks, const char *dir, char *address, size_t cap, void **handle,
                          kp_error *error)
{
    kp_broker *broker = NULL;
    seeking search;
    if (!dir || !*dir)
        return kp__fail(error, KP_ERR_CONFIG, "embedded: needs a directory");
    kp_err err = search_init(&search);
    err = err ? kp__fail(error, err, "cannot look for a broker: %s", kp_err_text(err))
              : find(&search, hooks, dir, address, cap, &broker, error);
    search_deinit(&search);
    if (err)
        return err;
    if (broker && (size_t)snprintf(address, cap, "%s", kp_broker_address(broker)) >= cap) {
        kp_broker_close(broker);
        return kp__fail(error, KP_ERR_LIMIT, "no room for the address");
    }
    *handle = broker; /* NULL: another process serves */
    return KP_OK;
}

void kp_broker_embedded_release(void *context, void *handle)
{
    (void)context;
    kp_broker_close(handle);
}
