/* The data directory: its lock, its small files, and how the last run left it.
 *
 *   .lock                            held as long as a process serves the directory
 *   .kafka_cleanshutdown             there only between an orderly close and the next open
 *   broker.address                   host:port of who serves it; for embedded:DIR
 *   meta.properties                  as Kafka has it, for people
 *   recovery-point-offset-checkpoint below which everything is on disk
 *   kprod.db                         the store
 *   TOPIC-PARTITION/                 the logs */
#ifndef KP__BROKER_DATADIR_H
#define KP__BROKER_DATADIR_H

#include <broker/inside.h>

/* Makes the directory (parents included), takes the lock. KP_ERR_EXISTS: somebody else has it. */
KP_MUST kp_err kp__datadir_open(kp_broker *broker, kp_error *error);
bool kp__datadir_foreign(kp_broker *broker);            /* another kind of broker keeps its data there */
bool kp__datadir_clean(kp_broker *broker);              /* was the last close orderly? */
KP_MUST kp_err kp__datadir_begin(kp_broker *broker);    /* from here on it is not */
KP_MUST kp_err kp__datadir_end(kp_broker *broker);      /* an orderly close: all is on disk */
KP_MUST kp_err kp__datadir_announce(kp_broker *broker); /* writes the address */
uint16_t kp__datadir_last_port(kp_broker *broker);      /* 0: none */
void kp__datadir_close(kp_broker *broker);              /* gives the lock up; an ephemeral one is deleted */

/* Reads "host:port" that a serving process wrote. KP_ERR_NOT_FOUND. */
KP_MUST kp_err kp__datadir_address(kp__log_env *env, const char *dir, char *address, size_t cap);

#endif
