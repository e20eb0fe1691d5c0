# The settings of the demonstration; what the environment has already wins.

# secret NAME: made once, 256 bits, readable by this user only.
secret() {
  local file=$data/keys/$1
  [ -s "$file" ] || (umask 077; mkdir -p "$data/keys"; head -c 32 /dev/urandom | base64 -w 0 >"$file")
  cat "$file"
}

# set_default NAME VALUE
set_default() { [ -n "${!1:-}" ] || export "$1=$2"; }

settings() {
  sen=src/Host/bin/Release/net10.0/sen.dll
  if [ -n "$own_server" ]; then
    export Sen__Database="Host=$pg_run;Database=sen;Username=sen_app"
    owner="Host=$pg_run;Database=sen;Username=sen_owner"
  fi
  owner=${Sen__DatabaseOwner:-${owner:-$Sen__Database}}
  # The program serves without the owner's rights.
  unset Sen__DatabaseOwner
  mkdir -p "$data/store"
  set_default ASPNETCORE_ENVIRONMENT Development
  set_default Sen__DataFolder "$data/store"
  set_default Sen__FileKey "$(secret file-key)"
  set_default Sen__PublicUrl "http://localhost:$port"
  set_default Sen__Demo true
  set_default Sen__StandIns true
  set_default Sen__Ui__ProvinceName__vi "Tỉnh An Giang"
  set_default Sen__Ui__ProvinceName__en "An Giang Province"
  set_default Sen__Ui__ProvinceName__ar "محافظة آن جيانغ"
  set_default Sen__Tsa "http://127.0.0.1:$port/mo-phong/tsa"
  set_default Sen__VNeID__Authority "http://localhost:$stand_in_port"
  set_default Sen__VNeID__ClientId sen
  set_default Sen__VNeID__ClientSecret "$(secret vneid-secret)"
  [ ! -S /var/run/clamav/clamd.ctl ] || set_default Sen__Clamd /var/run/clamav/clamd.ctl
  export VNEID_PORT=$stand_in_port VNEID_CLIENT_ID=$Sen__VNeID__ClientId VNEID_CLIENT_SECRET=$Sen__VNeID__ClientSecret
  export VNEID_CITIZENS=$PWD/packs/an-giang/demo/citizens.yaml VNEID_ORIGINS=$Sen__PublicUrl
}

as_owner() { Sen__DatabaseOwner=$owner dotnet "$sen" "$@"; }

# Migrations, packs and the demonstration, when program, packs or database are not those of the last time.
prepare() {
  local now pack
  now=$(printf '%s ' "$owner" "$(hash_of packs src/Host/bin/Release/net10.0/*.dll)")
  [ "$(cat "$data/prepared" 2>/dev/null)" != "$now" ] || return 0
  long "Migrating the database" as_owner migrate
  for pack in vietnam an-giang; do
    [ ! -d "packs/$pack" ] || long "Applying packs/$pack" as_owner pack apply "packs/$pack"
  done
  if [ "$Sen__Demo" = true ]; then
    long "Making the demonstration" as_owner demo
    (umask 077; as_owner demo --accounts >"$data/accounts")
  fi
  printf '%s' "$now" >"$data/prepared"
}

# Deletes what this script made below the data folder, after asking.
start_over() {
  [ -n "$own_server" ] || stop_with "--fresh deletes a database of Sen's own only, and Sen__Database names another server: drop and create that database yourself."
  if [ -z "$yes" ]; then
    [ -t 0 ] || stop_with "--fresh deletes every dossier below $data. To say yes without a terminal: --fresh --yes"
    local answer
    read -r -p "Delete database, files and keys below $data? [y/N] " answer
    [[ $answer = [yY]* ]] || stop_with "Nothing was deleted."
  fi
  postgres_place "$data/postgres"
  [ -e "$pg_data" ] && postgres_forget_dead
  rm -rf "$data/postgres" "$pg_home" "$data/store" "$data/keys" "$data/prepared" "$data/accounts"
}
