#!/bin/sh
# Fuzzes a reader for INTERLEAVE_FUZZ_SECONDS (60): fuzz.sh PROGRAM CORPUS SEED... New inputs go to CORPUS, findings beside
# it.
set -eu
program=$1 corpus=$2
shift 2
mkdir -p "$corpus" "$corpus.seeds"
cp "$@" "$corpus.seeds"
exec "$program" -max_total_time="${INTERLEAVE_FUZZ_SECONDS:-60}" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
  -print_final_stats=1 -verbosity=0 -dict="$(dirname "$0")/fuzz.dict" -artifact_prefix="$corpus.finding-" "$corpus" "$corpus.seeds"
