#!/bin/sh
# Lets Google Benchmark's compare.py (Debian package libbenchmark-tools) read result files of ours: google_compare.sh DATA
set -eu
data=$1
tool=/usr/share/benchmark/compare.py
python=/usr/bin/python3  # Debian's own, which has the packages that the tool imports
if ! [ -f "$tool" ] || ! "$python" -c 'import scipy' 2>/dev/null; then
  echo "This test needs Google Benchmark's own tools: apt-get install libbenchmark-tools python3-scipy" >&2
  exit 1
fi
out=$("$python" "$tool" --no-color benchmarks "$data/few_samples.json" "$data/more_samples.json")
echo "$out"
# It must have found our rows: a line for each sample of a cell, and its own statistics over them.
echo "$out" | grep -q '^io_echo/coroutines/in_flight:8 '
echo "$out" | grep -q '^io_echo/coroutines/in_flight:8_pvalue '
# A file with failed and unsupported rows is read too.
"$python" "$tool" --no-color benchmarks "$data/complete.json" "$data/complete.json" | grep -q '^cpu_primes/sequential/in_flight:1 '
