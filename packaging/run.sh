#!/usr/bin/env bash
# Installs what is missing, builds, and runs the main job on the bundled demo model: in the window where there is a display,
# else through strato, printing the table and where the figure went.
#   bash packaging/run.sh              the demo
#   bash packaging/run.sh MODEL DATA   your own model folder and text
set -euo pipefail
here=$(dirname "$(realpath "$0")")/..
# What is asked for lies where the caller stands.
model=$(realpath -m "${1:-$here/resources/demo/plain}")
data=$(realpath -m "${2:-$here/resources/demo/prompts.jsonl}")
cd "$here"
source packaging/dependencies.sh
install_missing "${build_dependencies[@]}"

echo "Building (minutes the first time, seconds later) ..."
mkdir -p build/release
cmake --preset release >build/release/configure.log 2>&1 || { cat build/release/configure.log; exit 1; }
cmake --build --preset release --target strato stratoscope

bin=build/release/bin
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$bin/stratoscope" "$model" --data "$data" --analyze
fi
out=build/first-run
mkdir -p "$out"
echo "No display here, so the same job runs on the command line."
"$bin/strato" analyze "$model" --data "$data" --out "$out/run.strato"
"$bin/stratoscope" --figure profile --out "$out/profile.pdf" "$out/run.strato"
"$bin/stratoscope" --figure heatmap --out "$out/heatmap.png" "$out/run.strato"
echo "figures: $out/profile.pdf and $out/heatmap.png"
echo "try next: $bin/strato whatif $model --run $out/run.strato --plan 1=drop"
