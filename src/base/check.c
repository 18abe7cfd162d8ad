#include <base/check.h>

#ifdef KP_TEST_BUILD
#include <stdio.h>
#include <stdlib.h>
#endif

void kp__health_fail_by_host(kp__health *health, const char *what)
{
    const char *none = NULL;
    (void)atomic_compare_exchange_strong(&health->broken, &none, what);
}

void kp__health_fail(kp__health *health, const char *what)
{
    kp__health_fail_by_host(health, what);
#ifdef KP_TEST_BUILD
    (void)fprintf(stderr, "broken promise: %s\n", what);
    abort();
#endif
}
