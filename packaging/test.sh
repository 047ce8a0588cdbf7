#!/usr/bin/env bash
# Installs what is missing, builds everything, and passes all tests.
set -euo pipefail
cd "$(dirname "$0")/.."
source packaging/dependencies.sh
install_missing "${build_dependencies[@]}"

mkdir -p build/release
cmake --preset release >build/release/configure.log 2>&1 || { cat build/release/configure.log; exit 1; }
cmake --build --preset release
ctest --preset release --parallel 2
