# Debian packages: what is missing is installed, or the line that installs it is printed.

# installed PACKAGE
installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# sudo without a password, or with one that can be typed here.
may_sudo() { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && id -nG | grep -qw sudo && sudo -v; }; }; }

# need PACKAGE...: Debian's own PostgreSQL cluster is neither made nor touched: Sen starts its own.
need() {
  local missing=() package as_root=()
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || stop_with "Missing: ${missing[*]}. Sen sets itself up on Debian 12; elsewhere install them by hand."
  if [ "$(id -u)" -ne 0 ]; then
    may_sudo || stop_with "These packages are missing, and this user may not install them. Run this once, then again $0:" \
      "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi
  long "Installing ${missing[*]}" install_packages "${as_root[@]}" -- "${missing[@]}"
}

install_packages() {
  local as_root=() no_cluster=/etc/postgresql-common/createcluster.d/sen.conf made=
  while [ "$1" != -- ]; do as_root+=("$1"); shift; done; shift
  "${as_root[@]}" apt-get -qq update || return
  if [[ " $* " = *" postgresql "* ]] && [ ! -e "$no_cluster" ]; then
    made=1
    "${as_root[@]}" mkdir -p "${no_cluster%/*}"
    echo 'create_main_cluster = false' | "${as_root[@]}" tee "$no_cluster" >/dev/null
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
  local code=$?
  # The machine's own habit for later clusters stays as it was.
  [ -n "$made" ] && "${as_root[@]}" rm -f "$no_cluster"
  return $code
}
