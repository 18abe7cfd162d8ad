#!/usr/bin/env bash
# A topic's settings have Kafka's names and defaults, and may have the values that Kafka's own class takes.
set -euo pipefail
cd "$(dirname "$0")/../.."
tmp=${KP_TMP:-$(mktemp -d)}
build/tests/cluster_topic_configs >"$tmp/ours"
java -XX:TieredStopAtLevel=1 -cp "$(script/kafka path)" tests/cluster/TopicConfigs.java "$tmp/ours" >"$tmp/javas"
echo "$(wc -l <"$tmp/ours") values"
diff "$tmp/javas" "$tmp/ours" || { echo "FAILED: <: Kafka's own class, >: our table (src/broker/configs.c)"; exit 1; }
