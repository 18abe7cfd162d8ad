/* The fiber that brings faults: a table of them, drawn at times that are drawn. */
#include <tests/simulation/scenario.h>

static int64_t draw(sim_scenario *s, int64_t low, int64_t high)
{
    return sim_between(&s->world, SIM_CHANCE_FAULTS, low, high);
}

static kp_ns length(sim_scenario *s)
{
    return draw(s, KP_MS(1), sim_one_in(&s->world, SIM_CHANCE_FAULTS, 4) ? KP_SEC(6) : KP_MS(800));
}

static int node_of(sim_scenario *s) { return (int)draw(s, 0, s->cluster.config.nodes - 1); }

static sim_producer *producer_of(sim_scenario *s) { return &s->producers[draw(s, 0, SIM_PRODUCERS - 1)]; }

static model_partition *partition_of(sim_scenario *s)
{
    model_topic *topic = &s->cluster.topics[draw(s, 0, s->cluster.config.topics - 1)];
    return &topic->partitions[draw(s, 0, topic->partition_count - 1)];
}

/* ---- the network; each answers false when there was nothing to strike ---- */

static bool end_one(sim_scenario *s, sim_end how, int fault)
{
    sim_conn *conn = sim_net_any(s->net);
    if (!conn)
        return false;
    sim_fault(&s->world, fault, sim_conn_id(conn), how);
    sim_conn_end(conn, how);
    return true;
}

static bool strike_reset(sim_scenario *s) { return end_one(s, SIM_END_RESET, SIM_FAULT_RESET); }
static bool strike_fin(sim_scenario *s) { return end_one(s, SIM_END_FIN, SIM_FAULT_FIN); }
static bool strike_silent(sim_scenario *s) { return end_one(s, SIM_END_SILENT, SIM_FAULT_SILENT); }

static bool cut_one(sim_scenario *s, sim_dir dir, int fault)
{
    sim_conn *conn = sim_net_any(s->net);
    if (!conn)
        return false;
    int64_t bytes = draw(s, 0, sim_one_in(&s->world, SIM_CHANCE_FAULTS, 2) ? 60 : 3000);
    sim_fault(&s->world, fault, sim_conn_id(conn), bytes);
    sim_conn_cut_after(conn, dir, (uint64_t)bytes, (sim_end)draw(s, SIM_END_RESET, SIM_END_SILENT));
    return true;
}

static bool strike_cut_request(sim_scenario *s) { return cut_one(s, SIM_TO_HOST, SIM_FAULT_CUT_REQUEST); }
static bool strike_cut_answer(sim_scenario *s) { return cut_one(s, SIM_TO_CLIENT, SIM_FAULT_CUT_ANSWER); }

static bool strike_stall(sim_scenario *s)
{
    sim_conn *conn = sim_net_any(s->net);
    if (!conn)
        return false;
    kp_ns until = s->world.now + length(s);
    sim_fault(&s->world, SIM_FAULT_STALL, sim_conn_id(conn), until);
    sim_conn_stall(conn, (sim_dir)draw(s, SIM_TO_HOST, SIM_TO_CLIENT), until);
    return true;
}

/* A cut link is mended by the fiber itself, later: see mend. */
static bool hold(sim_scenario *s, bool to_host, bool to_client, int fault)
{
    int client = (int)draw(s, 0, SIM_PRODUCERS - 1), node = node_of(s);
    sim_fault(&s->world, fault, client, node);
    if (to_host)
        sim_net_hold(s->net, client, node, SIM_TO_HOST, true);
    if (to_client)
        sim_net_hold(s->net, client, node, SIM_TO_CLIENT, true);
    return true;
}

static bool strike_one_way(sim_scenario *s)
{
    bool to_host = sim_one_in(&s->world, SIM_CHANCE_FAULTS, 2);
    return hold(s, to_host, !to_host, SIM_FAULT_LINK_ONE_WAY);
}

static bool strike_both_ways(sim_scenario *s) { return hold(s, true, true, SIM_FAULT_LINK_BOTH_WAYS); }

/* No node can be reached by this one. */
static bool strike_island(sim_scenario *s)
{
    int client = (int)draw(s, 0, SIM_PRODUCERS - 1);
    sim_fault(&s->world, SIM_FAULT_ISLAND, client, 0);
    for (int node = 0; node < s->cluster.config.nodes; node++) {
        sim_net_hold(s->net, client, node, SIM_TO_HOST, true);
        sim_net_hold(s->net, client, node, SIM_TO_CLIENT, true);
    }
    return strike_reset(s) || true;
}

static bool strike_resolve_fail(sim_scenario *s)
{
    sim_io_resolve(producer_of(s)->io, SIM_RESOLVE_FAIL);
    return strike_reset(s) || true;
}

static bool strike_resolve_slow(sim_scenario *s)
{
    sim_io_resolve(producer_of(s)->io, SIM_RESOLVE_SLOW);
    return strike_reset(s) || true;
}

static void mend(sim_scenario *s, uint64_t one_in)
{
    for (int client = 0; client < SIM_PRODUCERS; client++) {
        if (sim_one_in(&s->world, SIM_CHANCE_FAULTS, one_in))
            sim_io_resolve(s->producers[client].io, SIM_RESOLVE_OK);
        for (int node = 0; node < s->cluster.config.nodes; node++) {
            if (!sim_one_in(&s->world, SIM_CHANCE_FAULTS, one_in))
                continue;
            sim_net_hold(s->net, client, node, SIM_TO_HOST, false);
            sim_net_hold(s->net, client, node, SIM_TO_CLIENT, false);
        }
    }
    for (int node = 0; node < s->cluster.config.nodes; node++)
        if (sim_one_in(&s->world, SIM_CHANCE_FAULTS, one_in))
            sim_net_host_pause(s->net, node, false);
}

/* ---- answers ---- */

static bool strike_answer(sim_scenario *s, model_answer_fault fault)
{
    sim_conn *conn = sim_net_any(s->net);
    if (!conn)
        return false;
    model_answer_fault_next(conn, fault, fault == MODEL_ANSWER_LATE ? draw(s, KP_MS(5), KP_SEC(8)) : draw(s, 0, 1));
    return true;
}

static bool strike_answer_lost(sim_scenario *s) { return strike_answer(s, MODEL_ANSWER_LOST); }
static bool strike_answer_late(sim_scenario *s) { return strike_answer(s, MODEL_ANSWER_LATE); }
static bool strike_answer_doubled(sim_scenario *s) { return strike_answer(s, MODEL_ANSWER_DOUBLED); }

static bool strike_throttle(sim_scenario *s)
{
    sim_conn *conn = sim_net_any(s->net);
    if (!conn)
        return false;
    model_throttle_next(conn, (int32_t)draw(s, 1, 1500));
    return true;
}

/* ---- the cluster ---- */

static bool strike_node_down(sim_scenario *s)
{
    int node = node_of(s); /* one draw a statement: the order of arguments is the compiler's */
    model_node_down(&s->cluster, node, length(s));
    if (sim_one_in(&s->world, SIM_CHANCE_FAULTS, 8)) /* all of them */
        for (int i = 0; i < s->cluster.config.nodes; i++)
            model_node_down(&s->cluster, i, length(s));
    return true;
}

static int another(sim_scenario *s, int node)
{
    int nodes = s->cluster.config.nodes;
    return (int)((node + draw(s, 1, nodes - 1)) % nodes);
}

static bool move(sim_scenario *s, model_partition *partition, int to, int fault)
{
    if (partition->leader < 0 || s->cluster.nodes[to].down)
        return false;
    sim_fault(&s->world, fault, partition->log.topic * 1000 + partition->log.partition, to);
    model_leader_move(&s->cluster, partition->log.topic, partition->log.partition, to);
    return true;
}

/* What the node leads goes elsewhere. */
static void move_away(sim_scenario *s, int node)
{
    for (int t = 0; t < s->cluster.config.topics; t++)
        for (int32_t p = 0; p < s->cluster.topics[t].partition_count; p++)
            if (s->cluster.topics[t].partitions[p].leader == node)
                (void)move(s, &s->cluster.topics[t].partitions[p], another(s, node), SIM_FAULT_LEADER_MOVED);
}

/* The node stands still; its partitions go elsewhere or wait for it. */
static bool strike_node_paused(sim_scenario *s)
{
    int node = node_of(s);
    sim_fault(&s->world, SIM_FAULT_NODE_PAUSED, node, 0);
    sim_net_host_pause(s->net, node, true);
    if (sim_one_in(&s->world, SIM_CHANCE_FAULTS, 2))
        move_away(s, node);
    return true;
}

static bool strike_leader(sim_scenario *s)
{
    model_partition *partition = partition_of(s);
    return move(s, partition, another(s, partition->leader < 0 ? 0 : partition->leader), SIM_FAULT_LEADER_MOVED);
}

static bool strike_leader_flip(sim_scenario *s)
{
    model_partition *partition = partition_of(s);
    int from = partition->leader;
    if (!move(s, partition, another(s, from < 0 ? 0 : from), SIM_FAULT_LEADER_FLIPPED))
        return false;
    sim_sleep(&s->world, draw(s, 0, KP_MS(4)));
    if (!s->cluster.nodes[from].down)
        model_leader_move(&s->cluster, partition->log.topic, partition->log.partition, from);
    return true;
}

/* One node goes on telling what was, while the leaders move: some, or what it led. */
static bool strike_stale(sim_scenario *s)
{
    int node = node_of(s);
    model_node_stale(&s->cluster, node, length(s));
    if (sim_one_in(&s->world, SIM_CHANCE_FAULTS, 2))
        move_away(s, node);
    for (int64_t moves = draw(s, 1, 4); moves > 0; moves--)
        (void)strike_leader(s);
    return true;
}

static bool strike_topic_unknown(sim_scenario *s)
{
    int topic = (int)draw(s, 0, s->cluster.config.topics - 1);
    kp_ns for_long = length(s);
    if (sim_one_in(&s->world, SIM_CHANCE_FAULTS, 2)) {
        model_topic_unknown(&s->cluster, node_of(s), topic, for_long);
        return true;
    }
    for (int node = 0; node < s->cluster.config.nodes; node++)
        model_topic_unknown(&s->cluster, node, topic, for_long);
    return true;
}

/* Down to where hardly a record fits, and up again; at times the topic is made a compacted one, too. */
static bool strike_limit(sim_scenario *s)
{
    static const int32_t limits[] = {160, 250, 600, 2000, 10000, INT32_MAX};
    model_topic *topic = &s->cluster.topics[draw(s, 0, s->cluster.config.topics - 1)];
    topic->max_message_bytes = limits[draw(s, 0, (int64_t)(sizeof limits / sizeof limits[0]) - 1)];
    sim_fault(&s->world, SIM_FAULT_LIMIT_MOVED, topic->max_message_bytes, 0);
    if (sim_one_in(&s->world, SIM_CHANCE_FAULTS, 4))
        model_topic_compact(&s->cluster, (int)(topic - s->cluster.topics), length(s));
    return true;
}

static int topic_of(sim_scenario *s) { return (int)draw(s, 0, s->cluster.config.topics - 1); }

/* What was sent to a partition that is no more is asked after until its time is up: of a run with a long one little
 * else would be left. */
static bool gives_up_soon(const sim_scenario *s)
{
    for (int i = 0; i < SIM_PRODUCERS; i++)
        if (s->producers[i].settings.delivery_timeout > KP_SEC(30))
            return false;
    return true;
}

static bool strike_recreate(sim_scenario *s)
{
    int topic = topic_of(s);
    kp_ns after = sim_one_in(&s->world, SIM_CHANCE_FAULTS, 3) ? 0 : length(s);
    int32_t partitions = s->cluster.topics[topic].partition_count;
    if (partitions > 1 && gives_up_soon(s) && sim_one_in(&s->world, SIM_CHANCE_FAULTS, 2))
        partitions = (int32_t)draw(s, 1, partitions - 1);
    else if (partitions < MODEL_PARTITIONS_MAX / 2 && sim_one_in(&s->world, SIM_CHANCE_FAULTS, 2))
        partitions = (int32_t)draw(s, partitions + 1, MODEL_PARTITIONS_MAX / 2);
    model_topic_recreate(&s->cluster, topic, after, partitions);
    if (sim_one_in(&s->world, SIM_CHANCE_FAULTS, 2)) {
        int node = node_of(s);
        model_topic_lags(&s->cluster, node, topic, after + length(s));
    }
    return true;
}

static bool strike_partitions(sim_scenario *s)
{
    int topic = topic_of(s);
    if (s->cluster.topics[topic].partition_count >= MODEL_PARTITIONS_MAX / 2)
        return false;
    model_partitions_add(&s->cluster, topic, (int32_t)draw(s, 1, 3));
    return true;
}

/* Most often all, by a retention that is short, or by DeleteRecords. */
static bool strike_delete(sim_scenario *s)
{
    model_partition *partition = partition_of(s);
    int32_t entries = sim_one_in(&s->world, SIM_CHANCE_FAULTS, 4) ? (int32_t)draw(s, 1, 20) : INT32_MAX;
    model_records_delete(&s->cluster, partition->log.topic, partition->log.partition, entries);
    return true;
}

/* The application is silent for so long that its producers are forgotten. */
static bool strike_forget(sim_scenario *s)
{
    kp_ns silence = MODEL_EXPIRATION + draw(s, KP_SEC(1), KP_SEC(10));
    s->silent_until = s->world.now + silence;
    sim_sleep(&s->world, silence);
    model_producers_forget(&s->cluster);
    return true;
}

/* Nodes come and go; two at least stay. */
static bool strike_nodes(sim_scenario *s)
{
    int up = 0;
    for (int i = 0; i < s->cluster.config.nodes; i++)
        up += !s->cluster.nodes[i].down;
    int node = node_of(s);
    if (s->cluster.nodes[node].down)
        model_node_join(&s->cluster, node);
    else if (up > 2)
        model_node_leave(&s->cluster, node);
    else
        return false;
    return true;
}

static bool strike_lie(sim_scenario *s)
{
    model_lie what = (model_lie)draw(s, MODEL_LIE_NONE, MODEL_LIE_NO_LEADER);
    kp_ns for_long = length(s);
    for (int node = 0; node < s->cluster.config.nodes; node++) {
        int unlisted = what == MODEL_LIE_NONE ? another(s, node) : -1;
        if (sim_one_in(&s->world, SIM_CHANCE_FAULTS, 2))
            model_lie_for(&s->cluster, node, what, unlisted, for_long);
    }
    for (int64_t moves = draw(s, 1, 3); moves > 0; moves--) /* so that somebody asks */
        (void)strike_leader(s);
    return true;
}

static bool strike_log_cut(sim_scenario *s)
{
    model_partition *partition = partition_of(s);
    /* a few batches, or, from a disk that was wiped, all */
    int32_t entries = sim_one_in(&s->world, SIM_CHANCE_FAULTS, 4) ? INT32_MAX : (int32_t)draw(s, 1, 6);
    model_log_cut_unclean(&s->cluster, partition->log.topic, partition->log.partition, entries);
    return true;
}

static bool strike_error_before(sim_scenario *s)
{
    static const int16_t codes[] = {
        KP_ERR_CORRUPT_MESSAGE,        KP_ERR_UNKNOWN_TOPIC_OR_PARTITION, KP_ERR_LEADER_NOT_AVAILABLE,
        KP_ERR_NOT_LEADER_OR_FOLLOWER, KP_ERR_REQUEST_TIMED_OUT,          KP_ERR_NETWORK_EXCEPTION,
        KP_ERR_NOT_ENOUGH_REPLICAS,    KP_ERR_KAFKA_STORAGE_ERROR,        KP_ERR_FENCED_LEADER_EPOCH,
        KP_ERR_UNKNOWN_LEADER_EPOCH,   KP_ERR_THROTTLING_QUOTA_EXCEEDED};
    model_partition *partition = partition_of(s);
    partition->refuse_with = codes[draw(s, 0, (int64_t)(sizeof codes / sizeof codes[0]) - 1)];
    partition->refuse_times = (int32_t)draw(s, 1, sim_one_in(&s->world, SIM_CHANCE_FAULTS, 5) ? 12 : 3);
    return true;
}

static bool strike_error_after(sim_scenario *s)
{
    static const int16_t codes[] = {KP_ERR_REQUEST_TIMED_OUT, KP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                                    KP_ERR_NOT_LEADER_OR_FOLLOWER};
    partition_of(s)->append_then_answer = codes[draw(s, 0, 2)];
    return true;
}

static bool strike_error_other(sim_scenario *s)
{
    static const int16_t metadata[] = {KP_ERR_LEADER_NOT_AVAILABLE, KP_ERR_UNKNOWN_TOPIC_OR_PARTITION,
                                       KP_ERR_REQUEST_TIMED_OUT};
    static const int16_t init[] = {KP_ERR_COORDINATOR_LOAD_IN_PROGRESS, KP_ERR_COORDINATOR_NOT_AVAILABLE,
                                   KP_ERR_REQUEST_TIMED_OUT};
    model_node *node = &s->cluster.nodes[node_of(s)];
    if (sim_one_in(&s->world, SIM_CHANCE_FAULTS, 2))
        node->metadata_error = metadata[draw(s, 0, 2)];
    else
        node->init_error = init[draw(s, 0, 2)];
    return true;
}

/* ---- the machine ---- */

static bool strike_loop(sim_scenario *s)
{
    sim_producer *producer = producer_of(s);
    kp_ns most = length(s) / 4;
    sim_fault(&s->world, SIM_FAULT_LOOP_STALLED, producer->index, most);
    check_pause_add(&s->journal.producers[producer->index], s->world.now, s->world.now + most);
    sim_io_stall(producer->io, s->world.now + most);
    return true;
}

static bool strike_freeze(sim_scenario *s)
{
    kp_ns for_long = length(s);
    sim_fault(&s->world, SIM_FAULT_FROZEN, for_long, 0);
    for (int i = 0; i < SIM_PRODUCERS; i++)
        check_pause_add(&s->journal.producers[i], s->world.now, s->world.now + for_long);
    sim_freeze(&s->world, for_long);
    return true;
}

/* Answers, but later than anybody waits. */
static bool strike_slow(sim_scenario *s)
{
    model_node *node = &s->cluster.nodes[node_of(s)];
    node->service_extra = draw(s, KP_MS(50), KP_SEC(12));
    node->slow_until = s->world.now + length(s);
    sim_fault(&s->world, SIM_FAULT_NODE_SLOW, node->id, node->service_extra);
    return true;
}

static bool strike_wall_clock(sim_scenario *s)
{
    int64_t ms = draw(s, -INT64_C(315360000000), INT64_C(315360000000));
    sim_fault(&s->world, SIM_FAULT_WALL_CLOCK, ms, 0);
    sim_io_wall_jump(producer_of(s)->io, ms);
    return true;
}

/* One allocation of those to come, or many for a while; and something that needs memory, as steady sending needs none.
 */
static bool strike_memory(sim_scenario *s)
{
    sim_memory *memory = &producer_of(s)->memory;
    if (sim_one_in(&s->world, SIM_CHANCE_FAULTS, 3)) {
        memory->refuse_at = memory->calls + (uint64_t)draw(s, 1, 40);
    } else {
        static const uint32_t one_in[] = {1, 1, 2, 8};
        memory->refuse_one_in = one_in[draw(s, 0, 3)];
        memory->refuse_until = s->world.now + length(s);
    }
    return strike_reset(s) || true;
}

/* ---- the table ---- */

static const struct strike {
    bool (*strike)(sim_scenario *s);
    uint32_t weight;
} strikes[] = {
    {strike_reset, 3},          {strike_fin, 2},          {strike_silent, 2},      {strike_cut_request, 4},
    {strike_cut_answer, 4},     {strike_stall, 3},        {strike_one_way, 2},     {strike_both_ways, 2},
    {strike_resolve_fail, 1},   {strike_resolve_slow, 1}, {strike_answer_lost, 3}, {strike_answer_late, 4},
    {strike_answer_doubled, 2}, {strike_throttle, 2},     {strike_node_down, 7},   {strike_node_paused, 2},
    {strike_leader, 5},         {strike_leader_flip, 3},  {strike_stale, 2},       {strike_topic_unknown, 3},
    {strike_log_cut, 2},        {strike_error_before, 4}, {strike_error_after, 3}, {strike_error_other, 2},
    {strike_loop, 2},           {strike_wall_clock, 1},   {strike_limit, 3},       {strike_memory, 4},
    {strike_recreate, 2},       {strike_partitions, 2},   {strike_forget, 2},      {strike_delete, 4},
    {strike_nodes, 4},          {strike_lie, 2},          {strike_island, 2},      {strike_freeze, 3},
    {strike_slow, 2},
};

static bool strike_any(sim_scenario *s)
{
    uint64_t all = 0;
    for (size_t i = 0; i < sizeof strikes / sizeof strikes[0]; i++)
        all += strikes[i].weight;
    uint64_t chosen = sim_below(&s->world, SIM_CHANCE_FAULTS, all);
    for (size_t i = 0;; i++) {
        if (chosen < strikes[i].weight)
            return strikes[i].strike(s);
        chosen -= strikes[i].weight;
    }
}

void sim_chaos_body(void *arg)
{
    sim_scenario *s = arg;
    kp_ns pause = 2 * s->span / s->faults_planned;
    for (uint32_t index = 0; s->faults_done < s->faults_planned && !s->world.stop; index++) {
        /* Each from a seed of its own: one that is left out changes nothing in those after it. */
        kp__rng_seed(&s->world.chance[SIM_CHANCE_FAULTS], kp__mix64(s->world.seed ^ (uint64_t)index << 40));
        sim_sleep(&s->world, draw(s, 0, pause));
        mend(s, 3);
        bool left_out = index < SIM_TRIM_FAULTS && s->trim.left_out[index];
        s->faults_done += left_out || strike_any(s);
    }
    sim_sleep(&s->world, draw(s, 0, pause));
    mend(s, 1); /* the application may have records left, and know no node but one that has gone */
    for (int node = 0; node < s->cluster.config.nodes; node++)
        model_node_join(&s->cluster, node);
}
