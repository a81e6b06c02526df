#!/usr/bin/env bash
# Proves that include_graph.sh, style.sh and docs.sh find what they look for: plants one violation at a time in a small
# tree of its own, and expects each to be reported with its file.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

# A tree without a fault, in which every rule has something to check.
lay_out() {
  rm -rf "${tree:?}"/*
  mkdir -p "$tree"/{workloads,runners,benchmarks/{driver,audit},reports/{statistics,words,results,answer,text,page},tracking/{compare,gate,history,exports,calibration},cli,cmake,scripts,tests,docs/man}
  plant workloads/noop.cpp $'// Does nothing.\n#include <vector>\n#include "workloads/workload.hpp"\n'
  plant workloads/workload.hpp $'// What a workload is.\n#pragma once\n'
  plant runners/pool.cpp $'// A pool.\n#include "runners/pool.hpp"\n#include "workloads/workload.hpp"\n'
  plant benchmarks/cell.cpp $'// A cell.\n#include "benchmarks/cell.hpp"\n#include "runners/pool.hpp"\n#include "workloads/noop.hpp"\n'
  plant benchmarks/driver/run.cpp $'// Runs.\n#include "benchmarks/audit/audit.hpp"\n#include "workloads/errors.hpp"\n'
  plant reports/page/html.cpp $'// Writes.\n#include "reports/page/html.hpp"\n#include "reports/answer/verdict.hpp"\n'
  plant reports/results/read.cpp $'// Reads.\n#include "reports/errors.hpp"\n#include "reports/words/text.hpp"\n'
  plant tracking/gate/loop.cpp $'// Gates.\n#include "benchmarks/driver/run.hpp"\n#include "reports/page/html.hpp"\n'
  plant cli/main.cpp $'// Starts.\n#include "benchmarks/driver/run.hpp"\n#include "tracking/gate/loop.hpp"\n#include "workloads/errors.hpp"\n'
  plant scripts/suite $'#!/usr/bin/env bash\n# Runs the suite.\n'
  plant CMakeLists.txt $'project(interleave VERSION 1.2.3 LANGUAGES CXX)\n'
  plant CITATION.cff $'version: 1.2.3\n'
  plant CHANGELOG.md $'## 1.2.3 (unreleased)\n'
  plant docs/man/interleave.1 $'.TH INTERLEAVE 1 "" "interleave 1.2.3" "User Commands"\n'
  plant docs/here.md $'# Here\n[there](../CHANGELOG.md#123) and [far](https://x.invalid/)\n```cpp\n[](int) {};\n```\n'
}

plant() { printf '%s' "$2" >"$tree/$1"; }

passes() { # NAME SCRIPT
  local output
  if ! output=$("$here/$2" "$tree" 2>&1); then
    printf 'FAILED: %s: %s complains about nothing: %s\n' "$1" "$2" "$output"
    failures=$((failures + 1))
  fi
}

# Plants TEXT as FILE; SCRIPT must fail and name exactly WANTED (a file, or file:line) and nothing else.
catches() { # NAME SCRIPT FILE TEXT WANTED
  lay_out
  plant "$3" "$4"
  local output status=0
  output=$("$here/$2" "$tree" 2>&1) || status=$?
  if ((status != 1)) || [[ $output != "$5: "* || $output == *$'\n'* ]]; then
    printf 'FAILED: %s: wanted %s to name %s once; it ended with %d and said: %s\n' "$1" "$2" "$5" "$status" "$output"
    failures=$((failures + 1))
  fi
}

lay_out
passes 'a tree without a fault' include_graph.sh
passes 'a tree without a fault' style.sh
passes 'a tree without a fault' docs.sh

includes() { # FILE INCLUDED
  catches "$1 includes $2" include_graph.sh "$1" $'// A file.\n#include '"$2"$'\n' "$1:2"
}
includes workloads/a.cpp '"runners/pool.hpp"'
includes workloads/a.hpp '"reports/page/html.hpp"'
includes runners/a.cpp '"benchmarks/cell.hpp"'
includes runners/a.cpp '"cli/main.hpp"'
includes benchmarks/a.cpp '"reports/page/html.hpp"'
includes benchmarks/a.cpp '"benchmarks/driver/run.hpp"'
includes benchmarks/driver/a.cpp '"workloads/noop.hpp"'
includes benchmarks/driver/a.cpp '"runners/pool.hpp"'
includes benchmarks/driver/a.cpp '"reports/page/html.hpp"'
includes benchmarks/audit/a.cpp '"workloads/noop.hpp"'
includes benchmarks/audit/a.cpp '"benchmarks/driver/run.hpp"'
includes benchmarks/driver/a.cpp '"tracking/gate/loop.hpp"'
includes reports/a.cpp '"benchmarks/cell.hpp"'
includes reports/answer/a.cpp '"workloads/errors.hpp"'
includes reports/page/a.cpp '"tracking/history/trend.hpp"'
includes reports/statistics/a.cpp '"reports/words/text.hpp"'
includes reports/words/a.cpp '"reports/results/read.hpp"'
includes reports/results/a.cpp '"reports/answer/verdict.hpp"'
includes reports/answer/a.cpp '"reports/text/terminal.hpp"'
includes reports/text/a.cpp '"reports/page/html.hpp"'
includes tracking/gate/a.cpp '"benchmarks/cell.hpp"'
includes tracking/gate/a.cpp '"runners/pool.hpp"'
includes tracking/history/a.cpp '"benchmarks/driver/run.hpp"'
includes tracking/compare/a.cpp '"tracking/gate/loop.hpp"'
includes tracking/a.cpp '"cli/main.hpp"'
includes cli/a.cpp '"workloads/noop.hpp"'
includes cli/a.cpp '"benchmarks/cell.hpp"'
includes cli/a.cpp '"runners/pool.hpp"'
includes workloads/a.cpp '<runners/pool.hpp>'
includes workloads/a.cpp '"../runners/pool.hpp"'
includes workloads/a.cpp '"workload.hpp"'
includes reports/a.cpp '"tests/reports/sample.hpp"'

catches 'a name with capitals' style.sh cli/Main.cpp $'// Starts.\n' cli/Main.cpp
catches 'a name with dashes' style.sh cli/run-all.cpp $'// Starts.\n' cli/run-all.cpp
catches 'a header without pragma once' style.sh cli/a.hpp $'// Starts.\n' cli/a.hpp
catches 'no head comment in C++' style.sh cli/a.cpp $'#include <vector>\n' cli/a.cpp
catches 'no head comment in CSS' style.sh reports/a.css $'body {}\n' reports/a.css
catches 'no head comment in a script' style.sh scripts/test $'#!/usr/bin/env bash\nls\n' scripts/test
catches 'a walk through a temporary' style.sh cli/a.cpp $'// Reads.\nint f() {\n  for (auto& row : read("a")["rows"]) use(row);\n}\n' cli/a.cpp:3
catches 'an empty file' style.sh cli/a.cpp '' cli/a.cpp
catches 'a file too long' style.sh cli/a.cpp "$(printf '// Long. %d\n' {1..601})"$'\n' cli/a.cpp
for word in 'TO''DO' 'FIX''ME' 'XX''X'; do
  catches "a $word" style.sh cli/a.cpp $'// Starts.\n// '"$word"$': finish it\n' cli/a.cpp:2
done

catches 'a link to nothing' docs.sh docs/a.md $'# A\n[here](here.md), [there](../there.md#x)\n' docs/a.md:2
catches 'another version to cite' docs.sh CITATION.cff $'version: 1.2.4\n' CITATION.cff
catches 'a version without its changes' docs.sh CHANGELOG.md $'## 1.2.2 (2026-01-01)\n' CHANGELOG.md
catches 'a variable without a manual' docs.sh cli/a.cpp $'// A.\nauto a = std::getenv("INTERLEAVE_A");\n' cli/a.cpp:2
catches 'a manual of another version' docs.sh docs/man/b.1 $'.TH B 1 "" "interleave 1.2.2" "User Commands"\n' docs/man/b.1

rm -rf "${tree:?}"/*
for script in include_graph.sh style.sh docs.sh; do
  if "$here/$script" "$tree" >/dev/null 2>&1; then
    echo "FAILED: $script passes a tree in which there is nothing to check"
    failures=$((failures + 1))
  fi
done
exit $((failures > 0))
