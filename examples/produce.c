/* Sends one record and says where it went.   produce HOST:PORT TOPIC TEXT */
#include <kprod/kprod.h>

#include <stdio.h>
#include <string.h>

static void delivered(const kp_delivery *delivery, void *arg)
{
    kp_err *outcome = arg;

    *outcome = delivery->err;
    if (delivery->err)
        fprintf(stderr, "not delivered: %s\n", kp_err_text(delivery->err));
    else
        printf("%s, partition %d, offset %lld\n", delivery->topic_name, (int)delivery->partition,
               (long long)delivery->offset);
}

int main(int argc, char **argv)
{
    kp_error error = KP_ERROR_INIT;
    kp_record record = KP_RECORD_INIT;
    kp_producer *producer = NULL;
    kp_err outcome = KP_ERR_TIMEOUT;

    if (argc != 4) {
        fprintf(stderr, "usage: %s HOST:PORT TOPIC TEXT\n", argv[0]);
        return 2;
    }
    kp_options *options = kp_options_new();
    if (!options || kp_options_set(options, "bootstrap.servers", argv[1], &error) ||
        kp_producer_open(options, NULL, &producer, &error)) {
        fprintf(stderr, "%s\n", error.text);
        kp_options_free(options);
        return 1;
    }
    record.topic_name = argv[2];
    record.value = argv[3];
    record.value_size = strlen(argv[3]);
    kp_err err = kp_producer_send(producer, &record, delivered, &outcome);
    if (!err)
        err = kp_producer_flush(producer, KP_SEC(10));
    if (err)
        fprintf(stderr, "%s\n", kp_err_text(err));
    if (kp_producer_close(producer, KP_SEC(5)) != KP_OK)
        fprintf(stderr, "something was left over at close\n");
    kp_producer_free(producer);
    kp_options_free(options);
    return err || outcome ? 1 : 0;
}
