/* Log lines. The core never calls the user: it queues lines here (a bounded ring; when full, the oldest is dropped and
 * counted), and the api hands them to the callback outside turn and locks. Guarded by the turn. */
#ifndef KP__BASE_LOG_H
#define KP__BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include <kprod/export.h>
#include <kprod/hooks.h>

enum { KP__LOG_ERROR = 3, KP__LOG_WARNING = 4, KP__LOG_NOTICE = 5, KP__LOG_INFO = 6, KP__LOG_DEBUG = 7 };
enum { KP__LOG_LINES = 32, KP__LOG_TEXT = 240 };

typedef struct kp__log_line {
    int severity;
    const char *event; /* static: "connect", "metadata", ... */
    char text[KP__LOG_TEXT];
} kp__log_line;

typedef struct kp__log {
    int severity; /* the least important wanted; -1: none */
    uint32_t head, count;
    uint64_t dropped;
    kp__log_line lines[KP__LOG_LINES];
} kp__log;

void kp__log_init(kp__log *log, int severity);
void kp__logf(kp__log *log, int severity, const char *event, const char *format, ...) KP_PRINTF(4, 5);
bool kp__log_take(kp__log *log, kp__log_line *out); /* the oldest; false when empty */

#endif
