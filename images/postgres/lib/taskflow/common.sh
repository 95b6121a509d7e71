# shellcheck shell=bash
# Functions that the programs of this image share.

say() {
  printf '%s\n' "${0##*/}: $*" >&2
}

die() {
  say "$*"
  exit 1
}

# await_server: waits for the server that libpq's variables name. A network learns a moment after a pod has begun what
# it may connect to.
await_server() {
  until pg_isready --quiet --timeout=5; do
    ((SECONDS < ${AWAIT_SECONDS:-60})) || die "${PGHOST:-}:${PGPORT:-} does not answer"
    sleep 1
  done
}

# fingerprint FOLDER: changes when a file in it does.
fingerprint() {
  cat "$1"/* | sha256sum
}

# reload_on_change PID FOLDER: has the process read its files again whenever they changed. cert-manager renews
# certificates in place, and the kubelet swaps the files within a minute or two.
reload_on_change() {
  local known now
  known=$(fingerprint "$2")
  while sleep "${RELOAD_SECONDS:-10}" && kill -0 "$1" 2>/dev/null; do
    now=$(fingerprint "$2")
    if [[ $now != "$known" ]]; then
      known=$now
      say "certificate changed, reloading"
      kill -HUP "$1"
    fi
  done
}

# outlive PID: waits for the server, through signals that are forwarded to it, and ends as it ended.
outlive() {
  local status=0
  while kill -0 "$1" 2>/dev/null; do
    wait "$1" || true
  done
  wait "$1" || status=$?
  # shellcheck disable=SC2046 # one word a helper
  kill $(jobs -p) 2>/dev/null || true
  exit "$status"
}

# await_end: waits until a trap has set `told`, and has ended `sleeper` to be heard. A sidecar that ends is started
# again, so whatever has become of its work, it stays until it is told.
await_end() {
  [[ -z $told ]] || return 0
  sleep infinity &
  sleeper=$!
  while [[ -z $told ]]; do wait "$sleeper" || true; done
  # What was told before it was known whom to end has ended nobody.
  kill "$sleeper" 2>/dev/null || true
}

# as_login USERNAME PASSWORD-FILE COMMAND…: runs a client of libpq as this login. The password goes from file to
# file, readable by us only: never into an argument or a variable of the environment.
as_login() {
  local username=$1 password
  password=$(<"$2") || return 1
  shift 2
  local passfile
  passfile=$(mktemp) || return 1
  password=${password//\\/\\\\}
  printf '*:*:*:*:%s\n' "${password//:/\\:}" >"$passfile"
  local status=0
  PGUSER=$username PGPASSFILE=$passfile "$@" || status=$?
  rm -f "$passfile"
  return "$status"
}

# as_own COMMAND…: as the login in LOGIN_DIR.
as_own() {
  as_login "$(<"$LOGIN_DIR/username")" "$LOGIN_DIR/password" "$@"
}

# set_password LOGIN FILE: libpq makes the verifier, so that the server never sees the password, and this session
# logs no statement. Without a terminal psql reads the prompts' answers from its input.
set_password() {
  local password
  password=$(<"$2") && [[ -n $password ]] || return 1
  printf '%s\n%s\n' "$password" "$password" |
    PGOPTIONS='-c log_statement=none' setsid --wait \
      psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --command="\\password \"$1\"" 2>&1 |
    sed '/^Enter /d' >&2
}
