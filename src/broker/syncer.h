/* When what was appended goes to the disk. "always": at the end of the turn, before any answer of that turn leaves, so
 * that all requests of a turn share one sync. "interval": now and then, on the io's helper thread, while the turn goes
 * on. */
#ifndef KP__BROKER_SYNCER_H
#define KP__BROKER_SYNCER_H

#include <broker/inside.h>

KP_MUST kp_err kp__syncer_new(kp_broker *broker, kp__syncer **out);
void kp__syncer_free(kp__syncer *syncer); /* waits for what is under way; NULL is accepted */

/* The partition has bytes that are not on disk. */
void kp__syncer_add(kp__syncer *syncer, kp__partition *partition);
/* The partition will go: waits until nothing of it is under way, and forgets it. */
void kp__syncer_remove(kp__syncer *syncer, kp__partition *partition);

/* "always": syncs now. *failed: some log could not; its answers must not leave. */
void kp__syncer_settle(kp__syncer *syncer, bool *failed);
/* "interval": starts what is due, ends what is done. */
void kp__syncer_tick(kp__syncer *syncer, kp_ns now);
kp_ns kp__syncer_deadline(const kp__syncer *syncer);

#endif
