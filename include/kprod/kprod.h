/* kprod: writes messages to Apache Kafka, from C. This header includes the library's nouns; each may be included
 * alone. */
#ifndef KPROD_KPROD_H
#define KPROD_KPROD_H

#include <kprod/admin.h>
#include <kprod/error.h>
#include <kprod/hooks.h>
#include <kprod/options.h>
#include <kprod/producer.h>
#include <kprod/reader.h>
#include <kprod/record.h>
#include <kprod/time.h>
#include <kprod/transport.h>

#define KP_VERSION "0.1.0"

KP_BEGIN_DECLS
/* The library's version, "major.minor.patch". Any thread. */
KP_API const char *kp_version(void);
KP_END_DECLS

#endif
