# A private PostgreSQL: own folder, own Unix socket, no TCP, an unprivileged user; Debian's own cluster is not touched.

# The newest installed server of 15 or later.
postgres_bin() {
  local newest; newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1)
  [ -x "$newest/postgres" ] || stop_with "PostgreSQL is missing: sudo apt-get install -y postgresql"
  printf '%s' "$newest"
}

# postgres_place FOLDER: sets pg_home (absolute), pg_run (socket folder, short enough) and pg_as (how to become its user).
postgres_place() {
  local key; key=$(printf '%s' "$1" | sha256sum | cut -c1-12)
  pg_bin=$(postgres_bin)
  pg_home=$1 pg_as=()
  mkdir -p "$pg_home"
  if [ "$(id -u)" -eq 0 ]; then
    pg_as=(setpriv --reuid=postgres --regid=postgres --init-groups)
    chown postgres: "$pg_home"
    # A clone below /root cannot be reached by anybody else: the cluster then lies beside, and a link leads to it.
    if ! "${pg_as[@]}" test -x "$pg_home"; then
      pg_home=/var/lib/sen/$key
      install -d -m 700 -o postgres -g postgres "$pg_home"
      mkdir -p /var/lib/sen && chmod 755 /var/lib/sen
      ln -sfn "$pg_home" "$1/elsewhere"
    fi
  fi
  pg_run=$pg_home/run
  # A Unix socket's path has at most 107 bytes.
  [ ${#pg_run} -le 85 ] || pg_run=/tmp/sen-$(id -u)-$key
  pg_data=$pg_home/data
}

# False also where a first start was interrupted half way.
postgres_made() { [ -s "$pg_data/PG_VERSION" ] && [ -e "$pg_home/made" ]; }

# Makes the cluster: owner sen_owner, database sen. The socket folder is closed to all but its user and root.
postgres_make() {
  rm -rf "$pg_data"
  "${pg_as[@]}" "$pg_bin/initdb" -D "$pg_data" -U postgres -E UTF8 --locale=C.UTF-8 --auth=trust --data-checksums --no-instructions
}

# Starts it as a child of this shell, which it does not outlive; sets pg_pid. Settings follow as NAME=VALUE.
postgres_start() {
  postgres_forget_dead
  if [ "$(id -u)" -eq 0 ]; then install -d -m 700 -o postgres -g postgres "$pg_run"; else mkdir -p -m 700 "$pg_run"; fi
  [ "$(stat -c %s "$pg_home/log" 2>/dev/null || echo 0)" -lt 20000000 ] || mv "$pg_home/log" "$pg_home/log.1"
  local setting settings=()
  for setting in listen_addresses= unix_socket_directories="$pg_run" unix_socket_permissions=0700 timezone=UTC "$@"; do
    settings+=(-c "$setting")
  done
  # Own session: Ctrl-C reaches this shell first, so that the program stops before its database does.
  (cd / && exec setsid setpriv --pdeathsig INT "${pg_as[@]:1}" "$pg_bin/postgres" -D "$pg_data" "${settings[@]}") >>"$pg_home/log" 2>&1 9>&- &
  pg_pid=$!
}

# Waits until it answers; after a crash it first replays its log.
postgres_ready() {
  local i
  for ((i = 0; i < 1200; i++)); do
    "$pg_bin/pg_isready" -q -h "$pg_run" && return
    kill -0 "$pg_pid" 2>/dev/null || break
    sleep 0.05
  done
  tail -n 20 "$pg_home/log" >&2
  return 1
}

# The number in a stale postmaster.pid may belong to another process by now, which PostgreSQL cannot know.
postgres_forget_dead() {
  local file=$pg_data/postmaster.pid pid i
  [ -e "$file" ] || return 0
  pid=$(head -n 1 "$file")
  if [ "$(readlink "/proc/$pid/cwd")" = "$(realpath "$pg_data")" ]; then
    # Left over from a start that was killed: ours, so it stops in its own way.
    kill -INT "$pid"
    for ((i = 0; i < 300; i++)); do [ -e "/proc/$pid" ] || return 0; sleep 0.1; done
    stop_with "An old PostgreSQL (process $pid) does not stop; it works in $pg_data"
  fi
  rm -f "$file"
}

# Roles and database, once.
postgres_fill() {
  "$pg_bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$pg_run" -U postgres -d postgres \
    -c "create role sen_owner login createrole" -c "create database sen owner sen_owner" && touch "$pg_home/made"
}

postgres_stop() {
  [ -n "${pg_pid:-}" ] || return 0
  local i
  # Asked again and again: a request that comes before it has started up is lost.
  for ((i = 0; i < 60; i++)); do
    kill -INT "$pg_pid" 2>/dev/null || break
    for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pg_pid" 2>/dev/null && sleep 0.1; done
  done
  wait "$pg_pid" 2>/dev/null
  pg_pid=
}
