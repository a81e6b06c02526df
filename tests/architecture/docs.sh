#!/usr/bin/env bash
# Checks the documents against the tree: a link within it leads to a file, the version is the same everywhere, and a man
# page names every variable of the environment that is the suite's or a folder's. Links to other sites are not followed.
#
# usage: docs.sh ROOT
set -euo pipefail
cd "$1"

violations=0
complain() {
  printf '%s: %s\n' "$1" "$2"
  violations=$((violations + 1))
}

# Prints LINE:TARGET, except for links in code blocks, where brackets belong to a program.
links_of() { # PAGE
  awk '
    /^ *```/ { code = !code }
    code { next }
    {
      while (match($0, /\]\([^)#]+/)) {
        print FNR ":" substr($0, RSTART + 2, RLENGTH - 2)
        $0 = substr($0, RSTART + RLENGTH)
      }
    }
  ' "$1"
}

mapfile -d '' pages < <(find . \( -name build -o -name results -o -name node_modules -o -name .git \) -prune -o \
  -name '*.md' -printf '%P\0' | sort -z)
if [[ ${#pages[@]} -eq 0 ]]; then
  echo "no Markdown below $1: nothing was checked" >&2
  exit 1
fi
for page in "${pages[@]}"; do
  while IFS=: read -r line target; do
    [[ $target == *://* || -e $(dirname "$page")/$target ]] || complain "$page:$line" "leads to $target, which is not there"
  done < <(links_of "$page")
done

while IFS=: read -r file line variable; do
  grep -qF -e "${variable//\"/}" docs/man/*.1 || complain "$file:$line" "reads $variable, which no man page names"
done < <(grep -rnoE --include='*.cpp' '"(INTERLEAVE|XDG)_[A-Z_]+"' workloads runners benchmarks reports tracking cli)

version=$(sed -n 's/^project(interleave VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
agrees() { # FILE PATTERN
  grep -q -e "$2" "$1" || complain "$1" "the version in CMakeLists.txt is $version, and this says something else"
}
agrees CITATION.cff "^version: ${version//./\\.}$"
agrees CHANGELOG.md "^## ${version//./\\.} ("
for page in docs/man/*.1; do
  agrees "$page" "\"interleave ${version//./\\.}\""
done
exit $((violations > 0))
