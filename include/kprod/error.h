/* One space of error codes for everything that can go wrong, here and on a broker.
 *
 * A kp_err is 0 (KP_OK) on success. Kafka's own codes keep their numbers (-1 and 1..9999, KP_ERR_<Kafka's name>);
 * kprod's begin at 10000. Codes are never reused. What to do about a code is data, not code: see kp_err_class. */
#ifndef KPROD_ERROR_H
#define KPROD_ERROR_H

#include <stddef.h>
#include <stdint.h>

#include <kprod/export.h>

KP_BEGIN_DECLS

typedef int32_t kp_err;

/* What an error means for a producer; a code may carry several. */
enum {
    KP_CLASS_RETRIABLE = 1,   /* the same request may succeed later */
    KP_CLASS_REFRESH = 2,     /* our picture of the cluster is stale: ask for metadata */
    KP_CLASS_COORDINATOR = 4, /* the coordinator moved: find it again */
    KP_CLASS_ABORTABLE = 8,   /* inside a transaction: only an abort leads on */
    KP_CLASS_FATAL = 16,      /* this handle will not work again; a broker's: if it is transactional */
    KP_CLASS_MAYBE = 32,      /* the broker may have written the batch all the same */
    KP_CLASS_SPLIT = 64,      /* the batch is too large: halve it and try again */
    KP_CLASS_SPECIAL = 128,   /* decided by the idempotence rules, not by this table */
    KP_CLASS_AGAIN = 256,     /* nothing is wrong: not now */
    KP_CLASS_AUTH = 512       /* credentials or permissions */
};

/* Name, code, class, text. The broker's part; the names and numbers are Kafka's. */
#include <kprod/broker_errors.h>

/* kprod's own part. */
#define KP_LOCAL_ERRORS(X)                                                                                             \
    X(ERR_ARGUMENT, 10000, 0, "an argument is outside its range")                                                      \
    X(ERR_CONFIG, 10001, 0, "an option has an invalid value, or options contradict each other")                        \
    X(ERR_UNKNOWN_OPTION, 10002, 0, "no option has this name")                                                         \
    X(ERR_NO_MEMORY, 10003, 0, "the allocator returned nothing")                                                       \
    X(ERR_NO_THREAD, 10004, 0, "the system refused a thread")                                                          \
    X(ERR_NO_FD, 10005, 0, "the system refused a file descriptor")                                                     \
    X(ERR_SYSTEM, 10006, 0, "a system call failed")                                                                    \
    X(ERR_BROKEN, 10007, KP_CLASS_FATAL, "an internal promise was broken; this handle is unusable")                    \
    X(ERR_FORKED, 10008, KP_CLASS_FATAL, "this handle belongs to the parent process")                                  \
    X(ERR_CLOSED, 10009, 0, "the handle is closed or closing")                                                         \
    X(ERR_STATE, 10010, 0, "the call is not allowed in this state")                                                    \
    X(ERR_IN_CALLBACK, 10011, 0, "the call would wait, and is not allowed inside a callback")                          \
    X(ERR_TIMEOUT, 10012, KP_CLASS_RETRIABLE, "the time allowed for the call has passed")                              \
    X(ERR_CANCELLED, 10013, 0, "the operation was given up before its outcome was known")                              \
    X(ERR_LIMIT, 10014, 0, "a stated limit would be exceeded")                                                         \
    X(ERR_PROTOCOL, 10015, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "the peer's bytes are not valid Kafka")              \
    X(ERR_UNSUPPORTED, 10016, 0, "this build or this peer does not have the feature")                                  \
    X(ERR_NOT_FOUND, 10017, 0, "no such thing")                                                                        \
    X(ERR_EXISTS, 10018, 0, "the thing exists already")                                                                \
    X(ERR_CORRUPT, 10019, 0, "stored data fails its check")                                                            \
    X(ERR_RESOLVE, 10020, KP_CLASS_RETRIABLE, "the host name could not be resolved")                                   \
    X(ERR_CONNECT, 10021, KP_CLASS_RETRIABLE, "the connection could not be made")                                      \
    X(ERR_DISCONNECTED, 10022, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH | KP_CLASS_MAYBE, "the connection was lost")      \
    X(ERR_REQUEST_TIMEOUT, 10023, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH | KP_CLASS_MAYBE,                              \
      "no answer within request.timeout.ms")                                                                           \
    X(ERR_DELIVERY_TIMEOUT, 10024, 0, "no outcome within delivery.timeout.ms")                                         \
    X(ERR_RECORD_TOO_LARGE, 10025, 0, "the record is larger than max.request.size or buffer.memory")                   \
    X(ERR_UNKNOWN_PARTITION, 10026, 0, "the topic has no partition of this number")                                    \
    X(ERR_END_OF_FILE, 10027, 0, "there is no more input")                                                             \
    X(ERR_IO, 10028, 0, "a file could not be read or written")                                                         \
    X(ERR_NAME, 10029, 0, "a topic or client name is empty, too long or has illegal characters")                       \
    X(ERR_NO_SPACE, 10030, 0, "no space is left on the disk")                                                          \
    X(ERR_ACCESS, 10031, 0, "the system does not permit it")                                                           \
    X(ERR_OTHER_RECORD, 10032, 0, "the broker refused another record of the batch, and so all of it")                  \
    X(AGAIN, 10100, KP_CLASS_AGAIN, "not now")                                                                         \
    X(AGAIN_MEMORY, 10101, KP_CLASS_AGAIN, "buffer.memory is full")                                                    \
    X(AGAIN_TOPIC, 10102, KP_CLASS_AGAIN, "the topic's partitions are not known yet")                                  \
    X(AGAIN_REPORTS, 10103, KP_CLASS_AGAIN, "too many delivery reports are unread: call kp_producer_poll")             \
    X(AGAIN_LANE, 10104, KP_CLASS_AGAIN, "another thread is at the same partition, or at the memory, this moment")

#define KP__ERROR_ENUM(name, code, class, text) KP_##name = code,
enum { KP_OK = 0, KP_BROKER_ERRORS(KP__ERROR_ENUM) KP_LOCAL_ERRORS(KP__ERROR_ENUM) KP_ERR_END_ = 0x7fffffff };

/* The code's name without its prefix ("NOT_LEADER_OR_FOLLOWER"); "UNKNOWN" for a code of no row. Any thread. */
KP_API const char *kp_err_name(kp_err err);

/* One sentence about the code. Any thread; static storage. */
KP_API const char *kp_err_text(kp_err err);

/* The KP_CLASS_ bits of the code. A code of no row is treated as UNKNOWN_SERVER_ERROR. Any thread. */
KP_API uint32_t kp_err_class(kp_err err);

/* What went wrong in words: which option, which limit, which broker. The caller owns it and sets `size`
 * (KP_ERROR_INIT does); a call that fails fills it, one that succeeds leaves it alone. NULL is accepted
 * wherever one is taken. The text holds no secrets and no control characters. */
typedef struct kp_error {
    uint32_t size;
    kp_err code;
    char text[504];
} kp_error;

/* clang-format off */
#define KP_ERROR_INIT { (uint32_t)sizeof(kp_error), KP_OK, "" }
/* clang-format on */

KP_END_DECLS

#endif
