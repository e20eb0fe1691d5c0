# Runs test projects and adds up what they report.

passed=0 failed=0 skipped=0 broken=() running=()

# projects NAME...: runs tests/NAME without building, all at the same time: a browser waits, and leaves its core to the
# others. One that ends without results counts as broken.
projects() {
  local name
  running=()
  for name in "$@"; do
    [ -d "tests/$name" ] || { say "  $name: not in this tree"; continue; }
    if [ $# -eq 1 ]; then project "$name"; else project "$name" >"$results/$name.txt" 2>&1 & running+=($!); fi
  done
  [ $# -eq 1 ] || say "  $*"
  [ ${#running[@]} -eq 0 ] || wait "${running[@]}" || true
  for name in "$@"; do
    [ ! -f "$results/$name.txt" ] || cat "$results/$name.txt"
    [ ! -d "tests/$name" ] || reported "$name"
  done
}

# Ctrl-C does not reach what runs in the background of a script.
stop_projects() {
  local shell
  for shell in "${running[@]}"; do pkill -P "$shell" || true; done
  wait
}

project() {
  local from=$EPOCHREALTIME arguments=() code=0
  [ -z "$filter" ] || arguments=(--filter "$filter")
  say "  $1"
  dotnet test --no-build -c Release "$(ls tests/"$1"/*.csproj)" "${arguments[@]}" --nologo -v:quiet \
    --logger "trx;LogFileName=$results/$1.trx" --logger "console;verbosity=minimal" --results-directory "$results" || code=$?
  echo "$code" >"$results/$1.code"
  say "  $1: $(seconds "$from") s"
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

# Other people's suites: one line a suite, `SUITE PASSED/TOTAL`, then the failures. In the sum a suite is one test: it
# passes at its floor, the share of cases that it has reached once and must not lose.
conformance() {
  local from=$EPOCHREALTIME code=0 program=tests/Conformance/bin/Release/net10.0/Sen.Tests.Conformance.dll out=$results/conformance.txt
  [ -d tests/Conformance ] || { say "  Conformance: not in this tree"; return; }
  if [ ! -d "$SEN_CASES" ]; then
    say "" "  !!! CONFORMANCE SKIPPED: there is no folder $SEN_CASES (set SEN_CASES to the suites) !!!" ""
    skipped=$((skipped + 1))
    return
  fi
  say "  Conformance ($SEN_CASES)"
  dotnet "$program" "$@" 2>&1 | tee "$out" || code=$?
  local suites below away
  suites=$(grep -cE '^[^ ]+ [0-9]+/[0-9]+$' "$out") below=$(grep -c '^ *BELOW THE FLOOR' "$out") away=$(grep -cE '^[^ ]+ SKIPPED' "$out") || true
  passed=$((passed + suites - below)) failed=$((failed + below)) skipped=$((skipped + away))
  [ "$code" -eq 0 ] && [ "$suites" -gt 0 ] || [ "$below" -gt 0 ] || broken+=(Conformance)
  say "  Conformance: $(seconds "$from") s"
}

# The last line; a filter that meets nothing is an error, too.
sum_up() {
  [ ${#broken[@]} -eq 0 ] || say "Ended without complete results: ${broken[*]}"
  local none=
  [ $((passed + failed + skipped)) -gt 0 ] || { none=1; say "No test was found."; }
  say "After $(seconds "$started") s:" "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ ${#broken[@]} -eq 0 ] && [ -z "$none" ]
}
