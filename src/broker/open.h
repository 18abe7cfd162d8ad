/* Opening a broker with what only our own rooms may ask for. */
#ifndef KP__BROKER_OPEN_H
#define KP__BROKER_OPEN_H

#include <stdbool.h>

#include <kprod/broker.h>

/* As kp_broker_open. `same_port`: with port 0, listens where the directory's last broker did, if it can. */
KP_MUST kp_err kp__broker_open(const kp_broker_options *options, const kp_hooks *hooks, bool same_port, kp_broker **out,
                               kp_error *error);

#endif
