#!/usr/bin/env bash
# Checks the include graph against the design: workloads <- runners <- benchmarks <- tracking; reports only reads files;
# tracking builds on reports, and its gate on the driver; cli includes all. Reads #include lines only: it does not
# follow them, and it does not look at what is linked.
#
# usage: include_graph.sh ROOT
set -euo pipefail
cd "$1"

# The first line whose left side begins a file's path applies to it. The file's project includes must begin with one
# of the words on the right; a word after '!' is forbidden and takes precedence. The driver and the audit do without
# any workload or runner: they share with them only how users' errors are reported, how durations and sizes are
# written, an owned descriptor, which signals are a program's own, and what a program needs of the kernel
# (runners/system). The driver and the measuring executable make what they write safe to print as the reports do. Inside
# reports each folder builds on those before it: plain numbers, words, files, conclusions drawn from them, and last the
# forms of output. In tracking the gate starts programs; the rest only reads files.
rules='
workloads/          workloads/
runners/            workloads/ runners/
benchmarks/driver/  benchmarks/driver/ benchmarks/audit/ benchmarks/batch_size.hpp benchmarks/version.hpp reports/words/json_text.hpp reports/words/plain_text.hpp runners/system/ workloads/errors.hpp workloads/io/descriptor.hpp workloads/parameters.hpp workloads/scratch_folder.hpp workloads/signal_origin.hpp
benchmarks/audit/   benchmarks/audit/ runners/system/ workloads/cache_folder.hpp workloads/errors.hpp workloads/io/io_uring.hpp
benchmarks/         !benchmarks/driver/ !benchmarks/audit/ benchmarks/ reports/words/plain_text.hpp runners/ workloads/
reports/statistics/ reports/statistics/
reports/words/      reports/words/ reports/statistics/ reports/errors.hpp
reports/results/    reports/results/ reports/words/ reports/statistics/ reports/errors.hpp
reports/answer/     !reports/text/ !reports/page/ reports/
reports/text/       !reports/page/ reports/
reports/page/       !reports/text/ reports/
reports/            reports/
tracking/exports/   tracking/exports/ reports/
tracking/compare/   tracking/compare/ reports/
tracking/history/   tracking/history/ tracking/exports/ reports/ workloads/io/descriptor.hpp
tracking/gate/      tracking/gate/ tracking/exports/ reports/ benchmarks/driver/ benchmarks/audit/ runners/system/ workloads/errors.hpp workloads/parameters.hpp
tracking/calibration/ tracking/ reports/ benchmarks/driver/ runners/system/
cli/                cli/ tracking/ reports/ benchmarks/driver/ benchmarks/audit/ benchmarks/batch_size.hpp benchmarks/version.hpp runners/system/ workloads/errors.hpp workloads/parameters.hpp
'
# An include in quotes is ours. One in angle brackets is ours if it names one of our folders, so that brackets do not
# evade the rules.
check() {
  awk -v rules="$rules" '
    BEGIN {
      count = split(rules, lines, "\n")
      for (i = 1; i <= count; i++) {
        split_at = index(lines[i], " ")
        if (split_at == 0) continue
        path[++known] = substr(lines[i], 1, split_at - 1)
        words[known] = substr(lines[i], split_at + 1)
      }
    }
    function begins(text, start) { return index(text, start) == 1 }
    function allowed(rule, target,    parts, i, n) {
      n = split(words[rule], parts, " +")
      for (i = 1; i <= n; i++) if (begins(parts[i], "!") && begins(target, substr(parts[i], 2))) return 0
      for (i = 1; i <= n; i++) if (parts[i] != "" && begins(target, parts[i])) return 1
      return 0
    }
    FNR == 1 {
      rule = 0
      for (i = 1; i <= known && rule == 0; i++) if (begins(FILENAME, path[i])) rule = i
    }
    /^[ \t]*#[ \t]*include[ \t]*["<]/ {
      target = $0
      sub(/^[^"<]*/, "", target)
      quoted = begins(target, "\"")
      target = substr(target, 2)
      sub(/[">].*/, "", target)
      if (!quoted && target !~ /^(workloads|runners|benchmarks|reports|tracking|cli|tests)\//) next
      if (!allowed(rule, target)) {
        may = words[rule]
        gsub(/ +/, " ", may)
        printf "%s:%d: includes \"%s\"; files below %s may include only:%s\n", FILENAME, FNR, target, path[rule], \
               (begins(may, " ") ? may : " " may)
        violations++
      }
    }
    END { exit violations > 0 }
  ' "$@"
}

mapfile -d '' files < <(find workloads runners benchmarks reports tracking cli -name node_modules -prune -o \
  -type f \( -name '*.hpp' -o -name '*.cpp' -o -name '*.h' -o -name '*.in' \) -print0 | sort -z)
if [[ ${#files[@]} -eq 0 ]]; then
  echo "no source file below $1: nothing was checked" >&2
  exit 1
fi
check "${files[@]}"
