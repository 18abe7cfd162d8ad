/* How an append tells the core. Private to intake/. */
#ifndef KP__INTAKE_ANNOUNCE_H
#define KP__INTAKE_ANNOUNCE_H

#include <intake/lane.h>

/* Under the lane's lock: lists the lane unless it is listed; true when the caller must wake the core, which sleeps past
 * `due`. */
bool kp__lane_announce(kp__intake *intake, kp__lane *lane, kp_ns due);

#endif
