#!/bin/sh
# Each target for its share of the seconds: run.sh PROGRAMS SECONDS [planted]. A finding is kept in found/, where the tests
# read it ever after. With "planted", each target must find what was planted in it, or this fails.
set -eu
programs=$1 seconds=$2 planted=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$programs/seeds" "$work/seeds"
share=$((seconds / $(ls "$work/seeds" | wc -l)))
[ "$share" -gt 0 ] || share=1
for target in $(ls "$work/seeds"); do
    # What was reached before is where the next run begins.
    corpus="$programs/fuzz-corpus/$target" found="$here/found/$target"
    [ -z "$planted" ] || corpus="$work/corpus/$target" found="$work/found"
    mkdir -p "$corpus" "$found"
    status=0
    FUZZ_TARGET=$target ${planted:+env CHASQUI_PLANTED=1} "$programs/fuzz" "$corpus" "$work/seeds/$target" "$found" \
        -max_total_time="$share" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -verbosity=1 \
        -artifact_prefix="$found/" >"$work/log" 2>&1 || status=$?
    echo "$target: $(grep -E '^#[0-9]+' "$work/log" | tail -1 | cut -c1-100)"
    if [ -z "$planted" ]; then
        [ "$status" = 0 ] || { tail -40 "$work/log"; exit "$status"; }
        rmdir "$found" 2>/dev/null || true
    elif [ "$status" = 0 ] || ! grep -q planted "$work/log"; then
        echo "$target did not find in $share s what was planted in it" >&2
        exit 1
    fi
done
rmdir "$here/found" 2>/dev/null || true
