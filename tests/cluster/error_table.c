/* Prints Kafka's part of our error table, for comparison with ErrorTable.java. */
#include <stdio.h>

#include <kprod/error.h>

#define CODE(name, code, class, text) code,
static const kp_err codes[] = {KP_BROKER_ERRORS(CODE)};

int main(void)
{
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        uint32_t class = kp_err_class(codes[i]);
        printf("%d %s%s%s\n", (int)codes[i], kp_err_name(codes[i]), class & KP_CLASS_RETRIABLE ? " retriable" : "",
               class & KP_CLASS_REFRESH ? " refresh" : "");
    }
    return 0;
}
