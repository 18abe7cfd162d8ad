/* The settings of topics and of the broker as clients see them: one row each. Values are kept and shown; which of them
 * do something is told by the row. */
#ifndef KP__BROKER_CONFIGS_H
#define KP__BROKER_CONFIGS_H

#include <stdbool.h>
#include <stdint.h>

#include <base/slice.h>

/* Kafka's numbers for the type of a setting. */
enum {
    KP__CONFIG_BOOLEAN = 1,
    KP__CONFIG_STRING = 2,
    KP__CONFIG_INT = 3,
    KP__CONFIG_LONG = 5,
    KP__CONFIG_DOUBLE = 6,
    KP__CONFIG_LIST = 7
};

typedef struct kp__config {
    const char *name;
    const char *value; /* default */
    int8_t type;
    int64_t min, max;    /* of numbers; both 0: any */
    const char *choices; /* of words, and of lists of words: "a b c"; NULL: a list of replicas */
    const char *doc;
} kp__config;

extern const kp__config kp__topic_configs[];
extern const int kp__topic_config_count;
extern const kp__config kp__broker_configs[];
extern const int kp__broker_config_count;

const kp__config *kp__topic_config_find(kp__slice name); /* or NULL */

enum { KP__CONFIG_WHY = 160 };

/* May it have this value, as Kafka reads it? Else `why` tells what it can be. */
bool kp__config_check(const kp__config *config, kp__slice value, char why[KP__CONFIG_WHY]);

#endif
