/* A configuration file, and the rules between the options that it sets. */
#include <producer/option_table.h>
#include <tests/fuzz/fuzz.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kp_options *options = kp_options_new(), *resolved = NULL;
    kp_error error = KP_ERROR_INIT;
    FUZZ_CHECK(options);
    kp_err err = kp__options_parse(options, (const char *)data, size, "file", &error);
    FUZZ_CHECK((err == KP_OK) == (error.text[0] == 0));
    error.text[0] = 0;
    err = kp__options_resolve(options, &resolved, &error);
    FUZZ_CHECK((err == KP_OK) == (resolved != NULL) && (err == KP_OK) == (error.text[0] == 0));
    if (resolved) {
        FUZZ_CHECK(kp__options_int(resolved, KP__OPT_batch_size) >= 1);
        FUZZ_CHECK(kp__options_int(resolved, KP__OPT_delivery_timeout_ms) >=
                   kp__options_int(resolved, KP__OPT_linger_ms));
        FUZZ_CHECK(kp__options_int(resolved, KP__OPT_enable_idempotence) == 0 ||
                   kp__options_int(resolved, KP__OPT_max_in_flight_requests_per_connection) <= 5);
        /* What is in force is accepted again, and stays what it is. */
        for (int i = 0; i < KP__OPT_COUNT; i++) {
            const char *text = kp__options_str(resolved, (kp__opt)i);
            int64_t number = kp__options_int(resolved, (kp__opt)i);
            if (!text)
                continue;
            FUZZ_CHECK(kp_options_set(options, kp_option_row(i)->name, text, &error) == KP_OK);
            FUZZ_CHECK(kp__options_int(options, (kp__opt)i) == number);
        }
        kp_options_free(resolved);
    }
    kp_options_free(options);
    return 0;
}
