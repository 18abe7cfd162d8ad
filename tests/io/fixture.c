#include <io/system.h>
#include <string.h>
#include <tests/io/fixture.h>

void fixture_open(fixture *f, const kp_hooks *hooks)
{
    memset(f, 0, sizeof *f);
    kp__alloc_init(&f->alloc, NULL);
    assert_int_equal(kp__io_system_new(&f->alloc, hooks, "kprod/test", &f->io), KP_OK);
    assert_int_equal(f->io->ops->poller_new(f->io, &f->poller), KP_OK);
}

bool fixture_wait(fixture *f, uint32_t what, const void *token)
{
    kp_ns end = f->io->ops->now(f->io) + KP_SEC(10);
    kp__ready ready[8];
    int count = 0;
    while (f->io->ops->wait(f->poller, end, ready, 8, &count) < end)
        for (int i = 0; i < count; i++)
            if (ready[i].what == what && ready[i].token == token)
                return true;
    return false;
}

void fixture_connect(fixture *f)
{
    const kp__io_ops *ops = f->io->ops;
    assert_int_equal(ops->listen(f->poller, "127.0.0.1", 0, &f->listener_token, &f->listener, &f->port), KP_OK);
    char host[] = "127.0.0.1";
    kp__resolution found = {0};
    assert_int_equal(ops->resolve(f->poller, host, f->port, &found), KP_OK);
    assert_true(fixture_wait(f, KP__READY_RESOLVED, &found));
    assert_int_equal(found.err, KP_OK);
    assert_int_equal(ops->connect(f->poller, &found.addresses[0], -1, -1, &f->client_token, &f->client), KP_OK);
    kp_err err;
    while ((err = ops->accept(f->listener, &f->server_token, &f->server)) == KP_AGAIN)
        assert_true(fixture_wait(f, KP__READY_LISTENER, &f->listener_token));
    assert_int_equal(err, KP_OK);
    while ((err = f->client->ops->handshake(f->client)) == KP_AGAIN)
        assert_true(fixture_wait(f, KP__READY_TRANSPORT, &f->client_token));
    assert_int_equal(err, KP_OK);
    assert_int_equal(f->server->ops->handshake(f->server), KP_OK);
}

void fixture_close(fixture *f)
{
    if (f->client)
        f->client->ops->close(f->client);
    if (f->server)
        f->server->ops->close(f->server);
    f->io->ops->listener_close(f->listener);
    f->io->ops->poller_free(f->poller);
    f->io->ops->free(f->io);
    assert_int_equal(f->alloc.bytes, 0);
}
