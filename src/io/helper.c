/* The one blocking helper. See system.h for its memory and its end. */
#include <stdio.h>
#include <stdlib.h>

#include <io/inside.h>

struct kp__helper {
    pthread_mutex_t lock;
    pthread_cond_t some; /* a job, or the end */
    kp__list queue;
    const kp__job *running;
    uint32_t must_end; /* jobs, queued or running, that are waited for */
    bool started;
    bool ending;
    bool left; /* nobody will join: the thread frees this */
    pthread_t id;
    char name[KP__THREAD_NAME];
};

void kp__helper_lock(kp__helper *helper) { (void)pthread_mutex_lock(&helper->lock); }
void kp__helper_unlock(kp__helper *helper) { (void)pthread_mutex_unlock(&helper->lock); }

void kp__helper_settled(kp__helper *helper) { helper->running = NULL; }

static void helper_destroy(kp__helper *helper)
{
    (void)pthread_cond_destroy(&helper->some);
    (void)pthread_mutex_destroy(&helper->lock);
    free(helper);
}

static kp__job *helper_next(kp__helper *helper)
{
    while (kp__list_empty(&helper->queue) && !helper->ending)
        (void)pthread_cond_wait(&helper->some, &helper->lock);
    kp__list *first = kp__list_pop(&helper->queue); /* what was offloaded is done before the end */
    return first ? KP__CONTAINER(first, kp__job, link) : NULL;
}

static void *helper_main(void *arg)
{
    kp__helper *helper = arg;
    kp__thread_name_self(helper->name);
    kp__helper_lock(helper);
    for (kp__job *job = helper_next(helper); job; job = helper_next(helper)) {
        bool counted = !job->may_leave;
        helper->running = job;
        kp__helper_unlock(helper);
        job->run(job); /* may free it */
        kp__helper_lock(helper);
        helper->running = NULL;
        helper->must_end -= counted;
    }
    bool left = helper->left;
    kp__helper_unlock(helper);
    if (left)
        helper_destroy(helper);
    return NULL;
}

kp_err kp__helper_new(const char *name, kp__helper **out)
{
    kp__helper *helper = calloc(1, sizeof *helper);
    if (!helper)
        return KP_ERR_NO_MEMORY;
    (void)pthread_mutex_init(&helper->lock, NULL);
    (void)pthread_cond_init(&helper->some, NULL);
    kp__list_init(&helper->queue);
    (void)snprintf(helper->name, sizeof helper->name, "%s", name);
    *out = helper;
    return KP_OK;
}

void kp__helper_free(kp__helper *helper, bool forked)
{
    if (!helper)
        return;
    if (forked) {
        free(helper); /* a lock that another thread held stays as it is */
        return;
    }
    kp__helper_lock(helper);
    helper->ending = true;
    bool started = helper->started;
    bool leave = started && helper->running && helper->must_end == 0;
    helper->left = leave;
    pthread_t id = helper->id;
    if (leave)
        (void)pthread_detach(id); /* under the lock: the thread cannot have ended */
    (void)pthread_cond_signal(&helper->some);
    kp__helper_unlock(helper);
    if (leave)
        return;
    if (started)
        (void)pthread_join(id, NULL);
    helper_destroy(helper);
}

kp_err kp__helper_add(kp__helper *helper, kp__job *job)
{
    kp_err err = KP_OK;
    kp__helper_lock(helper);
    if (!helper->started) {
        err = kp__thread_spawn(&helper->id, helper_main, helper);
        helper->started = err == KP_OK;
    }
    if (err == KP_OK) {
        kp__list_push(&helper->queue, &job->link);
        helper->must_end += !job->may_leave;
        (void)pthread_cond_signal(&helper->some);
    }
    kp__helper_unlock(helper);
    return err;
}

bool kp__helper_remove(kp__helper *helper, kp__job *job)
{
    if (helper->running == job)
        return false;
    kp__list_remove(&job->link);
    return true;
}

/* ---- offload ---- */

typedef struct offloaded {
    kp__job job;
    void (*run)(void *arg);
    void *arg;
} offloaded;

static void offloaded_run(kp__job *job)
{
    offloaded *work = KP__CONTAINER(job, offloaded, job);
    work->run(work->arg);
    free(work);
}

kp_err kp__helper_offload(kp__io *io, void (*run)(void *arg), void *arg)
{
    offloaded *work = calloc(1, sizeof *work);
    if (!work)
        return KP_ERR_NO_MEMORY;
    *work = (offloaded){.job = {.run = offloaded_run}, .run = run, .arg = arg};
    kp_err err = kp__helper_add(kp__system_of(io)->helper, &work->job);
    if (err != KP_OK)
        free(work);
    return err;
}
