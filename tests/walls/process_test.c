/* Wall test 8: what the library does to the process it lives in. Each test runs in a forked process of its own, made
 * while there is only one thread. */
#define _GNU_SOURCE
#include <dirent.h>
#include <gnu/libc-version.h>
#include <link.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <api/producer.h>
#include <base/sanitized.h>
#include <tests/api/rig.h>
#include <tests/walls/child_broker.h>

#define OPTIONS(...) ((const char *const[]){__VA_ARGS__, NULL})

enum { OWN_THREADS = KP__TSAN }; /* the race detector starts one of its own with the first thread */

static int exit_code_of(pid_t child)
{
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* ---- fork ---- */

/* The number of the first call that does not say KP_ERR_FORKED; 0 when all do. */
static int calls_that_do_not_say_forked(rig *r, kp_future *pending)
{
    kp_record record = rig_record(r, NULL, "x");
    kp_error error = KP_ERROR_INIT;
    kp_future future;
    kp_future_init(&future);
    kp_topic *topic = NULL;
    int32_t count = 0;
    kp_producer_stats stats = {.size = sizeof stats};
    kp_delivery delivery = KP_DELIVERY_INIT;
    const kp_delivery *borrowed;
    const kp_err answers[] = {
        kp_producer_send(r->producer, &record, NULL, NULL),
        kp_producer_try_send(r->producer, &record, NULL, NULL),
        kp_producer_send_wait(r->producer, &record, KP_NEVER, &delivery),
        kp_producer_send_future(r->producer, &record, &future),
        kp_future_wait(r->producer, pending, KP_NEVER, &borrowed),
        kp_producer_flush(r->producer, KP_NEVER),
        kp_producer_close(r->producer, KP_NEVER),
        kp_producer_wait_ready(r->producer, KP_NEVER, &error),
        kp_producer_topic(r->producer, "other", &topic),
        kp_topic_partitions(r->producer, r->topic, KP_NEVER, &count),
        kp_producer_stats_read(r->producer, &stats),
        kp_producer_drive(r->producer, 0),
        -kp_producer_poll(r->producer, KP_NEVER),
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
        if (answers[i] != KP_ERR_FORKED)
            return (int)i + 1;
    if (kp_producer_poll_fd(r->producer) != -1 || kp_producer_drive_fd(r->producer) != -1 ||
        kp_producer_deadline(r->producer) != KP_NEVER)
        return 90;
    kp_future_abandon(r->producer, pending);
    kp_producer_free(r->producer);
    return 0;
}

static void fork_in(const char *const *options)
{
    rig r;
    rig_open(&r, options, NULL);
    rig_know_topic(&r);
    server_set(r.server, SERVER_MUTE);
    for (int i = 0; i < 100; i++)
        (void)!rig_send(&r, "x");
    kp_record record = rig_record(&r, NULL, "x");
    kp_future pending;
    kp_future_init(&pending);
    assert_int_equal(kp_producer_send_future(r.producer, &record, &pending), KP_OK);
    for (int i = 0; i < 50; i++) { /* at whatever the threads are doing */
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            (void)alarm(20); /* a hang is a failure */
            _exit(calls_that_do_not_say_forked(&r, &pending));
        }
        assert_int_equal(exit_code_of(child), 0);
        (void)!rig_send(&r, "y");
    }
    server_set(r.server, SERVER_ANSWERS); /* the parent's connection is whole, and its requests are sent again */
    kp_future_abandon(r.producer, &pending);
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(60), NULL), KP_OK);
    (void)!kp_producer_close(r.producer, KP_SEC(60));
    rig_close(&r);
}

TEST(wall8_a_forked_child_gets_an_error_from_every_call)
{
    fork_in(OPTIONS("request.timeout.ms", "500", "retry.backoff.ms", "1", "reconnect.backoff.ms", "1"));
}

TEST(wall8_a_forked_child_gets_an_error_from_every_call_with_callbacks_poll)
{
    fork_in(OPTIONS("callbacks", "poll", "request.timeout.ms", "500", "retry.backoff.ms", "1", "reconnect.backoff.ms",
                    "1"));
}

TEST(wall8_a_forked_child_gets_an_error_from_every_call_in_driven_mode)
{
    fork_in(
        OPTIONS("threads", "none", "request.timeout.ms", "500", "retry.backoff.ms", "1", "reconnect.backoff.ms", "1"));
}

/* ---- threads and signals ---- */

TEST(wall8_no_thread_exists_before_the_first_need)
{
    int before = tasks();
    kp_producer *producer = open_producer("localhost:1", NULL, NULL);
    kp_topic *topic = NULL;
    kp_producer_stats stats = {.size = sizeof stats};
    assert_int_equal(kp_producer_topic(producer, "t", &topic), KP_OK);
    assert_int_equal(kp_producer_stats_read(producer, &stats), KP_OK);
    assert_int_equal(kp_producer_flush(producer, KP_NEVER), KP_OK);
    assert_int_equal(tasks(), before);
    kp_record record = KP_RECORD_INIT;
    record.topic = topic;
    assert_int_equal(kp_producer_try_send(producer, &record, NULL, NULL), KP_AGAIN_TOPIC);
    assert_true(tasks() > before);
    kp_producer_free(producer);
    for (int i = 0; i < 1000000 && tasks() > before + OWN_THREADS; i++)
        (void)sched_yield(); /* what was joined leaves /proc a moment later */
    assert_true(tasks() <= before + OWN_THREADS);
}

static unsigned long long blocked_signals(const char *task)
{
    char path[64], line[128];
    unsigned long long mask = 0;
    (void)snprintf(path, sizeof path, "/proc/self/task/%.20s/status", task);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "SigBlk: %llx", &mask) == 1)
            break;
    if (file)
        (void)fclose(file);
    return mask;
}

/* Every signal that can be blocked and that glibc does not keep to itself (32 and 33). */
static bool blocks_all(unsigned long long mask)
{
    for (int signal = 1; signal <= 64; signal++)
        if (signal != SIGKILL && signal != SIGSTOP && signal != 32 && signal != 33 && !(mask >> (signal - 1) & 1))
            return false;
    return true;
}

static int threads_named(const char *prefix, bool *all_blocked)
{
    int count = 0;
    char path[64], name[32];
    *all_blocked = true;
    DIR *dir = opendir("/proc/self/task");
    assert_non_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        (void)snprintf(path, sizeof path, "/proc/self/task/%.20s/comm", entry->d_name);
        FILE *file = fopen(path, "r");
        if (file && fgets(name, sizeof name, file) && strncmp(name, prefix, strlen(prefix)) == 0) {
            count++;
            *all_blocked = *all_blocked && blocks_all(blocked_signals(entry->d_name));
        }
        if (file)
            (void)fclose(file);
    }
    (void)closedir(dir);
    return count;
}

TEST(wall8_our_threads_are_named_and_block_all_signals)
{
    server *s = server_start(1);
    char servers[64];
    (void)snprintf(servers, sizeof servers, "localhost:%u", server_port(s)); /* a name: the helper, too */
    kp_producer *producer = open_producer(servers, OPTIONS("client.id", "mine"), NULL);
    kp_error error = KP_ERROR_INIT;
    assert_int_equal(kp_producer_wait_ready(producer, KP_SEC(20), &error), KP_OK);
    bool blocked = false;
    assert_int_equal(threads_named("kprod/mine", &blocked), 2);
    assert_true(blocked);
    kp_producer_free(producer);
    server_stop(s);
}

/* ---- system calls ---- */

static volatile int *trapped_number; /* shared with the parent; 0: none */

/* _exit by hand: before a call that does not return ASan asks for the signal stack. */
static void end_with(int code) { (void)syscall(SYS_exit_group, code); }

static void on_trap(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    *trapped_number = info->si_syscall;
    end_with(6);
}

/* The executable part of libc, in units of 64 KiB. */
typedef struct text {
    uint32_t from, to;
} text;

static int find_libc(struct dl_phdr_info *object, size_t size, void *arg)
{
    (void)size;
    uintptr_t inside = (uintptr_t)gnu_get_libc_version;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        uintptr_t from = object->dlpi_addr + part->p_vaddr, to = from + part->p_memsz;
        if (part->p_type == PT_LOAD && inside >= from && inside < to) {
            *(text *)arg = (text){(uint32_t)(from >> 16), (uint32_t)(to >> 16)};
            return 1;
        }
    }
    return 0;
}

/* From here on this thread may write to an eventfd and end the process; all else is trapped. */
static bool forbid_system_calls(const int *eventfds, int count)
{
    struct sock_filter filter[64];
    unsigned short n = 0;
#define PUT(...) filter[n++] = (struct sock_filter)__VA_ARGS__
    if (KP__TSAN) { /* it sleeps for locks of its own, and asks the system by itself; the library asks through libc */
        text libc = {0, 0};
        if (!dl_iterate_phdr(find_libc, &libc))
            return false;
        PUT(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4));
        PUT(BPF_STMT(BPF_ALU | BPF_LSH | BPF_K, 16));
        PUT(BPF_STMT(BPF_MISC | BPF_TAX, 0));
        PUT(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer)));
        PUT(BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 16));
        PUT(BPF_STMT(BPF_ALU | BPF_OR | BPF_X, 0));
        PUT(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, libc.from, 0, 1));
        PUT(BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, libc.to, 0, 1));
        PUT(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    }
    PUT(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    PUT(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 0, 1));
    PUT(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    PUT(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 1, 0));
    PUT(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
    PUT(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])));
    for (int i = 0; i < count && n + 3 < 64; i++) {
        PUT(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)eventfds[i], 0, 1));
        PUT(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    }
    PUT(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
#undef PUT
    struct sock_fprog program = {.len = n, .filter = filter};
    struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO | SA_NODEFER};
    return sigaction(SIGSYS, &action, NULL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static int find_eventfds(int *out, int cap)
{
    int count = 0;
    for (int fd = 0; fd < 256 && count < cap; fd++) {
        char path[32], target[64];
        (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        ssize_t n = readlink(path, target, sizeof target - 1);
        if (n > 0) {
            target[n] = '\0';
            if (strstr(target, "eventfd"))
                out[count++] = fd;
        }
    }
    return count;
}

typedef struct tries {
    int sent, memory, topic, lane;
} tries;

/* Takes and drops the locks that a try_send needs, as fast as it can, and says of them that it sleeps for them while
 * others hold them. */
typedef struct rival {
    kp__lane *lane;
    kp__pool *pool;
} rival;

static _Noreturn void *be_in_the_way(void *arg)
{
    rival *r = arg;
    kp__lock *locks[] = {&r->lane->lock, &r->pool->lock};
    for (size_t i = 0;; i++) {
        kp__lock *lock = locks[i % 2];
        kp__lock_take(lock);
        kp__lock_drop(lock);
        for (int n = 0; n < 50; n++) {
            uint32_t taken = 1;
            (void)kp__cas(&lock->word, &taken, 2);
        }
    }
}

/* Into a broker that never answers, until memory is full, and on, until every answer came often; and a topic that
 * nobody knows. */
static tries try_much(rig *r, int busy)
{
    tries did = {0, 0, 0, 0};
    static char value[100];
    kp_record record = rig_record(r, NULL, "");
    record.value = value;
    record.value_size = sizeof value;
    kp_record unknown = record;
    unknown.topic_name = "never-seen"; /* looked up before: its handle exists */
    unknown.topic = NULL;
    for (int i = 0; i < 20000 || did.sent < 1000 || did.memory < 1000 || did.lane < busy; i++) {
        record.key = i % 3 ? NULL : "key";
        record.key_size = i % 3 ? 0 : 3;
        kp_err err = kp_producer_try_send(r->producer, &record, i % 2 ? rig_done : NULL, r);
        did.sent += err == KP_OK;
        did.memory += err == KP_AGAIN_MEMORY;
        did.lane += err == KP_AGAIN_LANE;
        if (i % 100 == 0)
            did.topic += kp_producer_try_send(r->producer, &unknown, NULL, NULL) == KP_AGAIN_TOPIC;
    }
    return did;
}

static int watch_try_send(int rival_count)
{
    rig r;
    rival rivals[3];
    kp_topic *other = NULL;
    const char *memory = rival_count ? "67108864" : "1048576"; /* long enough to meet them */
    rig_open(&r, OPTIONS("buffer.memory", memory, "metadata.max.age.ms", "300000"), NULL);
    rig_know_topic(&r);
    server_set(r.server, SERVER_DEAF);
    if (kp_producer_topic(r.producer, "never-seen", &other) != KP_OK)
        return 2;
    for (int i = 0; i < rival_count; i++) {
        pthread_t thread;
        rivals[i] = (rival){.lane = kp__load(&r.topic->view)->lanes[i], .pool = &r.producer->intake.pool};
        if (pthread_create(&thread, NULL, be_in_the_way, &rivals[i]) != 0)
            return 5;
    }
    int eventfds[16];
    int count = find_eventfds(eventfds, 16);
    if (count == 0 || !forbid_system_calls(eventfds, count))
        return 3;
    tries did = try_much(&r, rival_count ? 100 : 0); /* or never ends */
    return did.topic >= 200 ? 0 : 4;
}

static void try_send_under_watch(int rival_count)
{
    trapped_number = mmap(NULL, sizeof *trapped_number, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(trapped_number, MAP_FAILED);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        end_with(watch_try_send(rival_count));
    int code = exit_code_of(child);
    if (*trapped_number)
        print_error("a system call was made, number %d\n", *trapped_number);
    assert_int_equal(code, 0);
}

TEST(wall8_try_send_makes_no_system_call_but_an_eventfd_write) { try_send_under_watch(0); }

TEST(wall8_try_send_makes_none_while_others_take_its_locks) { try_send_under_watch(3); }

TESTS(t(wall8_try_send_makes_no_system_call_but_an_eventfd_write),
      t(wall8_try_send_makes_none_while_others_take_its_locks), t(wall8_no_thread_exists_before_the_first_need),
      t(wall8_our_threads_are_named_and_block_all_signals), t(wall8_a_forked_child_gets_an_error_from_every_call),
      t(wall8_a_forked_child_gets_an_error_from_every_call_with_callbacks_poll),
      t(wall8_a_forked_child_gets_an_error_from_every_call_in_driven_mode))
