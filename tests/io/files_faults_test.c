/* What the system's files make of a system that writes in pieces, is interrupted, is full, or cannot sync. The calls of
 * the C library are ours here, and do what a test orders. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <io/system.h>
#include <tests/check.h>

static struct orders {
    size_t at_once; /* bytes that one call takes; 0: as many as there are */
    size_t room;    /* bytes until the disk is full */
    int calls;      /* writes so far: every second one is interrupted */
    int sync_errno; /* of fdatasync and fsync; 0: they do what they should */
    int data_syncs, syncs;
} orders;

static ssize_t take(int fd, const void *data, size_t len, off_t offset)
{
    if (orders.at_once && orders.calls++ % 2 == 0) {
        errno = EINTR;
        return -1;
    }
    if (orders.room == 0) {
        errno = ENOSPC;
        return -1;
    }
    len = orders.at_once && orders.at_once < len ? orders.at_once : len;
    len = orders.room < len ? orders.room : len;
    orders.room -= len;
    return syscall(SYS_pwrite64, fd, data, len, offset);
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t offset) { return take(fd, data, len, offset); }

ssize_t pwritev(int fd, const struct iovec *iov, int count, off_t offset)
{
    ssize_t done = 0;
    for (int i = 0; i < count; i++) {
        if (iov[i].iov_len == 0)
            continue;
        ssize_t n = take(fd, iov[i].iov_base, iov[i].iov_len, offset + done);
        if (n < 0)
            return done ? done : n;
        done += n;
        if ((size_t)n < iov[i].iov_len || orders.at_once)
            break;
    }
    return done;
}

static int sync_result(void)
{
    errno = orders.sync_errno;
    return orders.sync_errno ? -1 : 0;
}

int fdatasync(int fd)
{
    (void)fd;
    orders.data_syncs++;
    return sync_result();
}

int fsync(int fd)
{
    (void)fd;
    orders.syncs++;
    return sync_result();
}

typedef struct fixture_files {
    kp__alloc alloc;
    kp__files *files;
    char dir[64], path[96];
    kp__file *file;
} fixture_files;

static void open_file(fixture_files *f)
{
    orders = (struct orders){.room = SIZE_MAX};
    kp__alloc_init(&f->alloc, NULL);
    (void)snprintf(f->dir, sizeof f->dir, "/tmp/kprod-files-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    (void)snprintf(f->path, sizeof f->path, "%s/x", f->dir);
    assert_int_equal(kp__files_system(&f->alloc, &f->files), KP_OK);
    assert_int_equal(f->files->ops->open(f->files, f->path, KP__FILE_CREATE, &f->file), KP_OK);
}

static void close_file(fixture_files *f)
{
    f->files->ops->close(f->file);
    assert_int_equal(f->files->ops->remove(f->files, f->path), KP_OK);
    assert_int_equal(f->files->ops->remove_dir(f->files, f->dir), KP_OK);
    f->files->ops->free(f->files);
    assert_int_equal(f->alloc.bytes, 0);
}

static const char TEXT[] = "0123456789abcdefghij";

static kp_err write_text(fixture_files *f)
{
    struct iovec iov[] = {{(void *)(uintptr_t)TEXT, 7},
                          {(void *)(uintptr_t)TEXT, 0},
                          {(void *)(uintptr_t)(TEXT + 7), 1},
                          {(void *)(uintptr_t)(TEXT + 8), 12}};
    return f->files->ops->write(f->file, 100, iov, 4);
}

static size_t written(fixture_files *f, char out[64])
{
    size_t got = 0;
    assert_int_equal(f->files->ops->read(f->file, 100, out, 64, &got), KP_OK);
    return got;
}

TEST(a_write_that_the_system_takes_in_pieces_and_interrupts_is_whole)
{
    fixture_files f;
    char found[64];
    for (size_t at_once = 1; at_once <= 21; at_once++) {
        open_file(&f);
        orders.at_once = at_once;
        assert_int_equal(write_text(&f), KP_OK);
        assert_int_equal(written(&f, found), 20);
        assert_memory_equal(found, TEXT, 20);
        close_file(&f);
    }
}

TEST(a_write_for_which_there_is_no_room_says_so_wherever_it_ends)
{
    fixture_files f;
    char found[64];
    for (size_t room = 0; room < 20; room++) {
        open_file(&f);
        orders.room = room;
        assert_int_equal(write_text(&f), KP_ERR_NO_SPACE);
        assert_int_equal(written(&f, found), room);
        close_file(&f);
    }
}

TEST(a_sync_reaches_the_system_and_its_failure_the_caller)
{
    fixture_files f;
    open_file(&f);
    assert_int_equal(f.files->ops->sync(f.file), KP_OK);
    assert_int_equal(orders.data_syncs, 1);
    assert_int_equal(f.files->ops->sync_dir(f.files, f.dir), KP_OK);
    assert_int_equal(orders.syncs, 1);
    orders.sync_errno = EIO;
    assert_int_equal(f.files->ops->sync(f.file), KP_ERR_IO);
    assert_int_equal(f.files->ops->sync_dir(f.files, f.dir), KP_ERR_IO);
    orders.sync_errno = ENOSPC; /* of pages that were to be placed late */
    assert_int_equal(f.files->ops->sync(f.file), KP_ERR_NO_SPACE);
    close_file(&f);
}

TESTS(t(a_write_that_the_system_takes_in_pieces_and_interrupts_is_whole),
      t(a_write_for_which_there_is_no_room_says_so_wherever_it_ends),
      t(a_sync_reaches_the_system_and_its_failure_the_caller))
