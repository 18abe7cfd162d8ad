#include <io/inside.h>

struct kp__watch {
    kp__source source;
};

kp_err kp__watch_new(kp__poller *poller, int fd, void *token, kp__watch **out)
{
    kp__watch *watch = kp__new(poller->system->io.alloc, sizeof *watch);
    if (!watch)
        return KP_ERR_NO_MEMORY;
    watch->source = (kp__source){.what = KP__READY_TRANSPORT, .fd = fd, .token = token, .poller = poller};
    kp_err err = kp__poller_watch_stream(poller, &watch->source);
    if (err != KP_OK) {
        kp__delete(poller->system->io.alloc, watch);
        return err;
    }
    *out = watch;
    return KP_OK;
}

void kp__watch_free(kp__watch *watch)
{
    kp__source_leave(&watch->source);
    kp__delete(watch->source.poller->system->io.alloc, watch);
}
