/* kprod topics: making, showing and deleting topics, in the layout of Java's tool. */
#include <inttypes.h>
#include <poll.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cli/commands.h>
#include <cli/connect.h>
#include <cli/say.h>
#include <kprod/admin.h>

enum { CONFIGS_MAX = 64, CONFIG_NAME_MAX = 128, CONFIGS_TEXT = 8192 };

typedef struct arguments {
    cli_common common;
    bool create, describe, list, remove, alter;
    const char *topic;
    int64_t partitions;
    int64_t replication_factor;
    cli_list configs;
    bool if_exists, if_not_exists;
    bool exclude_internal;
    bool under_replicated, unavailable;
} arguments;

/* clang-format off */
static const cli_arg args[] = {
    {CLI_FLAG, 0, "list", offsetof(arguments, list), NULL, "the names of all topics", NULL},
    {CLI_FLAG, 0, "describe", offsetof(arguments, describe), NULL, "partitions, leaders and replicas", NULL},
    {CLI_FLAG, 0, "create", offsetof(arguments, create), NULL, "makes --topic", NULL},
    {CLI_FLAG, 0, "delete", offsetof(arguments, remove), NULL, "deletes --topic with all its records", NULL},
    {CLI_TEXT, 't', "topic", offsetof(arguments, topic), "NAME", "which one; a regular expression, except to create", NULL},
    {CLI_NUMBER, 0, "partitions", offsetof(arguments, partitions), "N", "of a new topic (the broker's default)", NULL},
    {CLI_NUMBER, 0, "replication-factor", offsetof(arguments, replication_factor), "N", "of a new topic (the broker's default)", NULL},
    {CLI_LIST, 0, "config", offsetof(arguments, configs), "NAME=VALUE", "of a new topic; may be repeated", NULL},
    {CLI_FLAG, 0, "if-exists", offsetof(arguments, if_exists), NULL, "describe or delete nothing without an error", NULL},
    {CLI_FLAG, 0, "if-not-exists", offsetof(arguments, if_not_exists), NULL, "create only if it is missing", NULL},
    {CLI_FLAG, 0, "exclude-internal", offsetof(arguments, exclude_internal), NULL, "leave Kafka's own topics out", NULL},
    {CLI_FLAG, 0, "under-replicated-partitions", offsetof(arguments, under_replicated), NULL, "describe: only those that lack replicas", NULL},
    {CLI_FLAG, 0, "unavailable-partitions", offsetof(arguments, unavailable), NULL, "describe: only those without a leader", NULL},
    {CLI_FLAG, 0, "alter", offsetof(arguments, alter), NULL, NULL, NULL},
    CLI_COMMON_ARGS,
    {CLI_END, 0, NULL, 0, NULL, NULL, NULL},
};
/* clang-format on */

typedef struct run_state {
    const arguments *in;
    kp_admin *admin;
    const cli_connect *connect;
} run_state;

/* ---- which topics ---- */

typedef struct topic_pattern {
    regex_t regex;
    bool any; /* no --topic */
} topic_pattern;

static int pattern_init(topic_pattern *pattern, const char *text)
{
    *pattern = (topic_pattern){.any = text == NULL};
    if (!text)
        return 0;
    char whole[512];
    snprintf(whole, sizeof whole, "^(%s)$", text);
    if (strlen(text) + 5 > sizeof whole || regcomp(&pattern->regex, whole, REG_EXTENDED | REG_NOSUB) != 0)
        return cli_fail(CLI_EXIT_USAGE, "--topic %.200s: neither a name nor a regular expression", text);
    return 0;
}

static void pattern_deinit(topic_pattern *pattern)
{
    if (!pattern->any)
        regfree(&pattern->regex);
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(const kp_topic_info *const *)a)->name, (*(const kp_topic_info *const *)b)->name);
}

/* A topic that was made a moment ago is not known to every broker yet: asked for by name it gets a second. */
enum { GRACE_TRIES = 5, GRACE_MS = 200 };

/* The topics asked for, in order of their names; the caller frees *out. They are borrowed from the admin client. */
static int select_topics(run_state *run, const kp_topic_info ***out, int32_t *count)
{
    const kp_topic_info *const *topics;
    int32_t all;
    kp_error error = KP_ERROR_INIT;
    kp_err err = kp_admin_topics(run->admin, NULL, run->connect->patience, &topics, &all, &error);
    if (err)
        return cli_fail_err(err, &error, run->connect->bootstrap);
    topic_pattern pattern;
    int code = pattern_init(&pattern, run->in->topic);
    if (code)
        return code;
    *out = malloc(((size_t)all + 1) * sizeof **out);
    *count = 0;
    for (int32_t i = 0; *out && i < all; i++) {
        bool hit = pattern.any || strcmp(topics[i]->name, run->in->topic) == 0 ||
                   regexec(&pattern.regex, topics[i]->name, 0, NULL, 0) == 0;
        if (hit && !(run->in->exclude_internal && topics[i]->internal))
            (*out)[(*count)++] = topics[i];
    }
    pattern_deinit(&pattern);
    if (!*out)
        return cli_fail(CLI_EXIT_INTERNAL, "out of memory");
    qsort(*out, (size_t)*count, sizeof **out, by_name);
    return 0;
}

/* ---- describe ---- */

/* Kafka prints ids as URL-safe base64 without its padding. */
static void print_id(const uint8_t id[16])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint32_t bits = 0;
    int have = 0;
    for (int i = 0; i < 16; i++) {
        bits = bits << 8 | id[i];
        have += 8;
        while (have >= 6) {
            have -= 6;
            putchar(digits[bits >> have & 63]);
        }
    }
    putchar(digits[bits << (6 - have) & 63]);
}

static void print_ids(const char *name, const int32_t *ids, int32_t count)
{
    printf("\t%s: ", name);
    for (int32_t i = 0; i < count; i++)
        printf("%s%" PRId32, i ? "," : "", ids[i]);
}

static bool partition_wanted(const arguments *in, const kp_partition_info *partition)
{
    if (in->under_replicated)
        return partition->isr_count < partition->replica_count;
    return !in->unavailable || partition->leader < 0;
}

/* The configs that somebody set, as "name=value,name=value". A broker that does not tell is no reason to fail. */
static void configs_text(run_state *run, const char *topic, char *out, size_t cap)
{
    const kp_config_info *const *configs;
    int32_t count = 0;
    out[0] = 0;
    if (kp_admin_topic_configs(run->admin, topic, run->connect->patience, &configs, &count, NULL))
        return;
    size_t at = 0;
    for (int32_t i = 0; i < count; i++) {
        if (configs[i]->is_default)
            continue;
        int n = snprintf(out + at, cap - at, "%s%s=%s", at ? "," : "", configs[i]->name,
                         configs[i]->value ? configs[i]->value : "");
        if (n < 0 || (size_t)n >= cap - at) {
            out[at] = 0;
            return;
        }
        at += (size_t)n;
    }
}

static void print_topic(const kp_topic_info *topic, const char *configs)
{
    printf("Topic: %s\tTopicId: ", topic->name);
    print_id(topic->id);
    printf("\tPartitionCount: %" PRId32 "\tReplicationFactor: %" PRId32 "\tConfigs: %s\n", topic->partition_count,
           topic->partition_count ? topic->partitions[0]->replica_count : 0, configs);
}

static void print_partition(const kp_topic_info *topic, const kp_partition_info *partition)
{
    printf("\tTopic: %s\tPartition: %" PRId32 "\tLeader: ", topic->name, partition->partition);
    if (partition->leader < 0)
        printf("none");
    else
        printf("%" PRId32, partition->leader);
    print_ids("Replicas", partition->replicas, partition->replica_count);
    print_ids("Isr", partition->isr, partition->isr_count);
    printf("\tElr: N/A\tLastKnownElr: N/A\n");
}

static int describe_one(run_state *run, const char *name)
{
    const arguments *in = run->in;
    bool filtered = in->under_replicated || in->unavailable;
    static char configs[CONFIGS_TEXT];
    if (!filtered)
        configs_text(run, name, configs, sizeof configs);
    const kp_topic_info *const *topics;
    int32_t count;
    kp_error error = KP_ERROR_INIT;
    kp_err err = kp_admin_topics(run->admin, name, run->connect->patience, &topics, &count, &error);
    if (err)
        return cli_fail_err(err, &error, NULL);
    const kp_topic_info *topic = topics[0];
    if (!filtered)
        print_topic(topic, configs);
    for (int32_t i = 0; i < topic->partition_count; i++)
        if (partition_wanted(in, topic->partitions[i]))
            print_partition(topic, topic->partitions[i]);
    return 0;
}

static int list_one(run_state *run, const char *name)
{
    (void)run;
    printf("%s\n", name);
    return 0;
}

/* Does one thing with each topic that was asked for. Infos end with the next call on the admin client: names are kept.
 */
static int each_topic(run_state *run, int (*act)(run_state *run, const char *name))
{
    const kp_topic_info **topics = NULL;
    int32_t count = 0;
    int code = 0;
    bool must_be = run->in->topic && !run->in->if_exists && !run->in->list;
    for (int i = 0; i <= GRACE_TRIES && !code && count == 0; i++) {
        if (i > 0)
            poll(NULL, 0, GRACE_MS);
        free(topics);
        topics = NULL;
        code = select_topics(run, &topics, &count);
        if (!must_be)
            break;
    }
    if (!code && count == 0 && must_be)
        code = cli_fail(CLI_EXIT_USAGE, "topic \"%s\" does not exist; `kprod topics --list` shows what there is",
                        run->in->topic);
    char **names = code ? NULL : calloc((size_t)count + 1, sizeof *names);
    if (!code && !names)
        code = cli_fail(CLI_EXIT_INTERNAL, "out of memory");
    for (int32_t i = 0; names && i < count; i++)
        names[i] = strdup(topics[i]->name);
    free(topics);
    for (int32_t i = 0; names && i < count && !code; i++)
        code = names[i] ? act(run, names[i]) : cli_fail(CLI_EXIT_INTERNAL, "out of memory");
    for (int32_t i = 0; names && i < count; i++)
        free(names[i]);
    free(names);
    return code;
}

/* ---- create and delete ---- */

static int create(run_state *run)
{
    static char names[CONFIGS_MAX][CONFIG_NAME_MAX];
    const char *pairs[2 * CONFIGS_MAX];
    const arguments *in = run->in;
    if (in->configs.count > CONFIGS_MAX)
        return cli_fail(CLI_EXIT_USAGE, "--config: at most %d", CONFIGS_MAX);
    for (int i = 0; i < in->configs.count; i++) {
        pairs[2 * i] = names[i];
        if (!cli_split_pair(in->configs.items[i], names[i], CONFIG_NAME_MAX, &pairs[2 * i + 1]))
            return cli_fail(CLI_EXIT_USAGE, "--config %s: must be name=value", in->configs.items[i]);
    }
    kp_new_topic topic = KP_NEW_TOPIC_INIT;
    topic.name = in->topic;
    topic.partitions = (int32_t)in->partitions;
    topic.replication_factor = (int16_t)in->replication_factor;
    topic.configs = pairs;
    topic.config_count = (size_t)in->configs.count;
    kp_error error = KP_ERROR_INIT;
    kp_err err = kp_admin_create_topic(run->admin, &topic, run->connect->patience, &error);
    if (err == KP_ERR_TOPIC_ALREADY_EXISTS && in->if_not_exists)
        return 0;
    if (err)
        return cli_fail_err(err, &error, cli_exit_of(err) == CLI_EXIT_CONNECT ? run->connect->bootstrap : NULL);
    printf("Created topic %s.\n", in->topic);
    return 0;
}

static int remove_one(run_state *run, const char *name)
{
    kp_error error = KP_ERROR_INIT;
    kp_err err = kp_admin_delete_topic(run->admin, name, run->connect->patience, &error);
    return err ? cli_fail_err(err, &error, name) : 0;
}

/* ---- the run ---- */

static int check(const arguments *in)
{
    topic_pattern pattern;
    if (in->topic && !in->create && pattern_init(&pattern, in->topic))
        return CLI_EXIT_USAGE;
    if (in->topic && !in->create)
        pattern_deinit(&pattern);
    if (in->alter)
        return cli_fail(CLI_EXIT_USAGE, "--alter: this version of kprod cannot change topics yet");
    if (in->list + in->describe + in->create + in->remove != 1)
        return cli_fail(CLI_EXIT_USAGE, "give one of --list, --describe, --create, --delete");
    if ((in->create || in->remove) && !in->topic)
        return cli_fail(CLI_EXIT_USAGE, "which topic? Give --topic NAME");
    if (in->common.positional.count)
        return cli_fail(CLI_EXIT_USAGE, "%s: what is this? (kprod topics --help)", in->common.positional.items[0]);
    if (in->partitions != -1 && (in->partitions < 1 || in->partitions > INT32_MAX))
        return cli_fail(CLI_EXIT_USAGE, "--partitions %" PRId64 ": must be at least 1", in->partitions);
    if (in->replication_factor != -1 && (in->replication_factor < 1 || in->replication_factor > INT16_MAX))
        return cli_fail(CLI_EXIT_USAGE, "--replication-factor %" PRId64 ": must be 1 to 32767", in->replication_factor);
    return 0;
}

static int act(const arguments *in, cli_connect *connect)
{
    run_state run = {.in = in, .connect = connect};
    kp_error error = KP_ERROR_INIT;
    kp_err err = kp_admin_open(connect->options, &connect->hooks, &run.admin, &error);
    if (err)
        return cli_fail_err(err, &error, NULL);
    int code = in->create ? create(&run)
                          : each_topic(&run, in->remove ? remove_one
                                             : in->list ? list_one
                                                        : describe_one);
    kp_admin_close(run.admin);
    return code;
}

static int run(const cli_command *command, int argc, char **argv)
{
    static arguments in;
    in = (arguments){.partitions = -1, .replication_factor = -1};
    int code = cli_args_parse(command, argc, argv, &in);
    if (!code && in.common.help) {
        cli_help(command);
        return 0;
    }
    if (!code)
        code = check(&in);
    if (code)
        return code;
    cli_connect connect;
    code = cli_connect_init(&connect, &in.common, !in.create);
    if (!code)
        code = act(&in, &connect);
    cli_connect_deinit(&connect);
    return code;
}

const cli_command cli_topics = {
    "topics",
    "--list|--describe|--create|--delete [OPTIONS]",
    "Lists, describes, makes and deletes topics.",
    args,
    "  kprod topics -b embedded:./data --create --topic packages --partitions 8\n",
    run,
};
