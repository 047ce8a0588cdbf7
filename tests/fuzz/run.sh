#!/usr/bin/env bash
# Builds the fuzz targets with clang and runs each for a minute, or for SECONDS each. Needs clang and libclang-rt-14-dev besides what
# packaging/dependencies.sh lists. Fails on the first crash, leak, hang, undefined behaviour or allocation out of proportion; the
# input that caused it lies in build/fuzz/findings.
#   bash tests/fuzz/run.sh [SECONDS] [safetensors | pytorch | tokenizer]...
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
targets=("${@:2}")
[ ${#targets[@]} = 0 ] && targets=(safetensors pytorch tokenizer)

mkdir -p build/fuzz/findings
cmake --preset fuzz >build/fuzz/configure.log 2>&1 || { cat build/fuzz/configure.log; exit 1; }
cmake --build --preset fuzz --target "${targets[@]/%/_fuzz}"

# Freed memory is kept back for a while to find its use; the limit on all memory is for what a parser holds.
export ASAN_OPTIONS=quarantine_size_mb=16
for target in "${targets[@]}"; do
    # Inputs of 64 KiB at most: one allocation may be 64 times that, all memory of a run 512 MiB, a run may take 10 seconds.
    mkdir -p "build/fuzz/corpus/$target"
    "build/fuzz/tests/bin/${target}_fuzz" -max_total_time="$seconds" -max_len=65536 -malloc_limit_mb=4 -rss_limit_mb=512 -timeout=10 \
        -detect_leaks=1 -print_final_stats=1 -dict="tests/fuzz/$target.dict" -artifact_prefix="build/fuzz/findings/$target-" \
        "build/fuzz/corpus/$target" "tests/fuzz/corpus/$target"
done
