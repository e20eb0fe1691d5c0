# Node 20 or later: the machine's own, or a copy of the npm package `node` below var/.

node_major() { "$1" -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }

need_node() {
  local own=$var/node/node_modules/node/bin
  if [ -x "$own/node" ]; then PATH=$own:$PATH
  elif ! command -v npm >/dev/null; then need nodejs npm; fi
  command -v npm >/dev/null || stop_with "npm is missing: sudo apt-get install -y npm"
  if [ "$(node_major node)" -lt 20 ]; then
    mkdir -p "$var/node"
    step "Fetching Node 22 (Debian 12 has $(node --version))" npm install --prefix "$var/node" --no-audit --no-fund --loglevel=error node@22
    PATH=$own:$PATH
  fi
  export PATH
  hash -r
}

# npm_ready FOLDER HASH: exact versions of the lock file, once for this input.
npm_ready() {
  local name=npm-${1//\//-}
  [ -d "$1/node_modules" ] && unchanged "$name" "$2" && return
  step "Fetching npm packages of $1" npm ci --prefix "$1" --no-audit --no-fund --loglevel=error
  done_for "$name" "$2"
}

# Style sheet, script and fonts of the pages, from npm by Ui's own build.
browser_libraries() {
  [ -f src/Ui/package.json ] || return 0
  local lock; lock=$(hash_of src/Ui/package-lock.json src/Ui/build-assets.mjs src/Ui/Assets)
  [ -d src/Ui/wwwroot/lib ] && unchanged browser-libraries "$lock" && return
  npm_ready src/Ui "$(hash_of src/Ui/package-lock.json)"
  step "Building the browser libraries" npm run build --prefix src/Ui --loglevel=error
  done_for browser-libraries "$lock"
}
