#include <base/mutant.h>

#ifdef KP_MUTANTS
int kp__mutant_on = -1;
#else
typedef int kp__mutant_nothing; /* a source file needs something in it */
#endif
