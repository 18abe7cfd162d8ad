/* A program of a stranger: it sees what is installed, and nothing else. */
#include <stdio.h>
#include <string.h>

#include <kprod/kprod.h>
#ifdef WITH_BROKER
#include <kprod/broker.h>
#endif

int main(void)
{
    const char *name = kp_err_name(KP_ERR_NOT_LEADER_OR_FOLLOWER);
    kp_options *options = kp_options_new();
    const char *acks = kp_options_get(options, "acks");
#ifdef WITH_BROKER
    kp_broker_options broker;
    kp_broker_options_init(&broker);
    if (broker.size != sizeof(broker))
        return 1;
#endif
    if (!acks || strcmp(name, "NOT_LEADER_OR_FOLLOWER") != 0)
        return 1;
    printf("%s, acks=%s, %s\n", name, acks, kp_version());
    kp_options_free(options);
    return 0;
}
