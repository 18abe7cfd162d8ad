/* kp_options_load: the one part of kp_options that reads a file. */
#include <kprod/options.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <base/alloc.h>
#include <base/error_fill.h>
#include <producer/option_table.h>

/* Reads at most `cap` bytes. */
static kp_err read_all(int fd, char *out, size_t cap, size_t *size)
{
    *size = 0;
    while (*size < cap) {
        ssize_t n = read(fd, out + *size, cap - *size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return KP_ERR_IO;
        if (n == 0)
            break;
        *size += (size_t)n;
    }
    return KP_OK;
}

kp_err kp_options_load(kp_options *options, const char *path, kp_error *error)
{
    if (!options || !path)
        return kp__fail(error, KP_ERR_ARGUMENT, "options and path must not be NULL");
    enum { CAP = KP__OPTION_VALUE_MAX + 1 }; /* one more than allowed, to notice */
    kp__alloc alloc;
    kp__alloc_init(&alloc, NULL);
    char *text = kp__new(&alloc, CAP);
    if (!text)
        return kp__fail(error, KP_ERR_NO_MEMORY, "%s: out of memory", path);
    size_t size = 0;
    kp_err err;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read_all(fd, text, CAP, &size))
        err = kp__fail(error, KP_ERR_IO, "%s: %s", path, strerror(errno));
    else
        err = kp__options_parse(options, text, size, path, error);
    if (fd >= 0)
        close(fd);
    explicit_bzero(text, size);
    kp__delete(&alloc, text);
    return err;
}
