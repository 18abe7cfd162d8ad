/* Which sanitizer this is compiled with, as 0 or 1: gcc tells by a macro, clang by a feature. A file that is left out
 * of TSan and has to talk to it is told by the build. */
#ifndef KP__BASE_SANITIZED_H
#define KP__BASE_SANITIZED_H

#ifdef __has_feature
#define KP__FEATURE(name) __has_feature(name)
#else
#define KP__FEATURE(name) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || KP__FEATURE(address_sanitizer)
#define KP__ASAN 1
#else
#define KP__ASAN 0
#endif

#ifndef KP__TSAN
#if defined(__SANITIZE_THREAD__) || KP__FEATURE(thread_sanitizer)
#define KP__TSAN 1
#else
#define KP__TSAN 0
#endif
#endif

#endif
