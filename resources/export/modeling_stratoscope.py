"""A decoder that Stratoscope edited: whole blocks, or halves of blocks, replaced by affine maps of the residual stream.

    model = AutoModelForCausalLM.from_pretrained(folder, trust_remote_code=True)

It is the library's own class with what config.json's "stratoscope" section says put in:
  maps     rank of each map, 0 for a full one; their tensors are stratoscope_maps.N.*
  between  x becomes x + map(x) in front of a layer, or behind the last one
  halves   a layer's attention or MLP adds map(x) to the stream, or nothing where `map` is null
"""
import ast
import inspect
import textwrap

import torch
import transformers
from torch import nn
from transformers.cache_utils import Cache
from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES
from transformers.models.auto.tokenization_auto import TOKENIZER_MAPPING_NAMES

FAMILY = "@FAMILY@"
Stock = getattr(transformers, MODEL_FOR_CAUSAL_LM_MAPPING_NAMES[FAMILY])


class StratoscopeConfig(Stock.config_class):
    # A name of its own: who loads the folder as a stock model, without its maps, gets an error instead of a wrong model.
    model_type = "stratoscope"

    def __init__(self, **settings):
        # For AutoTokenizer, which goes by model_type where the tokeniser's own files don't name a class.
        tokenizer = TOKENIZER_MAPPING_NAMES.get(FAMILY)
        settings.setdefault("tokenizer_class", tokenizer[0] if isinstance(tokenizer, tuple) else tokenizer)
        super().__init__(**settings)


class AffineMap(nn.Module):
    """x [..., width] -> x B + c, what is added to x. B is `matrix` [width, width], or `down` [width, rank] times `up` [rank, width]."""

    def __init__(self, width, rank):
        super().__init__()
        factors = {"down": (width, rank), "up": (rank, width)} if rank else {"matrix": (width, width)}
        for name, shape in factors.items():
            setattr(self, name, nn.Parameter(torch.zeros(shape)))
        self.intercept = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        product = x @ self.matrix if hasattr(self, "matrix") else x @ self.down @ self.up
        return (product + self.intercept).to(x.device)

    def before(self, layer, args, kwargs):
        """A forward pre-hook: the layer reads the mapped stream."""
        if args:
            return (args[0] + self(args[0]), *args[1:]), kwargs
        x = kwargs["hidden_states"]
        return args, {**kwargs, "hidden_states": x + self(x)}

    def behind(self, layer, args, output):
        """A forward hook: what follows reads the mapped stream."""
        if isinstance(output, tuple):
            return (output[0] + self(output[0]), *output[1:])
        return output + self(output)


class ReplacedHalf(nn.Module):
    """In the place of a layer's attention or MLP. Returns what the layer expects of the stock module."""

    def __init__(self, stock, layer, attention, map, branch_scale):
        super().__init__()
        for name, value in vars(stock).items():  # some layers ask their attention whether it is a sliding one
            if not name.startswith("_"):
                setattr(self, name, value)
        self.layer, self.attention, self.branch_scale = layer, attention, branch_scale
        self.map = (map,)  # in a tuple: its tensors belong to stratoscope_maps alone
        self.values = max(values_returned(stock), 2 if attention else 1)
        self.adds_residual = "residual" in inspect.signature(stock.forward).parameters  # Bloom, MPT
        self.stream = None

    def watch(self, module, args, kwargs):
        """A forward pre-hook of the module that the half begins with, mostly its norm: that reads the stream."""
        self.stream = args[0] if args else kwargs["hidden_states"]

    def forward(self, *args, **kwargs):
        x, self.stream = self.stream, None
        added = torch.zeros_like(x) if self.map[0] is None else self.map[0](x) / self.branch_scale
        if self.attention:
            self.count_tokens(x, [*args, *kwargs.values()], kwargs.get("cache_position"))
        if self.adds_residual:
            added = added + (kwargs["residual"] if "residual" in kwargs else args[1])
        return added if self.values == 1 else (added, *[None] * (self.values - 1))

    def count_tokens(self, x, arguments, cache_position):
        """The library counts tokens by what a layer's cache holds, so it holds one zero a token."""
        cache = next((value for value in arguments if isinstance(value, Cache)), None)
        if cache is not None:
            cache = getattr(cache, "self_attention_cache", cache)
            nothing = x.new_zeros(x.shape[0], 1, x.shape[1], 1)
            cache.update(nothing, nothing, self.layer, {"cache_position": cache_position})


def values_returned(module):
    """How many values the stock module's forward returns, by its source: that differs between versions of the library."""
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(type(module).forward)))
    returned = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Return)]
    return len(returned[-1].elts) if isinstance(returned[-1], ast.Tuple) else 1


def rename_as_the_family_does():
    """Version 5 of the library renames and joins some families' tensors as it reads them; it goes by the names of classes and families."""
    try:
        from transformers.conversion_mapping import get_checkpoint_conversion_mapping, register_checkpoint_conversion_mapping
    except ImportError:
        return
    renaming = get_checkpoint_conversion_mapping(Stock.__name__) or get_checkpoint_conversion_mapping(FAMILY) or []
    register_checkpoint_conversion_mapping(StratoscopeForCausalLM.__name__, renaming, overwrite=True)


class StratoscopeForCausalLM(Stock):
    config_class = StratoscopeConfig

    def __init__(self, config):
        rename_as_the_family_does()
        super().__init__(config)
        edits = config.stratoscope
        self.stratoscope_maps = nn.ModuleList(AffineMap(config.hidden_size, rank) for rank in edits["maps"])
        layers = self.get_submodule(edits["layers"])
        for between in edits["between"]:
            self.put_between(layers, **between)
        for half in edits["halves"]:
            self.replace_half(layers, edits["branch_scale"], **half)
        self.post_init()

    def put_between(self, layers, before_layer, map):
        map = self.stratoscope_maps[map]
        if before_layer < len(layers):
            layers[before_layer].register_forward_pre_hook(map.before, with_kwargs=True)
        else:
            layers[-1].register_forward_hook(map.behind)

    def replace_half(self, layers, branch_scale, layer, half, map, module, stream, removed):
        block = layers[layer]
        if not hasattr(block, module):  # version 5 of the library calls Mixtral's block_sparse_moe so
            module = "mlp"
        map = None if map is None else self.stratoscope_maps[map]
        stand_in = ReplacedHalf(getattr(block, module), layer, half == "attention", map, branch_scale)
        setattr(block, module, stand_in)
        for name in removed:
            setattr(block, name, nn.Identity())
        getattr(block, stream).register_forward_pre_hook(stand_in.watch, with_kwargs=True)
