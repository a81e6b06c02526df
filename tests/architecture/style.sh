#!/usr/bin/env bash
# Checks what CONTRIBUTING.md asks of every source file: its name, its head comment, its length, nothing left undone.
# The layout of C++ is left to clang-format.
#
# usage: style.sh ROOT
set -euo pipefail
cd "$1"

# Long enough for a table of tests; a longer file should be split.
readonly most_lines=600
# for (auto& row : read(path)["rows"]): what [] refers to is gone.
readonly walks_through_a_temporary='^ *for \(.* : [a-z_:]+\([^;]*\)\['
# Written in two halves, so that this file does not contain the words itself.
readonly undone='TO''DO|FIX''ME|XX''X'

violations=0
complain() {
  printf '%s: %s\n' "$1" "$2"
  violations=$((violations + 1))
}

# The first line says what the file does; a script's comes after its interpreter.
has_head_comment() {
  local first
  first=$(sed -n '/^#!/!{p;q}' "$1")
  case $1 in
    *.hpp | *.cpp | *.js | *.mjs) [[ $first == //* || $first == '/*'* ]] ;;
    *.css) [[ $first == '/*'* ]] ;;
    *.sh | *.cmake | scripts/* | .ci/*) [[ $first == '#'* ]] ;;
  esac
}

mapfile -d '' files < <(find workloads runners benchmarks reports tracking cli cmake scripts tests .ci \
  -name node_modules -prune -o -type f \( -name '*.hpp' -o -name '*.cpp' -o -name '*.js' -o -name '*.mjs' \
  -o -name '*.css' -o -name '*.sh' -o -name '*.cmake' -o -path 'scripts/*' -o -path '.ci/*' \) -print0 2>/dev/null | sort -z)
if [[ ${#files[@]} -eq 0 ]]; then
  echo "no source file below $1: nothing was checked" >&2
  exit 1
fi

for file in "${files[@]}"; do
  # scripts/ci-example holds workflows to copy, whose folders have names that CI systems prescribe.
  [[ ${file#scripts/ci-example/} =~ ^[a-z0-9_./]+$ ]] || complain "$file" "names are snake_case: small letters, digits and '_'"
  has_head_comment "$file" || complain "$file" "begin with a comment that says what the file does, and what it does not"
  if [[ $file == *.hpp ]] && ! grep -qx '#pragma once' "$file"; then
    complain "$file" "a header says #pragma once"
  fi
  lines=$(wc -l <"$file")
  ((lines <= most_lines)) || complain "$file" "$lines lines; from $most_lines on, a file holds two subjects"
  while IFS=: read -r line _; do
    complain "$file:$line" "nothing is left undone in the tree: do it, or open an issue"
  done < <(grep -nwE "$undone" "$file")
  while IFS=: read -r line _; do
    complain "$file:$line" "C++20 destroys the temporary before the first turn of the loop: give it a name"
  done < <(grep -nE "$walks_through_a_temporary" "$file")
done
exit $((violations > 0))
