# One configuration for running and testing, so that what is tested is what runs.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

need_dotnet() {
  command -v dotnet >/dev/null || stop_with ".NET SDK 10 is missing: https://learn.microsoft.com/dotnet/core/install/linux-debian"
  dotnet --version >/dev/null 2>&1 || stop_with "The .NET SDK here is too old; global.json asks for:" "  $(cat global.json)"
}

# hash_of PATH...: name, size and time of every source file below; quick enough for each start. Restore writes lock files.
hash_of() {
  { find "$@" \( -name bin -o -name obj -o -name node_modules -o -name TestResults \) -prune \
    -o -type f ! -name packages.lock.json -printf '%p %s %T@\n' 2>/dev/null || true; } | LC_ALL=C sort | sha256sum | cut -d' ' -f1
}

# build NAME PROJECT: restores and builds Release when a source has changed since; NAME keeps the stamps apart.
build() {
  local hash progress=(-v:quiet -clp:ErrorsOnly)
  hash=$(hash_of src tests ./*.props ./*.targets ./*.slnx global.json nuget.config .editorconfig)
  unchanged "build-$1" "$hash" && return
  [ -t 1 ] && progress=() # the terminal logger shows each project
  long "Restoring $2" dotnet restore "$2" "${progress[@]}"
  [ -t 1 ] || progress=(-v:minimal -tl:off)
  long "Building $2" dotnet build "$2" -c Release --no-restore -nodeReuse:false "${progress[@]}"
  done_for "build-$1" "$hash"
}
