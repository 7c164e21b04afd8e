#!/usr/bin/env bash
# Runs a command beside a pcscd with virtual card readers (vpcd), both alone in namespaces of their
# own: nothing listens on a network of the machine, its own pcscd and readers are left alone, and
# all is gone when the command has ended.
#
# Inside there is only the loopback, and no network beyond it. The routes of it acknowledge at once
# (quickack): vpcd writes the length and the body of a frame apart, and a delayed acknowledgement
# between the two would make every command to a card take 44 ms and not 0.2 ms.
set -euo pipefail

usage() {
  cat <<'END'
Usage: pcscd-namespace.sh [--readers N] [--socket DIR] [--pcscd-log FILE] [--] [COMMAND...]

Starts pcscd with N virtual card readers (2; 1 to 16) and runs COMMAND, or a shell, beside it.
Readers are called "kofu-1 00 00", "kofu-1 00 01", "kofu-2 00 00" and so on, two and two; the nth
one takes its card at 127.0.0.1, port 35962 + n. PC/SC programs inside find this pcscd without being
told.

  --readers N       how many readers, rounded up to an even number
  --socket DIR      lets PC/SC programs outside in as well: set PCSCLITE_CSOCK_NAME=DIR/pcscd.comm
  --pcscd-log FILE  keep what pcscd says, every command to a card included; PINs are in it

Needs root, or a kernel that lets users have namespaces of their own.
Example: pcscd-namespace.sh opensc-tool --list-readers
END
}

FIRST_PORT=35963
VPCD=/usr/lib/pcsc/drivers/serial/libifdvpcd.so

refuse() {
  printf 'pcscd-namespace.sh: %s\n' "$1" >&2
  exit 104
}

check_programs() {
  [ "$(uname -s)" = Linux ] || refuse 'namespaces are a thing of Linux: use a Linux machine'
  local missing=()
  command -v pcscd >/dev/null || missing+=(pcscd)
  [ -e "$VPCD" ] || missing+=(vsmartcard-vpcd)
  command -v ip >/dev/null || missing+=(iproute2)
  command -v unshare >/dev/null || missing+=(util-linux)
  [ ${#missing[@]} -eq 0 ] ||
    refuse "missing: ${missing[*]}; apt-get install -y --no-install-recommends ${missing[*]}"
}

# Starts pcscd, waits until it listens, and becomes the command.
inside() {
  local readers=$1 state=$2 socket=$3 log=$4
  shift 4
  trap 'kill "${pcscd:-}" 2>/dev/null || true' EXIT
  ip link set lo up
  local route
  for route in 127.0.0.0/8 127.0.0.1; do
    ip route change local "$route" dev lo proto kernel scope host src 127.0.0.1 quickack 1 table local
  done
  # pcscd wants its socket at a fixed place, which this hides the machine's own with.
  mount -t tmpfs -o mode=755 tmpfs /run
  mkdir /run/pcscd
  [ -z "$socket" ] || mount --bind "$socket" /run/pcscd
  mkdir "$state/readers" "$state/drivers"
  local pair
  for ((pair = 1; pair <= (readers + 1) / 2; pair++)); do
    local port
    port=$(printf '0x%X' $((FIRST_PORT + 2 * (pair - 1))))
    printf 'FRIENDLYNAME "kofu-%d"\nDEVICENAME /dev/null:%s\nLIBPATH %s\nCHANNELID %s\n' \
      "$pair" "$port" "$VPCD" "$port" >"$state/readers/kofu-$pair"
  done
  local detail=()
  [ "$log" = "$state/pcscd.log" ] || detail=(--debug --apdu)
  # Without drivers for USB it takes no reader of the machine.
  PCSCLITE_HP_DROPDIR="$state/drivers" pcscd --foreground "${detail[@]}" \
    --config "$state/readers" >"$log" 2>&1 </dev/null &
  local pcscd=$!
  local last
  last=$(printf ':%04X 00000000:0000 0A' $((FIRST_PORT + 2 * ((readers + 1) / 2) - 1)))
  local tries
  for ((tries = 0; tries < 250; tries++)); do
    if [ -S /run/pcscd/pcscd.comm ] && grep -q "$last" /proc/net/tcp; then break; fi
    kill -0 "$pcscd" 2>/dev/null || break
    sleep 0.02
  done
  if [ "$tries" -eq 250 ] || ! kill -0 "$pcscd" 2>/dev/null; then
    tail -n 5 "$log" >&2
    refuse 'pcscd did not start; its last words are above'
  fi
  local status=0
  "$@" || status=$?
  exit "$status"
}

main() {
  local readers=2 socket= log=
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h)
        usage
        exit 0
        ;;
      --readers)
        readers=${2-}
        shift 2 || refuse 'write a number after --readers'
        ;;
      --socket)
        socket=${2-}
        shift 2 || refuse 'write the name of a folder after --socket'
        [ -d "$socket" ] || refuse "--socket $socket: there is no such folder; make it first"
        ;;
      --pcscd-log)
        log=${2-}
        shift 2 || refuse 'write the name of a file after --pcscd-log'
        ;;
      --)
        shift
        break
        ;;
      -*) refuse "there is no $1; --help shows what there is" ;;
      *) break ;;
    esac
  done
  [[ $readers =~ ^([1-9]|1[0-6])$ ]] || refuse "--readers $readers: pcscd has 1 to 16 readers"
  check_programs
  [ $# -gt 0 ] || set -- "${SHELL:-/bin/sh}"
  local state
  state=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$state'" EXIT
  local unshared=(unshare --net --mount --pid --fork --kill-child --mount-proc)
  [ "$(id -u)" -eq 0 ] || unshared+=(--user --map-root-user)
  "${unshared[@]}" true 2>"$state/why" ||
    refuse "no namespaces: $(head -n 1 "$state/why"); run it as root, or let users have them: sysctl kernel.unprivileged_userns_clone=1"
  local status=0
  "${unshared[@]}" "$0" --inside "$readers" "$state" "$socket" "${log:-$state/pcscd.log}" "$@" || status=$?
  exit "$status"
}

if [ "${1-}" = --inside ]; then
  shift
  inside "$@"
else
  main "$@"
fi
