set shell := ["bash", "-euo", "pipefail", "-c"]

assets := "crates/web/assets"
browser := "tests/browser"
target := env("CARGO_TARGET_DIR", justfile_directory() / "target")
nextest := `cargo nextest --version >/dev/null 2>&1 && echo "nextest run" || echo test`
# Makes a PostgreSQL server that lasts as long as a command, whose address the command finds in PGHOST and its like.
postgres := "pg_virtualenv -t -o fsync=off -o max_connections=400"
# The one choice of crates and features that lint and tests are built with, so that nothing is built twice.
everything := "--locked --workspace --features store/conformance,chasqui/s3"
# Builds what is tested, and lints it by the way.
linting := "RUSTC_WORKSPACE_WRAPPER='" + justfile_directory() / "tests/linting.sh" + "'"
# How cargo runs a test that makes network namespaces.
as_root := if `id -u` == "0" { "" } else { "--config 'target.\"cfg(unix)\".runner=\"sudo\"'" }

# List the recipes
default:
    @just --list --unsorted

# Start the demo on http://127.0.0.1:8080
demo *ARGS: build
    target/debug/chasqui demo {{ ARGS }}

# Build the program with its stylesheet and scanner
build: assets tools
    cargo build --locked -p chasqui

# The program as the tests run it. With all targets, as `lint` and `unit` build it: for the programs alone cargo would choose other features of
# what they stand on, and build that again
[private]
program: assets tools
    {{ linting }} cargo build {{ everything }} --all-targets

# Everything CI runs, installing what it needs
test: lint unit journeys others waiting

# What waits more than it works, side by side
[private]
waiting: program
    tests/together.sh test-ha test-faults fuzz test-upgrade

# What `test` runs but for what is measured, on a machine that is kept busy: nothing may fail because it is slow
test-busy: lint
    ./just --install poppler-utils zbar-tools qpdf postgresql python3-venv libfaketime chromium ffmpeg
    tests/busy.sh ./just --no-deps unit
    tests/busy.sh ./just --no-deps test-faults
    tests/busy.sh ./just --no-deps test-upgrade
    tests/busy.sh ./just --no-deps test-ha
    cd {{ browser }} && ( [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent --no-fund --no-audit )
    cd {{ browser }} && "{{ justfile_directory() }}/tests/busy.sh" npm run --if-present journeys
    @echo "Not judged on a busy machine, since its time is measured: how long a fail-over takes; tests/browser/measured; fuzzing, which has its seconds"

# Format, clippy, and the generated files; what is tested afterwards is built here
lint: assets tools
    cargo fmt --all --check
    node tests/circles.mjs crates/engine crates/web crates/locale
    node tests/named.mjs docs/threats.md docs/asvs.md
    ./just --install sqlite3 postgresql systemd
    mkdir -p "{{ target }}" && systemd-analyze security --offline=true --threshold=20 --no-pager docs/systemd/chasqui.service docs/systemd/chasqui-backup.service > "{{ target }}/systemd.txt"
    {{ linting }} migrations/checked.sh cargo build {{ everything }} --all-targets

# Rust's tests of every crate, then the scanner's own
unit: program
    ./just --install poppler-utils zbar-tools qpdf postgresql python3-venv libfaketime
    {{ linting }} {{ postgres }} cargo {{ nextest }} {{ everything }}
    cd {{ assets }} && CHASQUI_MUTANTS="{{ target }}/tmp/mutants.jsonl" npm test

# Run a command beside a throwaway PostgreSQL server: ./just postgres cargo nextest run -p store-postgres
postgres *COMMAND:
    @./just --install postgresql
    {{ postgres }} {{ COMMAND }}

# People's journeys in a real browser, and what needs none, against a real server; then what is timed or filmed, alone
journeys: program
    ./just --install chromium poppler-utils ffmpeg python3-venv zbar-tools
    cd {{ browser }} && ( [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent --no-fund --no-audit ) && npm test

# Libraries of others, from PyPI and npm, judge what the program makes, by the lines that docs/verify-in-your-language.md gives
others: program
    ./just --install python3-venv poppler-utils zbar-tools
    cd tests/others && ( cmp -s requirements.txt .venv/ready || ( python3 -m venv --clear .venv && .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt && cp requirements.txt .venv/ready ) )
    cd tests/others && ( [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent --no-fund --no-audit )
    {{ linting }} cargo test {{ everything }} --test others

# Fuzz every reader of what comes from outside for so many seconds in all; first, each must find what was planted in it
fuzz SECONDS="48": tools
    RUSTC_WORKSPACE_WRAPPER="{{ justfile_directory() }}/tests/fuzz/instrument.sh" cargo build {{ everything }} --features fuzz/libfuzzer --bin fuzz
    {{ linting }} cargo build {{ everything }} --bin seeds
    tests/fuzz/run.sh "{{ target }}/debug" 240 planted
    tests/fuzz/run.sh "{{ target }}/debug" {{ SECONDS }}

# Disks that are full, databases that take no writing, nodes that are killed, with real servers (needs root)
test-faults: program
    ./just --install e2fsprogs util-linux postgresql
    {{ linting }} cargo test {{ everything }} --test faults {{ as_root }} -- --test-threads 10

# The program of the release before and today's serve one database side by side
test-upgrade: program
    ./just --install postgresql
    if tests/upgrade/previous.sh {{ everything }}; then {{ linting }} cargo test {{ everything }} --test upgrade; else [ $? = 77 ]; fi

# Keep what this commit's program leaves behind, for the tests of later ones: just fixtures tests/fixtures/NAME
fixtures FOLDER: program
    ./just --install postgresql libfaketime
    {{ postgres }} "{{ target }}/debug/make-fixtures" --program "{{ target }}/debug/chasqui" --release "$(git rev-parse --short HEAD)" --out "{{ FOLDER }}"

# A real PostgreSQL cluster loses its leader, three ways, under load: nothing acknowledged is lost (needs root)
test-ha: program
    ./just --install patroni etcd-server postgresql haproxy iproute2 procps
    {{ linting }} cargo test {{ everything }} --test ha {{ as_root }}

# Medians of sign, verify, QR, PDF and one submission, on one core
bench: assets tools
    cargo build --locked --profile profiling -p chasqui -p journeys --bin bench
    taskset -c 0 "{{ target }}/profiling/bench"

# Whole journeys over HTTP against a real server, SQLite and PostgreSQL in one run: just load --seconds 5 --program before=PATH --program after=PATH
load *ARGS: profiled
    @./just --install postgresql
    {{ postgres }} sh -c 'psql -qc "ALTER SYSTEM SET fsync = on" -c "SELECT pg_reload_conf()" >/dev/null && "$0" "$@"' "{{ target }}/profiling/load" {{ ARGS }}

# A flame graph of whole journeys on one connection, SQLite (needs linux-perf, and inferno of crates.io)
flame FILE="journey.svg" SECONDS="30": profiled
    @./just --install linux-perf
    @command -v inferno-flamegraph >/dev/null || cargo install inferno
    "{{ target }}/profiling/load" --only sqlite --connections 1 --whole --seconds {{ SECONDS }} --record "{{ target }}/perf.data"
    perf script --no-inline --max-stack 512 -i "{{ target }}/perf.data" 2>/dev/null | inferno-collapse-perf | awk -f tests/load/stacks.awk | inferno-flamegraph --minwidth 0.3 --title "A journey, by the server's CPU time" > "{{ FILE }}"

# The program and its load test, as they are measured
[private]
profiled: assets tools
    cargo build --locked --profile profiling -p chasqui -p journeys --bin chasqui --bin load

# Durable submissions a second with 1, 16 and 64 submitters, SQLite and PostgreSQL in turns in one run; `look-ups`: with and without those
throughput *WHAT: assets tools
    @./just --install postgresql
    cargo build --locked --release -p store-postgres --example throughput
    {{ postgres }} sh -c 'psql -qc "ALTER SYSTEM SET fsync = on" -c "SELECT pg_reload_conf()" >/dev/null && target/release/examples/throughput target {{ WHAT }}'

# How long a mass revocation takes, and what submissions feel of it, SQLite and PostgreSQL: just revocation 200000
revocation COUNT="200000": assets tools
    @./just --install postgresql
    cargo build --locked --profile profiling -p journeys --bin revocation
    {{ postgres }} sh -c 'psql -qc "ALTER SYSTEM SET fsync = on" -c "SELECT pg_reload_conf()" >/dev/null && "$0" "$@"' "{{ target }}/profiling/revocation" {{ COUNT }}

# How long a service file's rehearsal takes, and what submissions feel of it, SQLite and PostgreSQL: just rehearsal 200000
rehearsal COUNT="200000": assets tools
    @./just --install postgresql
    cargo build --locked --profile profiling -p journeys --bin rehearsal
    {{ postgres }} sh -c 'psql -qc "ALTER SYSTEM SET fsync = on" -c "SELECT pg_reload_conf()" >/dev/null && "$0" "$@"' "{{ target }}/profiling/rehearsal" {{ COUNT }}

# The stylesheet and the scanner (never committed)
assets:
    @./just --install node
    @cd {{ assets }} && ( [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent --no-fund --no-audit ) && npm run --silent build

# What the Rust build needs from Debian
tools:
    @./just --install gcc g++ cmake

# Write the JSON Schema that gives editors completion in service files, and the page of all keys
schema:
    cargo run --locked -p chasqui -- schema > forms/service.schema.json
    cargo run --locked -p chasqui -- schema --page > docs/service-file.md

# Check licences and bans (needs cargo-deny)
deny:
    cargo deny check licenses bans sources
