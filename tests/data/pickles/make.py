"""Makes the files of this folder and golden/gpt2_bin_sharded by genuine torch.save.

    python3 tests/data/pickles/make.py        (PyTorch 2.1 or newer; float8 and uint16 to uint64 need it)

Each NAME.bin stands beside NAME.safetensors, the same tensors by the safetensors library where it has their type.
"""
import collections
import json
import pathlib
import zipfile

import torch
from safetensors.torch import load_file, save_file

here = pathlib.Path(__file__).parent
golden = here.parent / "golden"
torch.manual_seed(0)


def save(name, state, plain=None, **options):
    torch.save(state, here / f"{name}.bin", **options)
    tensors = plain if plain is not None else state
    save_file({key: value.detach().clone().contiguous() for key, value in tensors.items()}, here / f"{name}.safetensors")


def counted(*shape, dtype=torch.float32):
    count = 1
    for size in shape:
        count *= size
    return torch.arange(count).reshape(shape).to(dtype)


views = collections.OrderedDict()
base = counted(6, 8)
views["whole"] = base
views["tied"] = base
views["transposed"] = base.t()
views["rows"] = base[2:4]
views["columns"] = base[:, 1:3]
views["every other"] = base[::2, ::3]
views["column"] = base[:, 5]
views["permuted"] = counted(2, 3, 4).permute(2, 0, 1)
views["expanded"] = counted(3).expand(1, 3)
views["scalar"] = torch.tensor(2.5)
views["empty"] = torch.zeros(0, 3)
views["parameter"] = torch.nn.Parameter(counted(2, 2))
for number in range(1, 5):                     # storages of odd lengths: the legacy form packs what follows anywhere
    views[f"bytes.{number}"] = counted(number, dtype=torch.uint8)
    views[f"after.{number}"] = counted(3) + number

module = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.LayerNorm(2)).state_dict()     # with _metadata
types = {str(t).removeprefix("torch."): counted(3, dtype=t) for t in (
    torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8,
    torch.bool, torch.complex64)}
new_types = {str(t).removeprefix("torch."): counted(3).to(t) for t in (
    torch.uint16, torch.uint32, torch.uint64, torch.float8_e4m3fn, torch.float8_e5m2)}
marked = torch.ones(2)
marked.note = "an attribute, kept by torch.save"

for form, zipped in (("zip", True), ("legacy", False)):
    save(f"views_{form}", views, _use_new_zipfile_serialization=zipped)
    save(f"types_{form}", types, _use_new_zipfile_serialization=zipped)
    save(f"module_{form}", module, _use_new_zipfile_serialization=zipped)
for protocol in (3, 4, 5):
    save(f"protocol_{protocol}", {"w": counted(2, 3), "b": counted(2)}, pickle_protocol=protocol)
save("protocol_4_legacy", {"w": counted(2, 3), "b": counted(2)}, pickle_protocol=4, _use_new_zipfile_serialization=False)
save("new_types", new_types)
save("attributes", {"marked": marked, "parameter": torch.nn.Parameter(torch.ones(3))})
save("nested", {"epoch": 3, "state_dict": {"w": counted(2)}, "args": {"lr": 0.1, "shape": torch.Size([1, 2]), "device": torch.device("cpu")}},
     plain={"w": counted(2)})

torch.jit.save(torch.jit.script(torch.nn.ReLU()), here / "torchscript.pt")

# The form of archives beyond 4 GB, of a small one: the library is told that its limits are reached.
zipfile.ZIP64_LIMIT = zipfile.ZIP_FILECOUNT_LIMIT = 0
with zipfile.ZipFile(here / "module_zip.bin") as source, zipfile.ZipFile(here / "zip64.bin", "w") as target:
    for entry in source.infolist():
        with target.open(zipfile.ZipInfo(entry.filename), "w", force_zip64=True) as out:
            out.write(source.read(entry))
(here / "zip64.safetensors").write_bytes((here / "module_zip.safetensors").read_bytes())



def save_unaligned(state, path):
    """In the legacy form, whose storages begin where the description happens to end: not at a multiple of 4."""
    for padding in range(4):
        torch.save(state | {"padding": "-" * padding}, path, _use_new_zipfile_serialization=False)
        if (path.stat().st_size - sum(8 + t.numel() * t.element_size() for t in state.values())) % 4 == 1:
            return
    raise AssertionError("no padding gave the place that was asked for")


# A model of golden/ in two shards of either form, with the index that save_pretrained writes.
whole = load_file(golden / "gpt2" / "model.safetensors")
folder = golden / "gpt2_bin_sharded"
folder.mkdir(exist_ok=True)
names = sorted(whole)
index = {"metadata": {"total_size": sum(t.numel() * t.element_size() for t in whole.values())}, "weight_map": {}}
for number, part in enumerate((names[: len(names) // 2], names[len(names) // 2:]), 1):
    file = f"pytorch_model-{number:05d}-of-00002.bin"
    state = {name: whole[name].clone() for name in part}
    if number == 1:
        torch.save(state, folder / file)
    else:
        save_unaligned(state, folder / file)
    index["weight_map"].update({name: file for name in part})
(folder / "pytorch_model.bin.index.json").write_text(json.dumps(index, indent=2) + "\n")
for file in ("config.json", "expected.safetensors"):
    (folder / file).write_bytes((golden / "gpt2" / file).read_bytes())
