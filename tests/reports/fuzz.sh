#!/bin/sh
# Fuzzes the result reader for INTERLEAVE_FUZZ_SECONDS (60): fuzz.sh PROGRAM SEEDS CORPUS. New inputs go to CORPUS,
# findings beside it.
set -eu
program=$1 seeds=$2 corpus=$3
mkdir -p "$corpus" "$corpus.seeds"
cp "$seeds"/tiny.json "$seeds"/few_samples.json "$seeds"/hostile.json "$seeds"/google_benchmark.json "$corpus.seeds"
exec "$program" -max_total_time="${INTERLEAVE_FUZZ_SECONDS:-60}" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
  -print_final_stats=1 -verbosity=0 -dict="$seeds/../fuzz.dict" -artifact_prefix="$corpus.finding-" "$corpus" "$corpus.seeds"
