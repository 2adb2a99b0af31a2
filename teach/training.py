"""Fine-tuning of the encoder on labelled documents, and the files that its weights are kept in."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.ao.quantization import quantize_dynamic

from teach.batches import BATCH, Chunk, batches_of_a_size
from teach.encoder import CAPITAL, CAPITALS, LOWER, Labeller, pretrained

_BODY_RATE, _NEW_RATE = 3e-4, 2e-3
_WARM_UP = 0.08
_SEED = 7
_SAVE_EVERY = 250

#: The loss of some chunks, given the case that the words of each are changed to, or None for their own.
Loss = Callable[[Labeller, Sequence[Chunk], Sequence[int | None]], Tensor]


def seed(offset: int = 0) -> random.Random:
    """Begin all drawing of numbers anew, so that the same documents give the same weights."""
    torch.manual_seed(_SEED + offset)
    return random.Random(_SEED + offset)


def fit(
    model: Labeller,
    new: Sequence[nn.Parameter],
    chunks: Sequence[Chunk],
    generator: random.Random,
    loss_of: Loss,
    path: Path,
    *,
    epochs: float,
    minutes: float,
    slower: float = 1,
    changed_case: float = 0,
) -> None:
    """Fine-tune a model and write its weights.

    Args:
        model: to be fine-tuned.
        new: its parameters that have learned nothing yet: they learn faster.
        chunks: of labelled documents.
        generator: see `seed`.
        loss_of: what is to become small.
        path: the file of the weights.
        epochs: how often all chunks are read; the last time perhaps only part of them.
        minutes: be done after these, with fewer epochs if need be. Not the same weights each time.
        slower: what the rates are divided by.
        changed_case: the share of documents whose case is changed, others each time.
    """
    is_new = {id(parameter) for parameter in new}
    body = [p for p in model.parameters() if p.requires_grad and id(p) not in is_new]
    groups = [{"params": body, "rate": _BODY_RATE}, {"params": new, "rate": _NEW_RATE}]
    optimizer = torch.optim.AdamW(groups, fused=True)
    n_steps = int(epochs * math.ceil(len(chunks) / BATCH))
    n_pieces = sum(chunk.n_pieces for chunk in chunks)
    print(f"{n_pieces} pieces, {n_steps} steps", flush=True)
    began, n_read, mean_loss = time.monotonic(), 0, 1.0
    for step, (batch, recase) in enumerate(_endless(chunks, generator, changed_case), 1):
        seconds = time.monotonic() - began
        progress = max(step / n_steps, seconds / (60 * minutes))
        if step % 50 == 0 or progress >= 1:
            print(
                f"step {step}, {progress:.0%}, loss {mean_loss:.4f}, {seconds:.0f} s, "
                f"{n_read / seconds:.0f} pieces/s, {n_read / n_pieces:.2f} epochs",
                flush=True,
            )
        if step % _SAVE_EVERY == 0 or progress >= 1:
            save(model, path)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            rate = group["rate"] / slower
            group["lr"] = rate * min(progress / _WARM_UP, (1 - progress) / (1 - _WARM_UP))
        loss = loss_of(model, batch, recase)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*body, *new], 1.0)
        optimizer.step()
        mean_loss += 0.02 * (loss.item() - mean_loss)
        n_read += sum(chunk.n_pieces for chunk in batch)


def _endless(
    chunks: Sequence[Chunk], generator: random.Random, changed_case: float
) -> Iterator[tuple[list[Chunk], list[int | None]]]:
    """Read all over and over; each time other documents have their case changed."""
    while True:
        recase: dict[str, int] = {}
        if changed_case:
            for document_id in dict.fromkeys(chunk.document.id for chunk in chunks):
                if generator.random() < changed_case:
                    cases = (LOWER, CAPITALS, CAPITAL)
                    recase[document_id] = generator.choices(cases, (0.5, 0.3, 0.2))[0]
        for batch in batches_of_a_size(chunks, generator):
            yield batch, [recase.get(chunk.document.id) for chunk in batch]


def save(model: Labeller, path: Path) -> None:
    """Write the weights that differ from those of the package."""
    path.parent.mkdir(parents=True, exist_ok=True)
    learned = {name: tensor for name, tensor in model.named_parameters() if tensor.requires_grad}
    save_file(learned, path)


def load(path: Path, n_labels: int, *, is_fast: bool = False) -> Labeller:
    """Read the weights that `save` wrote.

    Args:
        path: the file.
        n_labels: as many as there were.
        is_fast: multiply in whole numbers of 8 bits: nearly twice as fast, not quite the same.
    """
    model = pretrained(n_labels)
    model.load_state_dict(load_file(path), strict=False)
    model.eval()
    if is_fast:
        torch.backends.quantized.engine = "onednn"
        quantize_dynamic(model.layers, {nn.Linear}, dtype=torch.qint8, inplace=True)
    return model
