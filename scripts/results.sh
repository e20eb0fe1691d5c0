# Runs test projects and adds up what they report.

passed=0 failed=0 skipped=0 broken=() running=() show=()

# lanes LANE...: the parts of a lane one after the other, the lanes at the same time: a browser waits, and leaves its core
# to the others. A part is a project under tests, run without building. One that ends without results counts as broken.
lanes() {
  local lane part parts=()
  running=()
  for part in $*; do
    if [ -d "tests/$part" ]; then parts+=("$part"); else say "  $part: not in this tree"; fi
  done
  if [ ${#parts[@]} -eq 1 ]; then
    run_part "${parts[0]}"
  else
    say "  ${parts[*]}"
    for lane in "$@"; do
      for part in $lane; do [ ! -d "tests/$part" ] || run_part "$part" >"$results/$part.txt" 2>&1; done &
      running+=($!)
    done
    wait "${running[@]}" || true
  fi
  for part in "${parts[@]}"; do
    [ ! -f "$results/$part.txt" ] || cat "$results/$part.txt"
    if [ "$part" = Conformance ]; then reported_conformance; else reported "$part"; fi
  done
}

# Ctrl-C does not reach what runs in the background of a script; a lane that is told first begins nothing new.
stop_projects() {
  local shell
  for shell in "${running[@]}"; do kill "$shell" || true; pkill -P "$shell" || true; done
  wait
}

run_part() {
  local from=$EPOCHREALTIME code=0
  say "  $1"
  if [ "$1" = Conformance ]; then conformance || code=$?; else project "$1" || code=$?; fi
  echo "$code" >"$results/$1.code"
  say "  $1: $(seconds "$from") s"
}

project() {
  local arguments=()
  [ -z "$filter" ] || arguments=(--filter "$filter")
  dotnet test --no-build -c Release "$(ls tests/"$1"/*.csproj)" "${arguments[@]}" --nologo -v:quiet \
    --logger "trx;LogFileName=$results/$1.trx" --logger "console;verbosity=minimal" --results-directory "$results"
}

# reported NAME: takes up what the project left.
reported() {
  local trx=$results/$1.trx code
  code=$(cat "$results/$1.code")
  if [ -s "$trx" ]; then
    count "$trx"
    # A host that crashed after some tests has written what it had.
    [ "$code" -eq 0 ] || grep -q 'outcome="Failed"' "$trx" || broken+=("$1")
  elif [ -z "$filter" ] || [ "$code" -ne 0 ]; then
    broken+=("$1")
  fi
}

# count TRX: adds its counters.
count() {
  local total executed ok
  total=$(counter "$1" total) executed=$(counter "$1" executed) ok=$(counter "$1" passed)
  passed=$((passed + ok)) failed=$((failed + executed - ok)) skipped=$((skipped + total - executed))
}

counter() { sed -n 's/.*<Counters [^>]*\b'"$2"'="\([0-9]*\)".*/\1/p' "$1" | head -n 1; }

# Other people's suites: one line a suite, `SUITE PASSED/TOTAL`, then the failures.
conformance() {
  [ -d "$SEN_CASES" ] || return 0
  dotnet tests/Conformance/bin/Release/net10.0/Sen.Tests.Conformance.dll "${show[@]}" 2>&1 | tee "$results/suites.txt"
}

# In the sum a suite is one test: it passes at its floor, the share of cases that it has reached once and must not lose.
reported_conformance() {
  local suites below away out=$results/suites.txt
  if [ ! -d "$SEN_CASES" ]; then
    say "" "  !!! CONFORMANCE SKIPPED: there is no folder $SEN_CASES (set SEN_CASES to the suites) !!!" ""
    skipped=$((skipped + 1))
    return
  fi
  suites=$(grep -cE '^[^ ]+ [0-9]+/[0-9]+$' "$out") below=$(grep -c '^ *BELOW THE FLOOR' "$out") away=$(grep -cE '^[^ ]+ SKIPPED' "$out") || true
  passed=$((passed + suites - below)) failed=$((failed + below)) skipped=$((skipped + away))
  [ "$(cat "$results/Conformance.code")" -eq 0 ] && [ "$suites" -gt 0 ] || [ "$below" -gt 0 ] || broken+=(Conformance)
}

# The last line; a filter that meets nothing is an error, too.
sum_up() {
  [ ${#broken[@]} -eq 0 ] || say "Ended without complete results: ${broken[*]}"
  local none=
  [ $((passed + failed + skipped)) -gt 0 ] || { none=1; say "No test was found."; }
  say "After $(seconds "$started") s:" "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ ${#broken[@]} -eq 0 ] && [ -z "$none" ]
}
