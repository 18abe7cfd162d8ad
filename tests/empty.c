/* A library needs at least one file of its own. */
extern int kp__tests_nothing;
int kp__tests_nothing;
