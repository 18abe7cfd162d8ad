#include <stdlib.h>

#include <tests/io/fixture.h>

TEST(what_is_written_is_read_and_then_it_says_again)
{
    fixture f;
    fixture_open(&f, NULL);
    fixture_connect(&f);
    struct iovec iov[2] = {{(char *)"hello ", 6}, {(char *)"world", 5}};
    size_t put = 0, got = 0, all = 0;
    char in[64];
    assert_int_equal(f.client->ops->write(f.client, iov, 2, &put), KP_OK);
    assert_int_equal(put, 11);
    while (all < 11) {
        kp_err err = f.server->ops->read(f.server, in + all, sizeof in - all, &got);
        if (err == KP_AGAIN) {
            assert_true(fixture_wait(&f, KP__READY_TRANSPORT, &f.server_token));
            continue;
        }
        assert_int_equal(err, KP_OK);
        all += got;
    }
    assert_memory_equal(in, "hello world", 11);
    assert_int_equal(f.server->ops->read(f.server, in, sizeof in, &got), KP_AGAIN);
    assert_int_equal(f.client->ops->write(f.client, iov, 0, &put), KP_OK);
    fixture_close(&f);
}

TEST(a_full_socket_says_again_and_tells_when_there_is_room)
{
    fixture f;
    fixture_open(&f, NULL);
    fixture_connect(&f);
    size_t size = 1 << 20, put = 0, got = 0, sent = 0, read = 0;
    char *bytes = calloc(1, size);
    struct iovec iov = {bytes, size};
    kp_err err;
    while ((err = f.client->ops->write(f.client, &iov, 1, &put)) == KP_OK)
        sent += put;
    assert_int_equal(err, KP_AGAIN);
    while (read < sent) {
        err = f.server->ops->read(f.server, bytes, size, &got);
        if (err == KP_AGAIN)
            assert_true(fixture_wait(&f, KP__READY_TRANSPORT, &f.server_token));
        else
            read += got;
    }
    while ((err = f.client->ops->write(f.client, &iov, 1, &put)) == KP_AGAIN)
        assert_true(fixture_wait(&f, KP__READY_TRANSPORT, &f.client_token));
    assert_int_equal(err, KP_OK);
    free(bytes);
    fixture_close(&f);
}

TEST(the_peers_close_is_the_end_and_a_later_write_is_no_signal)
{
    fixture f;
    fixture_open(&f, NULL);
    fixture_connect(&f);
    f.server->ops->close(f.server);
    f.server = NULL;
    char in[8];
    size_t got = 0, put = 0;
    kp_err err;
    while ((err = f.client->ops->read(f.client, in, sizeof in, &got)) == KP_AGAIN)
        assert_true(fixture_wait(&f, KP__READY_TRANSPORT, &f.client_token));
    assert_int_equal(err, KP_ERR_END_OF_FILE);
    struct iovec iov = {(char *)"x", 1};
    while ((err = f.client->ops->write(f.client, &iov, 1, &put)) == KP_OK)
        ;
    assert_int_equal(err, KP_ERR_DISCONNECTED);
    fixture_close(&f);
}

TEST(a_refused_connection_is_an_error)
{
    fixture f;
    fixture_open(&f, NULL);
    fixture_connect(&f);
    f.client->ops->close(f.client);
    f.io->ops->listener_close(f.listener);
    f.listener = NULL;
    kp__resolution found = {0};
    assert_int_equal(f.io->ops->resolve(f.poller, "127.0.0.1", f.port, &found), KP_OK);
    assert_true(fixture_wait(&f, KP__READY_RESOLVED, &found));
    f.client = NULL;
    kp_err err = f.io->ops->connect(f.poller, &found.addresses[0], -1, -1, &f.client_token, &f.client);
    if (err == KP_OK)
        while ((err = f.client->ops->handshake(f.client)) == KP_AGAIN)
            assert_true(fixture_wait(&f, KP__READY_TRANSPORT, &f.client_token));
    assert_int_equal(err, KP_ERR_CONNECT);
    fixture_close(&f);
}

TEST(an_accepted_socket_knows_the_address_that_was_dialled)
{
    fixture f;
    fixture_open(&f, NULL);
    fixture_connect(&f);
    char host[64];
    uint16_t port = 0;
    assert_int_equal(f.io->ops->local_address(f.server, host, sizeof host, &port), KP_OK);
    assert_string_equal(host, "127.0.0.1");
    assert_int_equal(port, f.port);
    fixture_close(&f);
}

TEST(a_taken_port_is_an_error)
{
    fixture f;
    fixture_open(&f, NULL);
    fixture_connect(&f);
    kp__listener *other = NULL;
    uint16_t port = 0;
    assert_int_equal(f.io->ops->listen(f.poller, "127.0.0.1", f.port, NULL, &other, &port), KP_ERR_EXISTS);
    /* An address of nobody (RFC 5737). */
    assert_int_equal(f.io->ops->listen(f.poller, "192.0.2.1", 0, NULL, &other, &port), KP_ERR_NOT_FOUND);
    fixture_close(&f);
}

TESTS(t(what_is_written_is_read_and_then_it_says_again), t(a_full_socket_says_again_and_tells_when_there_is_room),
      t(the_peers_close_is_the_end_and_a_later_write_is_no_signal), t(a_refused_connection_is_an_error),
      t(an_accepted_socket_knows_the_address_that_was_dialled), t(a_taken_port_is_an_error))
