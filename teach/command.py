"""The command line that all teachers share: train, score, label."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import NamedTuple

from teach.corpora import ROOT


class Parsers(NamedTuple):
    """The parser of the whole line and those of its commands, to which options can be added."""

    all: argparse.ArgumentParser
    train: argparse.ArgumentParser
    score: argparse.ArgumentParser
    label: argparse.ArgumentParser


def parsers_of(module: str, about: str, *, measures: str, labels: str) -> Parsers:
    """Make the parsers with the options that all teachers have.

    Args:
        module: that is run.
        about: what it is.
        measures: what ``score`` prints.
        labels: what ``label`` does.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=about)
    parser.add_argument("--weights", type=Path, default=ROOT / "target/teach", metavar="FOLDER")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--fast", action="store_true", help="8 bits, to label and to score")
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="fine-tune on the gold and write the weights")
    train.add_argument("--epochs", type=float, default=2)
    train.add_argument("--minutes", type=float, default=math.inf)
    score = commands.add_parser("score", help=f"{measures} on the development sets")
    score.add_argument("--out", type=argparse.FileType("w"), default=sys.stdout)
    label = commands.add_parser("label", help=labels)
    label.add_argument("articles", type=Path)
    label.add_argument("out", type=Path)
    label.add_argument("--minutes", type=float, default=math.inf)
    return Parsers(parser, train, score, label)
