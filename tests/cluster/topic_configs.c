/* Prints which values a topic's settings may have, for comparison with TopicConfigs.java: every setting with every
 * value of a list, a line each: setting, tab, value, tab, yes or no; and its default. LogAppendTime is not among them:
 * who sets it is told that this broker does not have it. */
#include <stdio.h>
#include <string.h>

#include <broker/configs.h>

static const char *const values[] = {
    "",
    " ",
    ",",
    "0",
    "1",
    "2",
    "-1",
    "-2",
    "-3",
    "+5",
    " 5 ",
    "5 6",
    "5,6",
    "0x10",
    "5L",
    "1.0",
    ".5",
    "0.25",
    "1.01",
    "-0.5",
    ".",
    "-",
    "half",
    "13",
    "1048575",
    "1048576",
    "2147483647",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "true",
    "false",
    " TRUE ",
    "yes",
    "true,false",
    "true false",
    "delete",
    "compact",
    "delete,compact",
    " delete , compact ",
    "delete compact",
    "delete,",
    ",delete",
    "delete,delete",
    "Delete",
    "del",
    "producer",
    "zstd",
    " zstd ",
    "ZSTD",
    "zstd,lz4",
    "CreateTime",
    "createtime",
    "*",
    "*,*",
    "1:2",
    " 1:2 , 2:3 ",
    "1:2,",
    "1:2:3",
    "1:",
    ":",
    "-1:2",
};

int main(void)
{
    char why[KP__CONFIG_WHY];
    for (int i = 0; i < kp__topic_config_count; i++) {
        const kp__config *config = &kp__topic_configs[i];
        printf("%s\t%s\tdefault\n", config->name, config->value);
        for (size_t v = 0; v < sizeof values / sizeof values[0]; v++)
            printf("%s\t%s\t%s\n", config->name, values[v],
                   kp__config_check(config, kp__slice_str(values[v]), why) ? "yes" : "no");
    }
    return 0;
}
