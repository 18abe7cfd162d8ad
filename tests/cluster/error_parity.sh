#!/usr/bin/env bash
# Our table of Kafka's error codes has the codes and names of Kafka's own class, and calls the same ones retriable.
set -euo pipefail
cd "$(dirname "$0")/../.."
tmp=${KP_TMP:-$(mktemp -d)}
java -XX:TieredStopAtLevel=1 -cp "$(script/kafka path)" tests/cluster/ErrorTable.java >"$tmp/javas"
build/tests/cluster_error_table >"$tmp/ours"
echo "$(wc -l <"$tmp/javas") codes"
[ "$(wc -l <"$tmp/javas")" -ge 130 ]
diff "$tmp/javas" "$tmp/ours" || { echo "FAILED: <: Kafka's own class, >: our table (include/kprod/broker_errors.h)"; exit 1; }
