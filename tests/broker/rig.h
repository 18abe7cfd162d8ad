/* A broker of the test's own. */
#ifndef KP_TESTS_BROKER_RIG_H
#define KP_TESTS_BROKER_RIG_H

#include <kprod/broker.h>
#include <tests/broker/client.h>

typedef struct broker_rig {
    char dir[64];
    kp_broker_options options;
    kp_broker *broker;
    bool forgetful;    /* keeps nothing: this build has no SQLite */
    _Atomic int lines; /* log lines so far */
    char last_line[256];
} broker_rig;

/* False in a build without SQLite, after a look at how it says so: there nothing outlives a broker. */
bool rig_keeps(void);

void rig_init(broker_rig *rig); /* options and an empty directory; opens nothing */
void rig_open(broker_rig *rig);
void rig_close(broker_rig *rig);  /* the broker only */
void rig_deinit(broker_rig *rig); /* the directory too */
static inline const char *rig_address(const broker_rig *rig) { return kp_broker_address(rig->broker); }

#endif
