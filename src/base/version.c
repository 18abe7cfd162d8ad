#include <kprod/kprod.h>

const char *kp_version(void) { return KP_VERSION; }
