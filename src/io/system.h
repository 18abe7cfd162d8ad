/* The real kp__io: Linux, epoll, eventfd, futex. One for each handle (producer, admin, reader, broker).
 *
 * Threads. Pollers, transports and listeners belong to the turn of their poller; the rest may be called by any thread.
 * Every thread made here blocks all signals and carries a name of at most 15 bytes.
 *
 * The helper. Names are looked up by getaddrinfo on one blocking helper thread, made when first needed. It cannot be
 * interrupted. Its memory (queue, lookups) therefore comes from malloc and never from the host's allocator: a helper
 * that is stuck in a lookup when the io is freed is detached with that memory, touches nothing else any more, and frees
 * it when the resolver gives up. Freeing never waits for a resolver. Work given to `offload` is different: it is waited
 * for. A host that unloads the library (dlclose) must supply its own resolver, or give a stuck lookup its time.
 *
 * Fork. `alive` is a page that the kernel wipes on fork. In the child every close and free here releases memory only:
 * no lock is taken, no thread joined, no descriptor touched; the parent shuts its sockets down before closing them, so
 * a child's copies keep no connection alive. */
#ifndef KP__IO_SYSTEM_H
#define KP__IO_SYSTEM_H

#include <base/alloc.h>
#include <base/files.h>
#include <base/io.h>
#include <kprod/error.h>
#include <kprod/hooks.h>

/* `hooks` (may be NULL) supplies a resolver; `name` is that of the helper thread. `alloc` must outlive the io.
 * Errors: KP_ERR_NO_MEMORY, KP_ERR_UNSUPPORTED (a kernel before 4.14). Starts nothing. */
KP_MUST kp_err kp__io_system_new(kp__alloc *alloc, const kp_hooks *hooks, const char *name, kp__io **out);

/* The system's files. Any thread, each file by one at a time. Directories are made with mode 0755, files with 0644. */
KP_MUST kp_err kp__files_system(kp__alloc *alloc, kp__files **out);

#endif
