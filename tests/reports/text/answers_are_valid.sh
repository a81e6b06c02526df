#!/usr/bin/env bash
# Checks what `interleave report --json` writes against its JSON Schema.
# usage: answers_are_valid.sh INTERLEAVE DATA SCHEMA NODE_FOLDER
set -euo pipefail
interleave=$1 data=$2 schema=$3 node_folder=$4
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for name in complete few_samples granularity hostile incomplete no_sequential one_runner shapes tiny google_benchmark; do
  "$interleave" report "$data/$name.json" --json "$out/$name.json"
done
"$interleave" report "$data/few_samples.json" "$data/more_samples.json" --json - >"$out/pooled.json"
node "$node_folder/validate_answers.mjs" "$schema" "$out"
