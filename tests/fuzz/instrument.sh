#!/bin/sh
# Cargo's workspace wrapper: compiles the house's own crates so that libFuzzer sees which way a run takes, with the stable
# compiler. Everybody else's are built as always, once for all.
exec "$@" --cfg fuzzing -C codegen-units=1 -C passes=sancov-module \
    -C llvm-args=-sanitizer-coverage-level=4 -C llvm-args=-sanitizer-coverage-inline-8bit-counters \
    -C llvm-args=-sanitizer-coverage-pc-table -C llvm-args=-sanitizer-coverage-trace-compares \
    -C llvm-args=-simplifycfg-branch-fold-threshold=0
