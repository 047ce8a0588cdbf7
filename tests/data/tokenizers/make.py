"""Makes the tokeniser folders that are not single tokenizer.json files of others: trains small vocabularies on the repository's LICENSE
and a line of many scripts, and writes what AutoTokenizer gives for some texts into expected.json.

Needs transformers 4.57, tokenizers, sentencepiece, protobuf and tiktoken. Usage: python make.py [FOLDER]"""
import base64
import io
import json
import pathlib
import sys

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as protobuf
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer
from transformers.convert_slow_tokenizer import bytes_to_unicode

HERE = pathlib.Path(__file__).resolve().parent
OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
SCRIPTS = "Привет мир, как дела? 日本語のテキスト。 한국어 텍스트 héllo ﬁne Ａ １２ e\u0301 naïve 😀👍🏽 "
LINES = (HERE.parents[2] / "LICENSE").read_text().split("\n") + [SCRIPTS] * 20
TEKKEN = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+"
          r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
TEXTS = [
    "", " ", "  ", "\n", "\t", "a", " a", "a ", "  two  blanks  ", "The licensee's rights; they'LL we've I'm DON'T 'ſ", "Hello, world! How are you?",
    "Once upon a time\nthere were\r\n\r\n  3 dogs.\t\tYes", "12345 678,90 ½ ² Ⅷ ٣٤ १२ 𝟙𝟚", "café cafe\u0301 Å Å ﬁ Ａ① ℃", "Привет, мир!", "日本語のテキスト。中文，标点",
    "한국어 각 \u1100\u1161\u11a8", "مرحبا שלום हिन्दी क्ष ไทย\u0e33", "😀👍🏽👩‍👩‍👧🇩🇪🇫🇷", "İstanbul straße ΑΣ Ǆ", "\u00a0\u3000\u200b\u200d\ufeff\u0085\u2028x",
    "\x00\x01\x7f\x9f control", "for (int i = 0; i < n; ++i) { x[i] += y_i->z; }", "https://example.org/a?b=c&d=%20", "<s>hi</s> <unk><pad>", "x<mask>y <mask> z",
    "USER1 and USER12 aUSER1", "<sp>  <sp>", "<0x0A><0xE2>", "▁already▁marked ▁▁", "``quoted''", "a" * 130, "ab" * 60, "...!!??", "_ __init__ _x", "\U0002ebf0\U00031350x \U0001e5d0",
    "\U000e0041\U0010ffff\u0378", "a\u0323\u0307 a\u0307\u0323 \u0898\u0301", "\r", "\r\n", " \n \n ", "\n\n\n\n", "e\u0301\u0301\u0301", "\u0301start", "The\u00adsoft hyphen",
    "mixed РусскийEnglish日本", "tab\tseparated\tvalues", "1,000,000.50", "don’t “curly” ‘quotes’—dash…", "A B C D", "THE LICENSE", "software Software SOFTWARE", "x" + " " * 40 + "y",
    "\t" * 9, "<|endoftext|>between<|endoftext|>", "<start_of_turn>user", "▁<PRE>x", "permission notice shall be included in all copies"]


def folder(name, config=None):
    path = OUT / name
    path.mkdir(exist_ok=True)
    if config is not None:
        (path / "tokenizer_config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n")
    return path


def expect(path):
    tokenizer = AutoTokenizer.from_pretrained(path)
    cases = []
    for text in TEXTS:
        plain = tokenizer(text, add_special_tokens=False)["input_ids"]
        cases.append({"text": text, "ids": tokenizer(text)["input_ids"], "ids_no_special": plain,
                      "decode": tokenizer.backend_tokenizer.decode(plain, skip_special_tokens=False)})
    (path / "expected.json").write_text(json.dumps({"cases": cases}) + "\n")


def trained(name, tokenizer, trainer, finish=lambda tokenizer: None):
    tokenizer.train_from_iterator(LINES, trainer)
    finish(tokenizer)
    path = folder(name, {"tokenizer_class": "PreTrainedTokenizerFast"})
    tokenizer.save(str(path / "tokenizer.json"))
    expect(path)
    return tokenizer


def sentence_piece(name, config, file="tokenizer.model", **options):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(LINES), model_writer=model, minloglevel=2, **options)
    path = folder(name, config)
    (path / file).write_bytes(model.getvalue())
    expect(path)
    return model.getvalue()


def pipeline(model, normalizer, pre_tokenizer, decoder):
    tokenizer = Tokenizer(model)
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    if decoder:
        tokenizer.decoder = decoder
    return tokenizer


def quiet(trainer, **options):
    return trainer(show_progress=False, **options)


# A few rules of normalisation instead of the thousands of nfkc, which would make the files large.
rules = HERE / "rules.tsv"
rules.write_text("".join(f"{source}\t{target}\n" for source, target in (
    ("FB01", "66 69"), ("FF21", "41"), ("65 301", "E9"), ("A", "20"), ("9", "20"), ("D", "20"), ("3000", "20"), ("200B", ""), ("AD", ""), ("2460", "31"))))
own_rules = {"normalization_rule_tsv": str(rules)}
llama_ids = {"unk_id": 0, "bos_id": 1, "eos_id": 2, "pad_id": -1}
whole_text = {"model_type": "bpe", "byte_fallback": True, "normalization_rule_name": "identity", "remove_extra_whitespaces": False}
llama = {"tokenizer_class": "LlamaTokenizer"}

sentence_piece("spm_llama", {**llama, "legacy": False}, vocab_size=700, user_defined_symbols=["<sp>", "USER1"], control_symbols=["<mask>"], **whole_text, **llama_ids)
sentence_piece("spm_llama_legacy", {**llama, "add_eos_token": True}, vocab_size=600, **whole_text, **llama_ids)
sentence_piece("spm_gemma", {"tokenizer_class": "GemmaTokenizer"}, vocab_size=700, add_dummy_prefix=False, pad_id=0, eos_id=1, bos_id=2, unk_id=3,
               user_defined_symbols=["<mask>", "<start_of_turn>", "<end_of_turn>", "\n", "▁▁"], **whole_text)
xglm = sentence_piece("spm_xglm", {"tokenizer_class": "XGLMTokenizer"}, "sentencepiece.bpe.model", model_type="unigram", vocab_size=600, **own_rules, **llama_ids)
proto = protobuf.ModelProto()
proto.ParseFromString(xglm)
charsmap = proto.normalizer_spec.precompiled_charsmap

trained("unigram_charsmap",
        pipeline(models.Unigram(), normalizers.Sequence([normalizers.Precompiled(charsmap), normalizers.Strip(left=False, right=True), normalizers.Replace(Regex(" {2,}"), "▁")]),
                 pre_tokenizers.Metaspace(), decoders.Metaspace()),
        quiet(trainers.UnigramTrainer, vocab_size=500, special_tokens=["<unk>", "<s>", "</s>"], unk_token="<unk>"),
        lambda tokenizer: tokenizer.add_tokens([AddedToken("USER1", single_word=True), AddedToken("<sp>", lstrip=True, rstrip=True)]))
trained("wordpiece", pipeline(models.WordPiece(unk_token="[UNK]"), normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer(), decoders.WordPiece()),
        quiet(trainers.WordPieceTrainer, vocab_size=700, special_tokens=["[UNK]", "[CLS]", "[SEP]"]),
        lambda tokenizer: setattr(tokenizer, "post_processor", processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))))
trained("bpe_word_ends", pipeline(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"), normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), normalizers.Lowercase()]),
                                  pre_tokenizers.Whitespace(), decoders.BPEDecoder()),
        quiet(trainers.BpeTrainer, vocab_size=700, special_tokens=["<unk>"], end_of_word_suffix="</w>"))
trained("bpe_word_insides", pipeline(models.BPE(unk_token="<unk>", continuing_subword_prefix="##", fuse_unk=True), normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents()]),
                                     pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation("contiguous")]), None),
        quiet(trainers.BpeTrainer, vocab_size=700, special_tokens=["<unk>"], continuing_subword_prefix="##"))
tekken = trained("tekken_like", pipeline(models.BPE(ignore_merges=True), None, pre_tokenizers.Sequence([
    pre_tokenizers.Split(Regex(TEKKEN), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]), decoders.ByteLevel()),
    quiet(trainers.BpeTrainer, vocab_size=900, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))

bytes_of = {character: byte for byte, character in bytes_to_unicode().items()}
ranks = sorted(tekken.get_vocab().items(), key=lambda entry: entry[1])
names = ["<s>", "</s>", "<|endoftext|>"]
listed = {str(len(ranks) + i): {"content": name, "lstrip": False, "normalized": False, "rstrip": False, "single_word": False, "special": True} for i, name in enumerate(names)}
path = folder("tiktoken_llama3", {**llama, "bos_token": "<s>", "eos_token": "</s>", "added_tokens_decoder": listed})
(path / "tokenizer.model").write_text("".join(f"{base64.b64encode(bytes(bytes_of[c] for c in token)).decode()} {rank}\n" for token, rank in ranks))
expect(path)
# Qwen 2's files, with lists as older folders have them.
path = folder("qwen2_words", {"tokenizer_class": "Qwen2Tokenizer", "pad_token": "<pad>"})
model = json.loads(tekken.to_str())["model"]
(path / "vocab.json").write_text(json.dumps(model["vocab"]))
(path / "merges.txt").write_text("#version: 0.2\n" + "\n".join(" ".join(merge) for merge in model["merges"]) + "\n")
(path / "added_tokens.json").write_text(json.dumps({"<|endoftext|>": len(ranks), "<sp>": len(ranks) + 1}))
(path / "special_tokens_map.json").write_text(json.dumps({"additional_special_tokens": ["<sp>"], "eos_token": "<|endoftext|>"}))
expect(path)
rules.unlink()
