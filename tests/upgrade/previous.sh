#!/bin/sh
# Builds the program of the release before, whose commit is in `previous` beside this, as target/previous/chasqui, with the
# options of cargo that today's is built with, so that both need the same libraries: previous.sh OPTION...
# Exits with 77 where the checkout does not reach back so far.
set -eu
cd "$(dirname "$0")/../.."
commit=$(cat tests/upgrade/previous)
target=${CARGO_TARGET_DIR:-target}
place=$target/previous
[ -e "$place/$commit" ] && exit
git cat-file -e "$commit^{commit}" 2>/dev/null || {
    echo "Not tested beside the release before: this checkout does not reach back to $commit (git fetch --unshallow)" >&2
    exit 77
}
rm -rf "$place" && mkdir -p "$place/source" "$place/target/debug"
# Unpacked with the time of now: cargo tells by time alone what of the copy below is no longer so.
git archive "$commit" | tar -x -m -C "$place/source"
cp -r crates/web/assets/dist "$place/source/crates/web/assets/dist"
# A target folder of its own, since cargo would take today's crates for yesterday's, with the libraries that both need.
(cd "$target/debug" && find .fingerprint build deps -type f \( -not -path 'deps/*' -o -name '*.rlib' -o -name '*.rmeta' -o -name '*.so' \) -print0 |
    tar -c --null -T -) | tar -x -C "$place/target/debug"
place=$(cd "$place" && pwd)
(cd "$place/source" && CARGO_TARGET_DIR="$place/target" nice -n 19 cargo build "$@" --bin chasqui)
mv "$place/target/debug/chasqui" "$place/chasqui"
rm -rf "$place/target" "$place/source"
touch "$place/$commit"
