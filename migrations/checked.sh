#!/bin/sh
# Runs a cargo command that compiles the stores, with their SQL checked against databases made from the migrations of today,
# and fails if a crate's .sqlx is not what the queries and the migrations give:
#   migrations/checked.sh cargo build --workspace
# Asks the PostgreSQL server that the PG* variables name for a database of its own; without them, starts one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ -n "${PGHOST:-}" ] || exec pg_virtualenv -t -o fsync=off "$here/checked.sh" "$@"
crates="$here/../crates"
work=$(mktemp -d)
database="chasqui_checked_$$"
trap 'rm -rf "$work"; dropdb --if-exists --force "$database"' EXIT

# One database with the tables of both SQLite files: their names differ.
cat "$here"/sqlite/main/*.sql "$here"/sqlite/drafts/*.sql | sqlite3 "$work/check.db"
createdb "$database"
cat "$here"/postgres/*.sql | psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --dbname "$database"

mkdir "$work/learnt"
touch "$crates/store-sqlite/src/lib.rs" "$crates/store-postgres/src/lib.rs"
CHASQUI_SQLITE_BUILD_URL="sqlite://$work/check.db" CHASQUI_POSTGRES_BUILD_URL="postgres:///$database" \
    SQLX_OFFLINE=false SQLX_OFFLINE_DIR="$work/learnt" "$@"

# A statement that both crates spell alike is one file here, as the one that was compiled last learnt it.
stale() {
    echo "${1##*/}: .sqlx is stale; run crates/store-sqlite/prepare.sh or crates/store-postgres/prepare.sh" >&2
    exit 1
}
for learnt in "$work"/learnt/*; do
    name=${learnt##*/}
    cmp -s "$learnt" "$crates/store-sqlite/.sqlx/$name" || cmp -s "$learnt" "$crates/store-postgres/.sqlx/$name" || stale "$name"
done
for kept in "$crates"/store-sqlite/.sqlx/* "$crates"/store-postgres/.sqlx/*; do
    [ -e "$work/learnt/${kept##*/}" ] || stale "$kept"
done
