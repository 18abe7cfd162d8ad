/* Structs that cross the API begin with their size, a uint32_t that the caller's compiler wrote. Members are only ever
 * added at the end, so an older caller's struct is the beginning of ours and a newer one's begins with ours: what both
 * know is the shorter of the two. */
#ifndef KP__BASE_SIZED_H
#define KP__BASE_SIZED_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t kp__sized_of(const void *theirs)
{
    uint32_t size;
    memcpy(&size, theirs, sizeof size);
    return size;
}

/* Takes the caller's members over into `ours`, which holds the defaults of what the caller lacks; its size stays ours.
 * False: the caller's struct was never initialized. */
static inline bool kp__sized_read(void *ours, uint32_t size, const void *theirs)
{
    uint32_t known = kp__sized_of(theirs);
    if (known < sizeof known)
        return false;
    memcpy(ours, theirs, known < size ? known : size);
    memcpy(ours, &size, sizeof size);
    return true;
}

/* Fills the caller's struct as far as it goes; its size says afterwards how far. False: it was never initialized. */
static inline bool kp__sized_write(void *theirs, const void *ours, uint32_t size)
{
    uint32_t known = kp__sized_of(theirs);
    if (known < sizeof known)
        return false;
    known = known < size ? known : size;
    memcpy(theirs, ours, known);
    memcpy(theirs, &known, sizeof known);
    return true;
}

#endif
