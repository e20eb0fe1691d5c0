# How the two commands speak: what happens, for how long, and what to do when it fails.

started=$EPOCHREALTIME
seconds() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }

say() { printf '%s\n' "$@"; }
stop_with() { printf '\n%s\n' "$@" >&2; exit 1; }

# step WORDS COMMAND...: runs it, shows the seconds; its output goes to a log that is shown when it fails.
step() {
  local words=$1 from=$EPOCHREALTIME log; shift
  log=$(mktemp)
  [ -t 1 ] && printf '  %s ...' "$words"
  if "$@" >"$log" 2>&1; then
    [ -t 1 ] && printf '\r\033[K'
    printf '  %s: %s s\n' "$words" "$(seconds "$from")"
    rm -f "$log"
  else
    printf '\n' >&2; tail -n 60 "$log" >&2; rm -f "$log"
    stop_with "This failed: $words"
  fi
}

# long WORDS COMMAND...: the same for what takes minutes; its output is the progress.
long() {
  local words=$1 from=$EPOCHREALTIME; shift
  say "  $words"
  "$@" || stop_with "This failed: $words"
  say "  $words: $(seconds "$from") s"
}

# unchanged NAME HASH: true when the step NAME was done for this very input; done_for NAME HASH notes it.
unchanged() { [ "$(cat "$stamps/$1" 2>/dev/null)" = "$2" ]; }
done_for() { mkdir -p "$stamps" && printf '%s' "$2" >"$stamps/$1"; }
