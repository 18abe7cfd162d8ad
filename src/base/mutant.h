/* Planted bugs, the known regressions (the R rows) among them: compiled in only in the mutant build of the library, and
 * there switched on one at a time by the simulator, which has to find each. */
#ifndef KP__BASE_MUTANT_H
#define KP__BASE_MUTANT_H

#define KP__MUTANTS(X)                                                                                                 \
    X(R1, "an expired batch's memory returns to the pool while the socket still reads it")                             \
    X(R10, "a topic that vanishes from metadata loses its sequence numbers")                                           \
    X(R21, "a retried batch is queued behind newer ones")                                                              \
    X(D2, "what may be written gets a new name when a broker knows only the last batch")                               \
    X(I8, "a success is told though an earlier batch is open")                                                         \
    X(OLD_EPOCHS, "a topic that was made anew is not believed without its id")                                         \
    X(UNKNOWN_ID, "what may be written gets a new name when the broker does not know the old one")                     \
    X(KEYS, "a key goes to one of the partitions that have a leader")                                                  \
    X(NOMEM_RETRY, "a batch for whose request memory was out is not sent again")                                       \
    X(THROTTLE, "a node that asks for a pause is asked on")                                                            \
    X(BLAME, "the records that a broker names are taken for the ones before them")                                     \
    X(HOST, "a host that sleeps longer than it may is not called")                                                     \
    X(BELL, "reports that wait to be read ring no bell")                                                               \
    X(EXPIRY_NEVER, "delivery.timeout.ms is not looked at")                                                            \
    X(EXPIRY_FROZEN, "a delivery time that ends while nothing can run begins anew")                                    \
    X(EXPIRY_STATUS, "a batch that expires on its way is told as not written")                                         \
    X(EXPIRY_RESENT, "a batch that expired on its way, and has no answer, is sent again")

enum {
#define KP__MUTANT_ENUM(name, text) KP__MUTANT_##name,
    KP__MUTANTS(KP__MUTANT_ENUM)
#undef KP__MUTANT_ENUM
        KP__MUTANT_COUNT
};

#ifdef KP_MUTANTS
extern int kp__mutant_on; /* -1: none */
#define KP__MUTANT(name) (kp__mutant_on == KP__MUTANT_##name)
#else
#define KP__MUTANT(name) 0
#endif

#endif
