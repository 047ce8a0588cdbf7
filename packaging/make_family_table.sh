#!/usr/bin/env bash
# Measures every family against the states and logits of the transformers library and writes the table of the manual,
# resources/manual/families.md.
#   bash packaging/make_family_table.sh [CHECKPOINTS]     folders with an expected.safetensors; tests/data/golden if not given
set -euo pipefail
cd "$(dirname "$0")/.."
source packaging/dependencies.sh
install_missing "${build_dependencies[@]}"
mkdir -p build/release
cmake --preset release >build/release/configure.log 2>&1 || { cat build/release/configure.log; exit 1; }
cmake --build --preset release --target family_errors >&2
checkpoints=${1:-tests/data/golden}
table=$(build/release/tests/bench/family_errors "$checkpoints")
cat >resources/manual/families.md <<EOF
# Decoder families

A folder runs if the \`model_type\` of its config.json is in this table. Every family is compared with the transformers library:
tiny checkpoints with random weights, one for each variant, come with the hidden states and logits that the library computed in
float32, and Stratoscope computes them again. The error is the largest difference of any number in any state or in the logits,
over the largest magnitude in that tensor (at least 1). Rounding in float32 gives some 1e-6; a wrong feature shows at 1e-3 or more.

Made by \`bash packaging/make_family_table.sh\`.

$table
EOF
echo "resources/manual/families.md written" >&2
