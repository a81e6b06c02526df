#!/usr/bin/env bash
# Checks that the real command understands what README.md, docs/ci.md, scripts/ci-example and our own workflows call:
# every option of every `interleave COMMAND` in them is in the command's --help, and so is its value where there is a
# choice. The workflows are valid YAML, name stages that scripts/check has, and build programs that exist. The cells
# that our own gate chooses exist. The step that adds to the history does so in a repository made here.
#
# usage: ci_examples.sh INTERLEAVE ROOT
set -euo pipefail
readonly interleave=$1 root=$2
status=0
bin=$(dirname "$interleave")
readonly bin own_gate=$root/.github/workflows/gate.yml
workflows=("$root"/scripts/ci-example/*.yml "$root"/.github/workflows/*.yml)
callers=("$root/README.md" "$root/docs/ci.md" "$root"/scripts/ci-example/*.yml "$own_gate")

complain() {
  echo "$*" >&2
  status=1
}

# One line a call; continued lines are joined.
calls_in() { # FILE
  sed -e ':join' -e '/\\$/{N;s/\\\n//;b join' -e '}' "$1" |
    grep -oE "interleave (run|report|compare|gate|history [a-z]+|export|list|metg|doctor)\\b[^\`#>|]*" || true
}

for file in "${callers[@]}"; do
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

stages=$(sed -n 's/^readonly \(default\|all\)_stages=//p' "$root/scripts/check")
for file in "${workflows[@]}"; do
  python3 -c 'import sys, yaml; assert yaml.safe_load(open(sys.argv[1]))["jobs"]' "$file" || complain "$file is no workflow"
  while read -ra words; do
    for stage in "${words[@]:1}"; do
      grep -qw -e "$stage" <<<"$stages" || complain "$file: scripts/check has no stage $stage"
    done
  done < <(grep -oE '\.ci/run( [a-z]+)*' "$file" || true)
  while read -ra words; do
    for target in "${words[@]:1}"; do
      [[ -x $bin/$target ]] || complain "$file: there is no program $target to build"
    done
  done < <(grep -oE -e '--target( [a-z-]+)+' "$file" || true)
done

# If a cell were renamed, the gate would silently lose it, so each name that it asks for must be among those it gets. A
# cell that can't run is registered with one iteration, which reports why.
filter=$(python3 - "$own_gate" <<'PYTHON'
import sys, yaml
steps = yaml.safe_load(open(sys.argv[1]))["jobs"]["gate"]["steps"]
print(next(step["env"]["CELLS"] for step in steps if step["name"] == "Gate"))
PYTHON
)
cells=$("$bin/interleave-bench" --benchmark_list_tests --benchmark_filter="$filter")
names=$(grep -oE '[a-z_]{2,}' <<<"$filter" | grep -vx in_flight | sort -u) || complain "$own_gate chooses no cells"
for name in $names; do
  grep -qE "(^|/)$name/" <<<"$cells" || complain "$own_gate asks for $name, and there is no such cell"
done
! grep '/iterations:1$' <<<"$cells" >&2 || complain "$own_gate asks for cells that cannot run, named above"

# The step's surroundings as on GitHub: beside `head`, `interleave` and `results`, with a branch to push to.
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$out"
python3 - "$root/scripts/ci-example/record.yml" >step <<'PYTHON'
import sys, yaml
steps = yaml.safe_load(open(sys.argv[1]))["jobs"]["record"]["steps"]
print(next(step["run"] for step in steps if step["name"] == "Add to the history"))
PYTHON
export HOME=$out GIT_CONFIG_NOSYSTEM=1 GITHUB_STEP_SUMMARY=$out/summary GITHUB_REF_NAME=main
git init --quiet --bare origin
git clone --quiet origin head 2>/dev/null
mkdir -p interleave/build/release/bin results
ln -s "$interleave" interleave/build/release/bin/interleave
cat >results/1.json <<'JSON'
{"context": {"num_cpus": 2, "date": "2026-01-01T12:00:00Z"},
 "benchmarks": [{"name": "bm", "run_type": "iteration", "real_time": 5}]}
JSON
for commit in c1 c2; do
  (cd head && COMMIT_URL='https://x.invalid/{sha}' GITHUB_SHA=$commit bash -e ../step) >log 2>&1 ||
    { complain "record.yml cannot add $commit to the history"; cat log >&2; }
  git -C head worktree remove --force ../history
done
(($(git -C origin ls-tree --name-only performance | grep -c 'run.gz$') == 2)) || complain "record.yml has not pushed two runs"
if (($(grep -c '^```$' summary) != 4)) || [[ $(head -1 summary) != '```' || $(tail -1 summary) != '```' ]]; then
  complain "record.yml sets no code fence around the columns that it writes into a Markdown page"
fi
exit "$status"
