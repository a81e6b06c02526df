#!/usr/bin/env bash
# The completion for bash offers every long option that a command's help has, no other, and the words that an option
# takes.
#
# usage: completion.sh INTERLEAVE ROOT
set -euo pipefail
readonly interleave=$1
# shellcheck source=../../cli/interleave.bash-completion
source "$2/cli/interleave.bash-completion"
# It works only where readline calls it.
# shellcheck disable=SC2317
compopt() { :; }
status=0

offered() { # WORD..., the last of which is completed
  COMP_WORDS=(interleave "$@") COMP_CWORD=$#
  COMPREPLY=()
  _interleave "$interleave" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
  printf '%s\n' "${COMPREPLY[@]}" | sort -u
}

agrees() { # WHAT OFFERED WANTED
  [[ $2 == "$3" ]] && return
  printf 'completion of %s (< offered, > wanted):\n' "$1" >&2
  diff <(echo "$2") <(echo "$3") | grep '^[<>]' >&2
  status=1
}

options_of() { # COMMAND...
  "$interleave" "$@" --help | grep -oE '^ +(-[a-z], *)?--[a-z-]+' | grep -oE -e '--[a-z-]+'
}
shared() { options_of | grep -vx -e --version; }

for command in run metg list report compare export doctor gate; do
  agrees "$command" "$(offered "$command" --)" "$({ options_of "$command"; shared; } | sort -u)"
done
agrees history "$(offered history --)" \
  "$({ for each in add list show trend prune export; do options_of history $each; done; shared; } | sort -u)"

formats=$("$interleave" export --help | sed -n '/^Formats:/,/^$/s/^  \([a-z-]*\) .*/\1/p' | sort)
agrees 'export --to' "$(offered export --to '')" "$formats"
agrees 'history export --to' "$(offered history export --to '')" $'json\notava'
exit "$status"
