#!/usr/bin/env bash
# Runs a command with a PostgreSQL server of its own. The server listens on a socket in a temporary folder only, and
# ends with this script, however that ends. INTERLEAVE_TEST_DATABASE is its address.
#
# usage: with_postgresql.sh COMMAND [ARGUMENT]...
set -euo pipefail

server=$(command -v postgres || printf '%s\n' /usr/lib/postgresql/*/bin/postgres | sort -V | tail -1)
[[ -x $server ]] || { echo "with_postgresql.sh: there is no PostgreSQL server here; scripts/setup test installs it" >&2; exit 2; }
bin=$(dirname "$(realpath "$server")")
folder=$(mktemp -d /tmp/interleave-postgresql.XXXXXX)  # short: the path of a socket has at most 107 bytes

# The server refuses to run as root.
unprivileged=()
if [[ $(id -u) -eq 0 ]]; then
  chown postgres "$folder"
  unprivileged=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi

pid=''
finish() {
  if [[ -n $pid ]]; then kill -QUIT "$pid" && wait "$pid" || true; fi
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cd "$folder"
"${unprivileged[@]}" "$bin/initdb" --pgdata data --username tester --auth trust --encoding UTF8 --locale C --no-sync \
  >initdb.log 2>&1 || { cat initdb.log >&2; exit 2; }
# Should this script be killed, the kernel ends the server.
"${unprivileged[@]}" setpriv --pdeathsig QUIT "$bin/postgres" -D data -k "$folder" -c listen_addresses= -c fsync=off \
  >"$folder/server.log" 2>&1 &
pid=$!
until "$bin/pg_isready" --quiet --host "$folder" --username tester --dbname postgres; do
  kill -0 "$pid" 2>/dev/null || { cat "$folder/server.log" >&2; exit 2; }
  sleep 0.1
done
cd "$OLDPWD"

export INTERLEAVE_TEST_DATABASE="postgresql://tester@/postgres?host=$folder"
"$@"
