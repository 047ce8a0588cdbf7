#!/usr/bin/env bash
# Makes resources/demo again: two trained decoders that differ only in the paper's cosine regulariser, and prompts neither has seen.
# Takes most of an hour on two cores. Usage: bash packaging/make_demo.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
strato="${STRATO:-build/release/bin/strato}"
demo="${1:-resources/demo}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

mkdir -p "$demo"
"$strato" stories --seed 1 --bytes 6000000 --out "$work/stories.jsonl"
"$strato" stories --seed 2 --bytes 90000 --out "$demo/prompts.jsonl"
rm -rf "$demo/plain" "$demo/cosine"
"$strato" train --preset demo --data "$work/stories.jsonl" --out "$demo/plain"
"$strato" train --preset demo --data "$work/stories.jsonl" --regularizer cosine --lambda 0.5 --out "$demo/cosine"
for model in plain cosine; do
    echo "
The text is \`strato stories --seed 1 --bytes 6000000 --out stories.jsonl\`; \`bash packaging/make_demo.sh\` makes it, both demo models and their prompts." \
        >>"$demo/$model/README.md"
done
