#!/usr/bin/env bash
# Paths given to scripts/suite are the caller's, however they are given, though the suite runs in its own tree. What it
# would install, build and measure is replaced.
#
# usage: suite_paths.sh ROOT
set -euo pipefail
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree"/{scripts,build/release/bin,elsewhere}
cp "$1/scripts/suite" "$tree/scripts/suite"
cat >"$tree/scripts/common.sh" <<'EOF'
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
configure() { :; }
build() { :; }
EOF
printf '#!/bin/sh\n' >"$tree/scripts/setup"
cat >"$tree/build/release/bin/interleave" <<'EOF'
#!/bin/sh
echo "$PWD: $* bench=$INTERLEAVE_BENCH cache=$INTERLEAVE_CACHE"
EOF
chmod +x "$tree/scripts/setup" "$tree/build/release/bin/interleave"
cd "$tree/elsewhere"
status=0

gives() { # WANTED ARGUMENT...
  local wanted="$tree: run $1" given
  shift
  given=$(INTERLEAVE_BENCH=${bench:-} INTERLEAVE_CACHE=${cache:-} "$tree/scripts/suite" "$@")
  [[ $given == "$wanted" ]] && return
  printf 'scripts/suite %s\n  runs  %s\n  and not  %s\n' "$*" "$given" "$wanted" >&2
  status=1
}

here=$PWD
for option in --out --resume --bench; do
  gives "$option $here/a -n 3 bench= cache=" "$option" a -n 3
  gives "$option=$here/a -n 3 bench= cache=" "$option=a" -n 3
  gives "$option /a $option=/a bench= cache=" "$option" /a "$option=/a"
done
gives "-o $here/a b bench= cache=" -o a b
gives "-o$here/a -w io_* bench= cache=" -oa -w 'io_*'
gives "-o/a -n 3 bench= cache=" -o/a -n 3
bench=b/c cache=d gives "--quick bench=$here/b/c cache=$here/d" --quick
bench=/b cache=/d gives "--quick bench=/b cache=/d" --quick
exit "$status"
