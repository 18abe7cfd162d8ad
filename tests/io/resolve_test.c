#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>

#include <tests/io/fixture.h>

static int others; /* threads of the race detector */

static int threads(void)
{
    DIR *dir = opendir("/proc/self/task");
    assert_non_null(dir);
    int count = 0;
    while (readdir(dir))
        count++;
    (void)closedir(dir);
    return count - 2 - others;
}

static void *nothing(void *arg) { return arg; }

/* The race detector starts a thread of its own with the first of ours. */
static int wake_race_detector(void **state)
{
    (void)state;
#if KP__TSAN
    pthread_t thread;
    if (pthread_create(&thread, NULL, nothing, NULL) != 0 || pthread_join(thread, NULL) != 0)
        return -1;
    while (threads() > 2)
        (void)sched_yield();
    others = threads() - 1;
#else
    (void)nothing;
#endif
    return 0;
}

static void lookup(fixture *f, const char *host, kp__resolution *found)
{
    memset(found, 0, sizeof *found);
    assert_int_equal(f->io->ops->resolve(f->poller, host, 9092, found), KP_OK);
    assert_true(fixture_wait(f, KP__READY_RESOLVED, found));
}

TEST(literal_addresses_need_no_thread)
{
    fixture f;
    fixture_open(&f, NULL);
    kp__resolution found;
    lookup(&f, "192.0.2.7", &found);
    assert_int_equal(found.err, KP_OK);
    assert_int_equal(found.count, 1);
    assert_int_equal(((struct sockaddr *)(void *)found.addresses[0].bytes)->sa_family, AF_INET);
    lookup(&f, "2001:db8::1", &found);
    assert_int_equal(((struct sockaddr *)(void *)found.addresses[0].bytes)->sa_family, AF_INET6);
    lookup(&f, "fe80::1%lo", &found);
    assert_int_equal(found.err, KP_OK);
    assert_int_equal(threads(), 1);
    fixture_close(&f);
}

TEST(a_name_is_looked_up_on_the_helper)
{
    fixture f;
    fixture_open(&f, NULL);
    kp__resolution found;
    lookup(&f, "localhost", &found);
    assert_int_equal(found.err, KP_OK);
    assert_true(found.count >= 1);
    assert_int_equal(threads(), 2);
    fixture_close(&f);
    while (threads() > 1) /* a thread that was joined leaves /proc a moment later */
        (void)sched_yield();
}

TEST(a_name_that_nobody_has_is_an_error_with_words)
{
    fixture f;
    fixture_open(&f, NULL);
    kp__resolution found;
    lookup(&f, "no such host", &found);
    assert_int_equal(found.err, KP_ERR_RESOLVE);
    assert_true(found.text[0] != '\0');
    fixture_close(&f);
}

TEST(a_cancelled_lookup_tells_nothing)
{
    fixture f;
    fixture_open(&f, NULL);
    for (int i = 0; i < 200; i++) {
        kp__resolution first = {0}, second = {0};
        assert_int_equal(f.io->ops->resolve(f.poller, i % 2 ? "localhost" : "127.0.0.1", 1, &first), KP_OK);
        assert_int_equal(f.io->ops->resolve(f.poller, "localhost", 1, &second), KP_OK);
        f.io->ops->resolve_cancel(f.poller, &first);
        if (i % 3 == 0)
            assert_true(fixture_wait(&f, KP__READY_RESOLVED, &second));
        f.io->ops->resolve_cancel(f.poller, &second); /* at any stage, and after its end */
    }
    fixture_close(&f);
}

static kp_err hosts_own(void *context, const char *host, uint16_t port, kp_address *out, int cap, int *count)
{
    (*(int *)context)++;
    assert_string_equal(host, "broker.example");
    assert_int_equal(port, 9092);
    assert_true(cap > 0);
    struct sockaddr bytes = {.sa_family = AF_INET};
    memcpy(out[0].bytes, &bytes, sizeof bytes);
    out[0].length = sizeof bytes;
    *count = 1;
    return KP_OK;
}

TEST(the_hosts_resolver_is_asked_in_the_turn_and_no_thread_is_made)
{
    int calls = 0;
    kp_hooks hooks = KP_HOOKS_INIT;
    hooks.resolve = hosts_own;
    hooks.context = &calls;
    fixture f;
    fixture_open(&f, &hooks);
    kp__resolution found;
    lookup(&f, "broker.example", &found);
    assert_int_equal(found.err, KP_OK);
    assert_int_equal(found.count, 1);
    assert_int_equal(calls, 1);
    assert_int_equal(threads(), 1);
    fixture_close(&f);
}

/* Last: a helper that is busy when its io is freed is left behind for a moment. */
int main(void)
{
    const struct CMUnitTest tests[] = {
        t(literal_addresses_need_no_thread),
        t(a_name_is_looked_up_on_the_helper),
        t(a_name_that_nobody_has_is_an_error_with_words),
        t(the_hosts_resolver_is_asked_in_the_turn_and_no_thread_is_made),
        t(a_cancelled_lookup_tells_nothing),
    };
    return cmocka_run_group_tests(tests, wake_race_detector, NULL);
}
