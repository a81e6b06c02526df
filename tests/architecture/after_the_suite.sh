#!/usr/bin/env bash
# After nothing but scripts/suite, a user can go on as the README shows: the targets that it builds include every
# program that an installation has, and those that the README starts from the build folder; for others the README says
# how to build them.
#
# usage: after_the_suite.sh ROOT BUILD NINJA
set -euo pipefail
readonly root=$1 build=$2 ninja=$3
status=0

complain() {
  echo "$*" >&2
  status=1
}

read -ra targets < <(sed -n 's/^build release //p' "$root/scripts/suite")
((${#targets[@]} > 0)) || complain "scripts/suite builds nothing"
built=$("$ninja" -C "$build" -t commands "${targets[@]}" | grep -o -- '-o bin/[a-z-]*' | sed 's|.*/||' | sort -u)
mapfile -t scripts < <(find "$build" -name cmake_install.cmake)
installed=$(grep -ohE '/bin/interleave[a-z-]*"' "${scripts[@]}" | sed 's|.*/\(.*\)"|\1|' | sort -u)
[[ -n $installed ]] || complain "nothing is installed from $build"
started=$(grep -oE 'build/release/bin/[a-z-]+' "$root/README.md" | sed 's|.*/||' | sort -u)
[[ -n $started ]] || complain "README.md starts nothing from the build folder"

has() { grep -qx -e "$2" <<<"$1"; }

for program in $installed; do
  has "$built" "$program" || complain "scripts/suite does not build $program, which is installed and may be asked for"
done
for program in $started; do
  has "$built" "$program" || grep -qe "--target $program\b" "$root/README.md" ||
    complain "README.md starts $program, which scripts/suite does not build, and does not say how to build it"
done
exit "$status"
