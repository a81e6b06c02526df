# What the scripts share: finding the tree, printing messages, configuring and building. Sourced, never run.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly root

bold='' red='' plain=''
if [[ -t 2 && -z ${NO_COLOR:-} && ${TERM:-dumb} != dumb ]]; then
  bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'
fi

# Messages go to stderr: stdout is for a script's output.
say() { printf '%s== %s%s\n' "$bold" "$*" "$plain" >&2; }
fail() {
  printf '%s%s: %s%s\n' "$red" "${0##*/}" "$*" "$plain" >&2
  exit 1
}

# For usage errors.
refuse() { (fail "$@") || exit 2; }

# The head comment of a script is its help text.
print_help() {
  sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"
}

# A compile job takes up to 1.5 GiB (templates of Asio under a sanitizer); more jobs than fit would swap.
build_jobs() {
  local cores kib_available by_memory
  cores=$(nproc)
  kib_available=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo)
  by_memory=$((kib_available / (1536 * 1024)))
  echo $((by_memory < 1 ? 1 : by_memory < cores ? by_memory : cores))
}

# Runs a command, and shows its output only if it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  if ((status != 0)); then cat "$log" >&2; fi
  rm -f "$log"
  return "$status"
}

# Lets ccache serve files that use a precompiled header (ccache's manual: "Precompiled headers").
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros}

# configure PRESET [CMAKE OPTION]...
configure() {
  # Uses ccache if it is installed; CMake reads this variable when it first configures a folder.
  if command -v ccache >/dev/null; then export CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER:-ccache}; fi
  say "configuring $1"
  (cd "$root" && quietly cmake --preset "$@") || fail "configuring $1 failed; its messages are above"
}

# build PRESET [TARGET]...
build() {
  local preset=$1 targets=()
  shift
  if (($# > 0)); then targets=(--target "$@"); fi
  say "building $preset with $(build_jobs) jobs"
  (cd "$root" && cmake --build --preset "$preset" --parallel "$(build_jobs)" "${targets[@]}" >&2) ||
    fail "building $preset failed; the first error above tells why"
}

# run_ctest PRESET [CTEST ARGUMENT]...
run_ctest() {
  local preset=$1
  shift
  say "testing $preset"
  (cd "$root" && ctest --preset "$preset" --parallel $((2 * $(nproc))) "$@")
}
