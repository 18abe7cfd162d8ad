#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <tests/check.h>

#include <io/system.h>

typedef struct fixture_files {
    kp__alloc alloc;
    kp__files *files;
    char dir[64];
    char path[96];
} fixture_files;

static void open_in(fixture_files *f)
{
    kp__alloc_init(&f->alloc, NULL);
    (void)snprintf(f->dir, sizeof f->dir, "/tmp/kprod-files-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    assert_int_equal(kp__files_system(&f->alloc, &f->files), KP_OK);
}

static const char *in(fixture_files *f, const char *name)
{
    (void)snprintf(f->path, sizeof f->path, "%s/%s", f->dir, name);
    return f->path;
}

static void close_in(fixture_files *f)
{
    assert_int_equal(f->files->ops->remove_dir(f->files, f->dir), KP_OK);
    f->files->ops->free(f->files);
    assert_int_equal(f->alloc.bytes, 0);
}

TEST(what_is_written_at_an_offset_is_read_there)
{
    fixture_files f;
    open_in(&f);
    kp__file *file = NULL;
    assert_int_equal(f.files->ops->open(f.files, in(&f, "a"), KP__FILE_READ_ONLY, &file), KP_ERR_NOT_FOUND);
    assert_int_equal(f.files->ops->open(f.files, in(&f, "a"), KP__FILE_CREATE | KP__FILE_EXCLUSIVE, &file), KP_OK);
    struct iovec iov[3] = {{(char *)"abc", 3}, {(char *)"", 0}, {(char *)"def", 3}};
    assert_int_equal(f.files->ops->write(file, 10, iov, 3), KP_OK);
    assert_int_equal(f.files->ops->sync(file), KP_OK);
    assert_int_equal(f.files->ops->sync_dir(f.files, f.dir), KP_OK);
    char got[16];
    size_t n = 0;
    assert_int_equal(f.files->ops->read(file, 12, got, sizeof got, &n), KP_OK);
    assert_int_equal(n, 4);
    assert_memory_equal(got, "cdef", 4);
    assert_int_equal(f.files->ops->truncate(file, 12), KP_OK);
    int64_t size = 0;
    assert_int_equal(f.files->ops->size(file, &size), KP_OK);
    assert_int_equal(size, 12);
    assert_int_equal(f.files->ops->read(file, 12, got, sizeof got, &n), KP_OK);
    assert_int_equal(n, 0);
    f.files->ops->close(file);
    assert_int_equal(f.files->ops->open(f.files, in(&f, "a"), KP__FILE_CREATE | KP__FILE_EXCLUSIVE, &file),
                     KP_ERR_EXISTS);
    assert_int_equal(f.files->ops->remove(f.files, in(&f, "a")), KP_OK);
    assert_int_equal(f.files->ops->remove(f.files, in(&f, "a")), KP_ERR_NOT_FOUND);
    close_in(&f);
}

TEST(many_pieces_are_written_whole)
{
    fixture_files f;
    open_in(&f);
    enum { PIECES = 3000 };
    struct iovec *iov = calloc(PIECES, sizeof *iov);
    for (int i = 0; i < PIECES; i++)
        iov[i] = (struct iovec){(char *)"xyz", 3};
    kp__file *file = NULL;
    assert_int_equal(f.files->ops->open(f.files, in(&f, "a"), KP__FILE_CREATE, &file), KP_OK);
    assert_int_equal(f.files->ops->write(file, 0, iov, PIECES), KP_OK);
    int64_t size = 0;
    assert_int_equal(f.files->ops->size(file, &size), KP_OK);
    assert_int_equal(size, 3 * PIECES);
    f.files->ops->close(file);
    assert_int_equal(f.files->ops->remove(f.files, in(&f, "a")), KP_OK);
    free(iov);
    close_in(&f);
}

static void see(void *arg, const char *name, bool is_dir)
{
    int *seen = arg;
    *seen += strcmp(name, "d") == 0 && is_dir ? 1 : strcmp(name, "f") == 0 && !is_dir ? 10 : 100;
}

TEST(a_directory_lists_what_is_in_it)
{
    fixture_files f;
    open_in(&f);
    kp__file *file = NULL;
    assert_int_equal(f.files->ops->make_dir(f.files, in(&f, "d")), KP_OK);
    assert_int_equal(f.files->ops->make_dir(f.files, in(&f, "d")), KP_OK);
    assert_int_equal(f.files->ops->open(f.files, in(&f, "e"), KP__FILE_CREATE, &file), KP_OK);
    f.files->ops->close(file);
    char from[96];
    (void)snprintf(from, sizeof from, "%s/e", f.dir);
    assert_int_equal(f.files->ops->rename(f.files, from, in(&f, "f")), KP_OK);
    int seen = 0;
    assert_int_equal(f.files->ops->list(f.files, f.dir, see, &seen), KP_OK);
    assert_int_equal(seen, 11);
    assert_int_equal(f.files->ops->remove(f.files, in(&f, "f")), KP_OK);
    assert_int_equal(f.files->ops->remove_dir(f.files, in(&f, "d")), KP_OK);
    close_in(&f);
}

TEST(a_lock_is_exclusive_and_ends_with_its_process)
{
    fixture_files f;
    open_in(&f);
    pid_t child = fork();
    if (child == 0) {
        kp__file *theirs = NULL;
        if (f.files->ops->lock(f.files, in(&f, "lock"), &theirs) == KP_OK)
            (void)raise(SIGKILL); /* with the lock in hand */
        _exit(1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    kp__file *first = NULL, *second = NULL;
    assert_int_equal(f.files->ops->lock(f.files, in(&f, "lock"), &first), KP_OK);
    assert_int_equal(f.files->ops->lock(f.files, in(&f, "lock"), &second), KP_ERR_EXISTS);
    f.files->ops->close(first);
    assert_int_equal(f.files->ops->lock(f.files, in(&f, "lock"), &second), KP_OK);
    f.files->ops->close(second);
    assert_int_equal(f.files->ops->remove(f.files, in(&f, "lock")), KP_OK);
    close_in(&f);
}

TEST(a_full_disk_is_told_as_such)
{
    fixture_files f;
    kp__file *file = NULL;
    struct iovec iov = {(char *)"x", 1};
    open_in(&f);
    assert_int_equal(f.files->ops->open(f.files, "/dev/full", 0, &file), KP_OK);
    assert_int_equal(f.files->ops->write(file, 0, &iov, 1), KP_ERR_NO_SPACE);
    f.files->ops->close(file);
    close_in(&f);
}

TESTS(t(a_full_disk_is_told_as_such), t(what_is_written_at_an_offset_is_read_there), t(many_pieces_are_written_whole),
      t(a_directory_lists_what_is_in_it), t(a_lock_is_exclusive_and_ends_with_its_process))
