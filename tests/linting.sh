#!/bin/sh
# Cargo's workspace wrapper for all that is tested. Clippy is a whole compiler: the house's own crates are linted by the very build
# that the tests run, so that libraries are built once for both. Whatever a lint finds ends the build.
exec clippy-driver "$@" -D warnings
