#!/bin/sh
# Runs recipes side by side, without what they depend on, and shows what each said when it has ended: together.sh RECIPE...
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
running=""
trap 'rm -rf "$work"' EXIT
trap 'kill $running 2>/dev/null || true; exit 130' INT TERM
for recipe in "$@"; do
    { ./just --no-deps "$recipe" >"$work/$recipe" 2>&1 && status=0 || status=$?; echo "$status" >"$work/$recipe.status"; } &
    running="$running $!"
done
echo "side by side: $*"
failed=""
set -- "$@" end
for process in $running; do
    wait "$process" || true
    echo "--- $1"
    cat "$work/$1"
    [ "$(cat "$work/$1.status" 2>/dev/null)" = 0 ] || failed="$failed $1"
    shift
done
[ -z "$failed" ] || { echo "failed:$failed" >&2; exit 1; }
