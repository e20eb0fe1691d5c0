# The program and the VNeID stand-in as children of this shell, stopped in order and never outliving it.

# answers PORT PATH: true when an HTTP server there answers with success.
answers() {
  local status
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost:%s\r\n\r\n' "$2" "$1" >&3
  IFS= read -r -t 30 status <&3
  exec 3>&-
  [[ $status == HTTP/1.?\ [23]* ]]
}

# free_port PORT OPTION: what a killed run left behind is on its way out; anything else keeps its port.
free_port() {
  local i
  for ((i = 0; i < 100; i++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || return 0
    [ -e "$data/running" ] || break
    sleep 0.2
  done
  stop_with "Port $1 is taken by another program. Choose another: $0 $2 NUMBER"
}

# start LOG COMMAND...: own session, so that Ctrl-C reaches this shell first.
start() {
  local log=$1; shift
  [ "$(stat -c %s "$log" 2>/dev/null || echo 0)" -lt 20000000 ] || mv "$log" "$log.1"
  setsid setpriv --pdeathsig TERM "$@" >>"$log" 2>&1 9>&- &
}

# wait_for PID LOG PORT PATH
wait_for() {
  local i
  for ((i = 0; i < 1200; i++)); do
    answers "$3" "$4" && return
    kill -0 "$1" 2>/dev/null || break
    sleep 0.05
  done
  tail -n 40 "$2"
  echo "The whole log is in $2"
  return 1
}

# stop PID: asks, waits, and insists after half a minute.
stop() {
  [ -n "$1" ] || return 0
  local i
  kill -TERM "$1" 2>/dev/null || return 0
  for ((i = 0; i < 300; i++)); do kill -0 "$1" 2>/dev/null || return 0; sleep 0.1; done
  kill -KILL "$1" 2>/dev/null
}
