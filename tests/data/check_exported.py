"""Checks folders that `strato export` wrote against the transformers library itself.

    strato dump FOLDER --ids IDS.safetensors --out FOLDER/dump.safetensors
    python tests/data/check_exported.py FOLDER...

Loads each folder, with its own code where it has any, and compares: logits with those of the dump, a run with a cache and generated tokens
with a run without, and the logits of a copy that save_pretrained made. Prints the largest differences; fails if one of these is above 1e-4. That of bfloat16, relative to the largest logit, is for people.
"""
import sys
import tempfile
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

transformers.utils.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()
TOLERANCE = 1e-4


def load(folder, dtype=torch.float32):
    # The library's other attentions leave Gemma 2's soft cap out.
    settings = dict(trust_remote_code=True, attn_implementation="eager", torch_dtype=dtype)
    model, info = AutoModelForCausalLM.from_pretrained(folder, output_loading_info=True, **settings)
    for problem in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        assert not info[problem], f"{problem}: {info[problem]}"
    return model.eval()


def difference(one, other):
    return (one - other).abs().max().item()


def with_cache(model, ids):
    """Logits [B, T, V] of the ids in two pieces, the second one read with the cache of the first."""
    half = ids.shape[1] // 2
    first = model(ids[:, :half], use_cache=True)
    second = model(ids[:, half:], past_key_values=first.past_key_values, use_cache=True)
    return torch.cat([first.logits, second.logits], dim=1)


def generates_the_same(model, ids):
    settings = dict(max_new_tokens=5, do_sample=False, pad_token_id=0)
    return torch.equal(model.generate(ids, use_cache=True, **settings), model.generate(ids, use_cache=False, **settings))


def saved_again(model):
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "saved_again"
        model.save_pretrained(folder)
        return load(folder)


@torch.no_grad()
def check(folder):
    dump = load_file(folder / "dump.safetensors")
    ids = dump["input_ids"]
    model = load(folder)
    logits = model(ids, use_cache=False).logits
    found = {
        "dump": difference(logits, dump["logits"]),
        "cache": difference(logits, with_cache(model, ids)),
        "saved": difference(logits, saved_again(model)(ids, use_cache=False).logits),
    }
    found["bfloat16"] = difference(logits, load(folder, torch.bfloat16)(ids, use_cache=False).logits.float()) / logits.abs().max().item()
    generated = generates_the_same(model, ids[:, :8])
    good = generated and max(found["dump"], found["cache"], found["saved"]) < TOLERANCE and found["bfloat16"] < 1
    return good, " ".join(f"{name} {value:.1e}" for name, value in found.items()) + (" generated the same" if generated else " GENERATED OTHERWISE")


def main():
    failed = 0
    for name in sys.argv[1:]:
        try:
            good, line = check(Path(name))
        except Exception as error:
            good, line = False, f"{type(error).__name__}: {error}"
        failed += not good
        print("ok  " if good else "FAIL", Path(name).name, line, flush=True)
    print(f"transformers {transformers.__version__}: {len(sys.argv) - 1 - failed} of {len(sys.argv) - 1} folders agree")
    sys.exit(1 if failed else 0)


main()
