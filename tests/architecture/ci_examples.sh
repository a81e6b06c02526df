#!/usr/bin/env bash
# What docs/ci.md and scripts/ci-example tell people to type is understood by the real command: every option of every
# `interleave COMMAND` in there stands in the command's --help, and so does what is chosen by it where there is a choice.
# The workflows are YAML.
#
# usage: ci_examples.sh INTERLEAVE ROOT
set -euo pipefail
readonly interleave=$1 root=$2
status=0
files=("$root/docs/ci.md" "$root"/scripts/ci-example/*.yml)

complain() {
  echo "$*" >&2
  status=1
}

# One line a call; continued lines are joined.
calls_in() { # FILE
  sed -e ':join' -e '/\\$/{N;s/\\\n//;b join' -e '}' "$1" |
    grep -o "interleave \\(run\\|report\\|compare\\|gate\\|history [a-z]*\\|export\\) [^\`#>|]*" || true
}

for file in "${files[@]}"; do
  count=0
  while read -r call; do
    count=$((count + 1))
    read -ra words <<<"$call"
    command=("${words[1]}")
    if [[ ${words[1]} == history ]]; then command+=("${words[2]}"); fi
    help=$("$interleave" "${command[@]}" --help) || complain "$file: there is no 'interleave ${command[*]}'"
    for i in "${!words[@]}"; do
      word=${words[i]}
      [[ $word == --* ]] || continue
      grep -q -e "${word%%=*}\b" <<<"$help" || complain "$file: 'interleave ${command[*]}' has no $word"
      [[ $word =~ ^--(format|to|until|inconclusive)$ ]] || continue
      grep -qw -e "${words[i + 1]:-}" <<<"$help" || complain "$file: 'interleave ${command[*]}' knows no $word ${words[i + 1]:-}"
    done
  done < <(calls_in "$file")
  ((count > 0)) || complain "$file calls interleave nowhere"
done
for file in "$root"/scripts/ci-example/*.yml; do
  python3 -c 'import sys, yaml; assert yaml.safe_load(open(sys.argv[1]))["jobs"]' "$file" || complain "$file is no workflow"
done
exit "$status"
