#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <tests/io/fixture.h>

typedef struct seen {
    fixture *f;
    char name[16];
    bool blocked;
    bool self;
    kp__thread *thread;
    void *identity;
    kp__park park;
} seen;

static void look(void *arg)
{
    seen *s = arg;
    sigset_t now;
    (void)pthread_sigmask(SIG_SETMASK, NULL, &now);
    s->blocked = sigismember(&now, SIGTERM) == 1 && sigismember(&now, SIGPIPE) == 1 && sigismember(&now, SIGUSR1) == 1;
    (void)pthread_getname_np(pthread_self(), s->name, sizeof s->name);
    s->self = s->f->io->ops->thread_is_self(s->thread);
    s->identity = s->f->io->ops->self(s->f->io);
    s->f->io->ops->unpark(s->f->io, &s->park);
}

/* I22 */
TEST(a_thread_has_a_name_and_blocks_all_signals)
{
    fixture f;
    fixture_open(&f, NULL);
    seen s = {.f = &f};
    f.io->ops->park_init(f.io, &s.park);
    assert_int_equal(f.io->ops->thread_start(f.io, "kprod/a-rather-long-name", look, &s, &s.thread), KP_OK);
    assert_true(f.io->ops->park_wait(f.io, &s.park, KP_NEVER));
    assert_false(f.io->ops->thread_is_self(s.thread));
    f.io->ops->thread_join(s.thread);
    f.io->ops->park_deinit(f.io, &s.park);
    assert_true(s.blocked);
    assert_true(s.self);
    assert_ptr_not_equal(s.identity, f.io->ops->self(f.io));
    assert_string_equal(s.name, "kprod/a-rather-");
    fixture_close(&f);
}

TEST(a_signal_stays_until_it_is_waited_for)
{
    fixture f;
    fixture_open(&f, NULL);
    seen s = {.f = &f};
    f.io->ops->park_init(f.io, &s.park);
    assert_int_equal(f.io->ops->thread_start(f.io, "x", look, &s, &s.thread), KP_OK);
    f.io->ops->thread_join(s.thread);
    assert_true(f.io->ops->park_wait(f.io, &s.park, 0));  /* the signal stayed */
    assert_false(f.io->ops->park_wait(f.io, &s.park, 0)); /* and was taken */
    fixture_close(&f);
}

static void count(void *arg) { (*(int *)arg)++; }

TEST(offload_runs_in_order_and_freeing_waits_for_it)
{
    fixture f;
    fixture_open(&f, NULL);
    int n = 0;
    for (int i = 0; i < 100; i++)
        assert_int_equal(f.io->ops->offload(f.io, count, &n), KP_OK);
    fixture_close(&f);
    assert_int_equal(n, 100);
}

TEST(a_park_waits_until_its_deadline)
{
    fixture f;
    fixture_open(&f, NULL);
    kp__park park;
    f.io->ops->park_init(f.io, &park);
    kp_ns deadline = f.io->ops->now(f.io) + KP_MS(2);
    assert_false(f.io->ops->park_wait(f.io, &park, deadline));
    assert_true(f.io->ops->now(f.io) >= deadline);
    f.io->ops->park_deinit(f.io, &park);
    fixture_close(&f);
}

TEST(a_forked_child_knows_and_only_frees)
{
    fixture f;
    fixture_open(&f, NULL);
    fixture_connect(&f);
    assert_false(kp__io_forked(f.io));
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool knows = kp__io_forked(f.io);
        f.client->ops->close(f.client);
        f.server->ops->close(f.server);
        f.io->ops->listener_close(f.listener);
        f.io->ops->poller_free(f.poller);
        f.io->ops->free_forked(f.io);
        _exit(knows && f.alloc.bytes == 0 ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    struct iovec iov = {(char *)"x", 1}; /* the parent's connection is whole */
    size_t put = 0, got = 0;
    char in[4];
    assert_int_equal(f.client->ops->write(f.client, &iov, 1, &put), KP_OK);
    while (f.server->ops->read(f.server, in, sizeof in, &got) == KP_AGAIN)
        assert_true(fixture_wait(&f, KP__READY_TRANSPORT, &f.server_token));
    assert_int_equal(got, 1);
    fixture_close(&f);
}

TESTS(t(a_thread_has_a_name_and_blocks_all_signals), t(a_signal_stays_until_it_is_waited_for),
      t(offload_runs_in_order_and_freeing_waits_for_it), t(a_park_waits_until_its_deadline),
      t(a_forked_child_knows_and_only_frees))
