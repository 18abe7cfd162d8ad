/* kill -9 while requests are on the way, again and again: nothing that was acknowledged is gone, nothing that was sent
 * again is there twice, and no producer id is given twice. The broker runs in a process of its own. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <base/rng.h>
#include <tests/broker/batches.h>
#include <tests/broker/rig.h>
#include <tests/check.h>
#include <wire/batch.h>

enum { ROUNDS = 12, IN_FLIGHT = 5, VALUE = 700, RECORDS_MAX = 8 };

typedef struct killing {
    broker_rig rig;
    pid_t pid;
    char address[64];
    kp__rng rng;
    int64_t last_id;
    int64_t end; /* the log as it must be: everything below was acknowledged or accounted for */
} killing;

/* A broker in a child process; it tells its address through a pipe. */
static void start(killing *k)
{
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    k->pid = fork();
    assert_true(k->pid >= 0);
    if (k->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves nobody behind */
        kp_broker *broker;
        kp_error error = KP_ERROR_INIT;
        if (kp_broker_open(&k->rig.options, NULL, &broker, &error)) {
            fprintf(stderr, "%s\n", error.text);
            _exit(1);
        }
        const char *address = kp_broker_address(broker);
        ssize_t n = write(pipes[1], address, strlen(address) + 1);
        (void)n;
        for (;;)
            pause();
    }
    close(pipes[1]);
    ssize_t n = read(pipes[0], k->address, sizeof k->address);
    assert_true(n > 0);
    close(pipes[0]);
}

static void kill_it(killing *k)
{
    int status;
    assert_int_equal(kill(k->pid, SIGKILL), 0);
    assert_int_equal(waitpid(k->pid, &status, 0), k->pid);
    assert_true(WIFSIGNALED(status));
}

/* ---- one producer's life ---- */

typedef struct sending {
    int64_t id;
    int32_t counts[2000]; /* records of each batch */
    int32_t firsts[2000]; /* its first sequence */
    int sent, answered;
} sending;

static void send_batch(killing *k, kclient *client, sending *s, int i)
{
    static uint8_t bytes[RECORDS_MAX * (VALUE + 60)];
    (void)k;
    batch_plan plan = {.count = s->counts[i],
                       .value_size = VALUE,
                       .producer_id = s->id,
                       .base_sequence = s->firsts[i],
                       .timestamp = 1000 + i,
                       .fill = (uint8_t)i};
    size_t len = batch_make(bytes, sizeof bytes, &plan);
    assert_true(client_send_produce(client, "t", 0, -1, kp__slice_of(bytes, len)));
}

static void send_new(killing *k, kclient *client, sending *s)
{
    int i = s->sent++;
    assert_true(i < 2000);
    s->counts[i] = 1 + (int32_t)kp__rng_below(&k->rng, RECORDS_MAX);
    s->firsts[i] = i ? s->firsts[i - 1] + s->counts[i - 1] : 0;
    send_batch(k, client, s, i);
}

static void take_answer(killing *k, kclient *client, sending *s)
{
    produced answer = client_receive_produce(client);
    assert_int_equal(answer.err, 0);
    assert_int_equal(answer.base_offset, k->end);
    k->end += s->counts[s->answered++];
}

/* The next broker: what was acknowledged is there; what was on the way is sent again, and ends up there once. */
static void send_again(killing *k, kclient *client, sending *s)
{
    int64_t end = client_offset(client, "t", -1);
    assert_true(end >= k->end);
    for (int i = s->answered; i < s->sent; i++)
        send_batch(k, client, s, i);
    while (s->answered < s->sent)
        take_answer(k, client, s);
    assert_int_equal(client_offset(client, "t", -1), k->end);
}

static void see_log(killing *k, kclient *client)
{
    int64_t offset = 0;
    while (offset < k->end) {
        fetched got = client_fetch(client, "t", offset, 1 << 20);
        assert_int_equal(got.err, 0);
        assert_int_equal(got.high_watermark, k->end);
        kp__batch_header header;
        int found = 0;
        while (kp__batch_header_read(got.records, &header) == KP_OK) { /* the last one may be cut */
            size_t size = (size_t)header.length + 12;
            assert_int_equal(header.base_offset, offset);
            assert_true(kp__batch_crc_ok(kp__slice_of(got.records.data, size)));
            offset += header.record_count;
            got.records = kp__slice_of(got.records.data + size, got.records.len - size);
            found++;
        }
        assert_true(found > 0);
    }
    assert_int_equal(offset, k->end);
}

static void live(const char *fsync, uint64_t seed)
{
    static sending s;
    killing k = {.last_id = -1};
    kclient client;
    if (!rig_keeps())
        return;
    kp__rng_seed(&k.rng, seed);
    rig_init(&k.rig);
    k.rig.options.fsync = fsync;
    k.rig.options.fsync_interval = KP_MS(1);
    k.rig.options.segment_bytes = 64 * 1024;
    start(&k);
    client_open(&client, k.address);
    assert_int_equal(client_create(&client, "t", 1), 0);
    for (int round = 0; round < ROUNDS; round++) {
        memset(&s, 0, sizeof s);
        s.id = client_producer_id(&client);
        assert_true(s.id > k.last_id);
        k.last_id = s.id;
        int answers = (int)kp__rng_below(&k.rng, 120);
        while (s.answered < answers) {
            while (s.sent - s.answered < IN_FLIGHT)
                send_new(&k, &client, &s);
            take_answer(&k, &client, &s);
        }
        while (s.sent - s.answered < IN_FLIGHT)
            send_new(&k, &client, &s);
        kill_it(&k);
        client_close(&client);
        start(&k);
        client_open(&client, k.address);
        send_again(&k, &client, &s);
        see_log(&k, &client);
    }
    kill_it(&k);
    client_close(&client);
    rig_deinit(&k.rig);
}

TEST(nothing_acknowledged_is_lost_by_kill_9_with_interval_syncs) { live("interval", 1); }
TEST(nothing_acknowledged_is_lost_by_kill_9_with_a_sync_before_each_answer) { live("always", 2); }

/* ---- embedded:DIR ---- */

/* As user `uid`, if we are the administrator; 0: as we are. */
static pid_t embed_in_child(const char *dir, char *address, size_t cap, uid_t uid)
{
    int pipes[2];
    if (uid && geteuid() == 0)
        assert_int_equal(chown(dir, uid, uid), 0);
    assert_int_equal(pipe(pipes), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        kp_error error = KP_ERROR_INIT;
        void *handle = NULL;
        if (uid && geteuid() == 0 && setuid(uid) != 0)
            _exit(1);
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* setuid forgets it */
        memset(address, 0, cap);
        if (kp_broker_embedded(NULL, dir, address + 1, cap - 1, &handle, &error))
            snprintf(address + 1, cap - 1, "%.60s", error.text);
        address[0] = handle ? 'S' : 'C'; /* serves, or is a client of the one that does */
        ssize_t n = write(pipes[1], address, strlen(address) + 1);
        (void)n;
        for (;;)
            pause();
    }
    close(pipes[1]);
    assert_true(read(pipes[0], address, cap) > 0);
    close(pipes[0]);
    return pid;
}

TEST(the_first_process_of_a_directory_serves_and_the_next_takes_over)
{
    broker_rig rig;
    char first[128], second[128], third[128];
    kclient client;
    if (!rig_keeps())
        return;
    rig_init(&rig);
    pid_t a = embed_in_child(rig.dir, first, sizeof first, 0);
    pid_t b = embed_in_child(rig.dir, second, sizeof second, 0);
    assert_int_equal(first[0], 'S');
    assert_int_equal(second[0], 'C');
    assert_string_equal(first + 1, second + 1);
    client_open(&client, second + 1);
    assert_int_equal(client_create(&client, "t", 1), 0);
    client_close(&client);
    kill(a, SIGKILL);
    assert_int_equal(waitpid(a, NULL, 0), a);
    pid_t c = embed_in_child(rig.dir, third, sizeof third, 0);
    assert_int_equal(third[0], 'S');
    assert_string_equal(third + 1, first + 1); /* the same port: the clients of the first find it */
    client_open(&client, third + 1);
    assert_int_equal(client_create(&client, "t", 1), KP_ERR_TOPIC_ALREADY_EXISTS);
    client_close(&client);
    kill(b, SIGKILL);
    kill(c, SIGKILL);
    waitpid(b, NULL, 0);
    waitpid(c, NULL, 0);
    rig_deinit(&rig);
}

/* Once the administrator's, or another program's: it is not ours to say why. */
TEST(where_the_last_port_may_not_be_had_another_one_is_taken)
{
    broker_rig rig;
    char address[128], path[80];
    if (!rig_keeps())
        return;
    rig_init(&rig);
    snprintf(path, sizeof path, "%s/broker.address", rig.dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("127.0.0.1:1\n", file) >= 0);
    fclose(file);
    pid_t pid = embed_in_child(rig.dir, address, sizeof address, 65534);
    if (address[0] != 'S')
        fail_msg("%s", address + 1);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    rig_deinit(&rig);
}

TEST(of_many_that_start_at_once_one_serves)
{
    enum { MANY = 8 };
    broker_rig rig;
    int pipes[2], servers = 0;
    pid_t pids[MANY];
    char all[MANY][128];
    if (!rig_keeps())
        return;
    rig_init(&rig);
    assert_int_equal(pipe(pipes), 0);
    for (int i = 0; i < MANY; i++) {
        pids[i] = fork();
        assert_true(pids[i] >= 0);
        if (pids[i])
            continue;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        char line[128] = {0};
        kp_error error = KP_ERROR_INIT;
        void *handle = NULL;
        if (kp_broker_embedded(NULL, rig.dir, line + 1, sizeof line - 1, &handle, &error))
            snprintf(line + 1, sizeof line - 1, "%.60s", error.text);
        line[0] = handle ? 'S' : 'C';
        ssize_t n = write(pipes[1], line, sizeof line);
        (void)n;
        for (;;)
            pause();
    }
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(read(pipes[0], all[i], sizeof all[i]), sizeof all[i]);
        servers += all[i][0] == 'S';
        assert_string_equal(all[i] + 1, all[0] + 1);
    }
    assert_int_equal(servers, 1);
    for (int i = 0; i < MANY; i++) {
        kill(pids[i], SIGKILL);
        waitpid(pids[i], NULL, 0);
    }
    close(pipes[0]);
    close(pipes[1]);
    rig_deinit(&rig);
}

TESTS(t(nothing_acknowledged_is_lost_by_kill_9_with_interval_syncs),
      t(nothing_acknowledged_is_lost_by_kill_9_with_a_sync_before_each_answer),
      t(the_first_process_of_a_directory_serves_and_the_next_takes_over),
      t(where_the_last_port_may_not_be_had_another_one_is_taken), t(of_many_that_start_at_once_one_serves))
