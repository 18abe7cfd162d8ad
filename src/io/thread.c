#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

#include <io/inside.h>

struct kp__thread {
    kp__io *io;
    void (*run)(void *arg);
    void *arg;
    pthread_t id;
    _Atomic(void *) self; /* kp__thread_self of the new thread; NULL until it runs */
    char name[KP__THREAD_NAME];
};

kp_err kp__thread_spawn(pthread_t *id, void *(*run)(void *arg), void *arg)
{
    sigset_t all, before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    int rc = pthread_create(id, NULL, run, arg);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rc == 0 ? KP_OK : KP_ERR_NO_THREAD;
}

void kp__thread_name_self(const char *name) { (void)pthread_setname_np(pthread_self(), name); }

void *kp__thread_self(kp__io *io)
{
    (void)io;
    return (void *)pthread_self(); /* an address on Linux, never 0 */
}

static void *thread_main(void *arg)
{
    kp__thread *thread = arg;
    atomic_store(&thread->self, kp__thread_self(thread->io));
    kp__thread_name_self(thread->name);
    thread->run(thread->arg);
    return NULL;
}

kp_err kp__thread_start(kp__io *io, const char *name, void (*run)(void *arg), void *arg, kp__thread **out)
{
    kp__thread *thread = kp__new(io->alloc, sizeof *thread);
    if (!thread)
        return KP_ERR_NO_MEMORY;
    thread->io = io;
    thread->run = run;
    thread->arg = arg;
    (void)snprintf(thread->name, sizeof thread->name, "%s", name);
    *out = thread; /* before it runs: it may look at it */
    kp_err err = kp__thread_spawn(&thread->id, thread_main, thread);
    if (err != KP_OK) {
        *out = NULL;
        kp__delete(io->alloc, thread);
    }
    return err;
}

void kp__thread_join(kp__thread *thread)
{
    kp__io *io = thread->io;
    if (!kp__io_forked(io))
        (void)pthread_join(thread->id, NULL);
    kp__delete(io->alloc, thread);
}

bool kp__thread_is_self(kp__thread *thread) { return atomic_load(&thread->self) == kp__thread_self(thread->io); }
