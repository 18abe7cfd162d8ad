#!/usr/bin/env bash
# 100,000 random keys get the hash and the partition that Java's producer gives them.
set -euo pipefail
cd "$(dirname "$0")/../.."
keys=${KP_TMP:-$(mktemp -d)}/keys
seed=${KP_SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
echo "seed $seed (KP_SEED=$seed repeats)"
build/tests/cluster_partition_keys 100000 "$seed" >"$keys"
said=$(java -XX:TieredStopAtLevel=1 -cp "$(script/kafka path)" tests/cluster/PartitionKeys.java "$keys" 2>&1) || {
  echo "$said"; exit 1; }
echo "$said"
grep -q '^100000 keys agree$' <<<"$said"
