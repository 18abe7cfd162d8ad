/* What every public header needs: visibility, C linkage, and the mark of a result that must not be ignored. */
#ifndef KPROD_EXPORT_H
#define KPROD_EXPORT_H

#if defined(__GNUC__)
#define KP_API               __attribute__((visibility("default")))
#define KP_MUST              __attribute__((warn_unused_result))
#define KP_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define KP_API
#define KP_MUST
#define KP_PRINTF(fmt, args)
#endif

#ifdef __cplusplus
#define KP_BEGIN_DECLS extern "C" {
#define KP_END_DECLS   }
#else
#define KP_BEGIN_DECLS
#define KP_END_DECLS
#endif

#endif
