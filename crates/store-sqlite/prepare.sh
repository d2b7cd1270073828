#!/bin/sh
# Checks this crate's SQL against its migrations and writes what was learnt to .sqlx, so that a build needs
# no database. `just lint` fails where it is stale: see migrations/checked.sh.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One database with the tables of both files: their names differ.
cat ../../migrations/sqlite/main/*.sql ../../migrations/sqlite/drafts/*.sql | sqlite3 "$work/check.db"
mkdir "$work/sqlx"
touch src/lib.rs
CHASQUI_SQLITE_BUILD_URL="sqlite://$work/check.db" SQLX_OFFLINE=false SQLX_OFFLINE_DIR="$work/sqlx" \
    cargo check --package store-sqlite

rm -rf .sqlx && cp -r "$work/sqlx" .sqlx
touch src/lib.rs
