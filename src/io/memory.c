#define _GNU_SOURCE
#include <sys/mman.h>
#include <unistd.h>

#include <io/inside.h>

static size_t page_bytes(void)
{
    long size = sysconf(_SC_PAGESIZE);
    return size > 0 ? (size_t)size : 4096;
}

kp_err kp__memory_fork_page(_Atomic uint32_t **out)
{
    size_t size = page_bytes();
    void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return KP_ERR_NO_MEMORY;
    if (madvise(page, size, MADV_WIPEONFORK) != 0) {
        (void)munmap(page, size);
        return KP_ERR_UNSUPPORTED;
    }
    *out = page;
    atomic_store(*out, 1u);
    return KP_OK;
}

void kp__memory_fork_page_free(_Atomic uint32_t *page)
{
    if (page)
        (void)munmap((void *)page, page_bytes());
}

void *kp__memory_map(kp__io *io, size_t size)
{
    (void)io;
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void kp__memory_unmap(kp__io *io, void *memory, size_t size)
{
    (void)io;
    (void)munmap(memory, size);
}

size_t kp__memory_resident(kp__io *io, void *memory, size_t size)
{
    (void)io;
    enum { STEP = 1024 };
    unsigned char present[STEP];
    size_t page = page_bytes();
    size_t pages = 0;
    for (size_t at = 0; at < size; at += STEP * page) {
        size_t length = size - at < STEP * page ? size - at : STEP * page;
        if (mincore((char *)memory + at, length, present) != 0)
            return size; /* unknown: claim the most */
        for (size_t i = 0; i < (length + page - 1) / page; i++)
            pages += present[i] & 1u;
    }
    return pages * page;
}
