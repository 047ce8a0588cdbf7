"""Makes the seeds of the fuzz targets again: python3 tests/fuzz/corpus/make.py (no package needed). Findings of runs, named
finding-*, stay as they are."""
import json
import pathlib
import shutil
import struct

here = pathlib.Path(__file__).parent
data = here.parent.parent / "data"


def safetensors(name, header, size, length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    (here / "safetensors" / name).write_bytes(struct.pack("<Q", len(text) if length is None else length) + text + bytes(range(256)) * (size // 256 + 1))


def row(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


bits = {"F64": 64, "F32": 32, "F16": 16, "BF16": 16, "I64": 64, "I32": 32, "I16": 16, "I8": 8, "U64": 64, "U32": 32, "U16": 16, "U8": 8, "BOOL": 8,
        "C64": 64, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "F8_E8M0": 8, "F6_E2M3": 6, "F6_E3M2": 6, "F4": 4}
header, place = {"__metadata__": {"format": "pt"}}, 0
for dtype, width in bits.items():
    header[f"t.{dtype}"] = row(dtype, [2, 4], place, place + width)
    place += width
safetensors("types", header, place)
safetensors("views", {"empty": row("F32", [0, 3], 0, 0), "scalar": row("F32", [], 0, 4), "deep": row("U8", [1, 2, 1, 2, 1, 1, 1, 1], 4, 8)}, 8)
safetensors("quantised", {"a.qweight": row("I32", [4, 8], 0, 128), "a.qzeros": row("I32", [1, 1], 128, 132), "a.scales": row("F16", [1, 8], 132, 148),
                          "a.g_idx": row("I32", [32], 148, 276), "b.weight": row("F8_E4M3", [2, 2], 276, 280), "b.weight_scale": row("F32", [], 280, 284)}, 284)
safetensors("wrong_overlap", {"a": row("U8", [8], 0, 8), "b": row("U8", [8], 4, 12)}, 12)
safetensors("wrong_overflow", {"a": row("F32", [4611686018427387904, 4], 0, 0)}, 0)
safetensors("wrong_length", {"a": row("U8", [1], 0, 1)}, 1, length=2**63)

for source in (data / "pickles").glob("*.bin"):
    shutil.copy(source, here / "pytorch" / source.name)

# A tokenizer's pipeline as it is, with the first of its tokens and the merges that make some of them.
for source in (data / "tokenizers").glob("*/tokenizer.json"):
    file = json.loads(source.read_text())
    model = file["model"]
    if isinstance(model.get("vocab"), dict):
        ordered = sorted(model["vocab"].items(), key=lambda entry: entry[1])
        kept = {token: number for token, number in ordered if len(token) == 1 or token.startswith("<")}
        kept |= dict(ordered[len(kept):len(kept) + 20])
        merges = [m for m in model.get("merges", []) if all(part in kept for part in (m if isinstance(m, list) else m.split(" "))) and
                  "".join(m if isinstance(m, list) else m.split(" ")) in kept]
        model["vocab"], model["merges"] = {token: number for token, number in list(kept.items())[:320]}, merges[:20]
    elif isinstance(model.get("vocab"), list):
        model["vocab"] = model["vocab"][:64]
    (here / "tokenizer" / source.parent.name).write_text(json.dumps(file, ensure_ascii=False))
