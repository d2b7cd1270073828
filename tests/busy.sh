#!/bin/sh
# Runs a command as a slow machine would: at the lowest priority, beside two busy loops and a disk that is written to.
# CHASQUI_BUSY tells the tests, which then judge nothing by its time.
set -eu
work=$(mktemp -d)
# Everything here ends with this script, even if it is killed.
lives() { kill -0 $$ 2>/dev/null; }
compute() { while lives; do for _ in 1 2 3 4 5 6 7 8; do head -c 100000000 /dev/zero | cksum >/dev/null; done; done; }
write() { while lives; do dd if=/dev/zero of="$work/written" bs=1M count=256 conv=fsync 2>/dev/null || sleep 1; done; }
compute &
loads=$!
compute &
loads="$loads $!"
write &
loads="$loads $!"
trap 'kill $loads 2>/dev/null || true; wait $loads 2>/dev/null || true; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
CHASQUI_BUSY=1 nice -n 19 "$@"
