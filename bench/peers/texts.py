"""The texts of a run: articles, near-duplicates of them, phrases; all fixed by the seed.

Every line comes from the articles that are given; none is kept in the repository.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]

SEED = 7
TIMES = 6
"""Near-duplicates of each article (of a third one less)."""
N_PHRASES = 50_000
_PAIR = re.compile(
    r"\b(?=([A-Z][a-z]+ [A-Z][a-z]+)\b)"  # "Ana Ruiz" in "Mayor Ana Ruiz" too, not "the Port"
)


def read_articles(path: Path) -> list[Row]:
    """The rows that have a text, with the columns that we use.

    Raises:
        ValueError: there are none.
    """
    names = ("id", "date", "title", "outlet", "text")
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    rows = [{name: row.get(name) for name in names} for row in rows if row.get("text")]
    if not rows:
        raise ValueError(f"no articles in {path}; expected JSON Lines with text")
    return rows


def write_rows(path: Path, rows: Sequence[Row] | Iterator[Row]) -> None:
    """JSON Lines."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


def edited_text(text: str, chance: random.Random) -> str:
    """An article as another outlet might print it: another head, paragraphs left out, words changed."""
    paragraphs = [part for part in text.split("\n") if chance.random() > 0.1]
    words = " \n".join(paragraphs).split(" ")
    for _ in range(len(words) // 50):
        words[chance.randrange(len(words))] = "indeed"
    return "By our own reporter\n" + " ".join(words)


def many_articles(articles: Sequence[Row]) -> list[Row]:
    """The articles, and of each some near-duplicates."""
    chance = random.Random(SEED)
    rows = [{"id": row["id"], "date": row.get("date"), "text": row["text"]} for row in articles]
    for number in range(TIMES):
        for row in articles[: len(articles) if number < TIMES - 1 else len(articles) // 3]:
            text = edited_text(row["text"], chance)
            rows.append({"id": f"{row['id']}+{number}", "date": row.get("date"), "text": text})
    return rows


def grown(articles: Sequence[Row], n: int) -> Iterator[Row]:
    """`n` articles numbered by their ids: those given, then seeded edits of them, again and again."""
    chance = random.Random(SEED)
    for number in range(n):
        row = articles[number % len(articles)]
        text = row["text"] if number < len(articles) else edited_text(row["text"], chance)
        yield {**row, "id": f"{number}", "text": text}


def make_phrases(articles: Sequence[Row], n: int = N_PHRASES) -> list[str]:
    """Pairs of capitalised words of the articles, then invented ones; sorted, no two the same."""
    chance = random.Random(SEED)
    found = sorted({pair for row in articles for pair in _PAIR.findall(row["text"])})
    phrases = set(chance.sample(found, n) if len(found) > n else found)
    while len(phrases) < n:
        made = ("".join(chance.choices("aeioulnrst", k=chance.randint(3, 8))) for _ in range(2))
        phrases.add(" ".join(word.capitalize() for word in made))
    return sorted(phrases)


def write_texts(articles: Sequence[Row], folder: Path, n_originals: int = 1000) -> dict[str, int]:
    """Everything that workers read, into a folder: articles.jsonl and copies.jsonl, shuffled; phrases.txt.

    Returns:
        How many rows each file has.
    """
    chance = random.Random(SEED)
    shuffled = chance.sample(articles, len(articles))
    copies = many_articles(shuffled[:n_originals])
    chance.shuffle(copies)
    write_rows(folder / "articles.jsonl", shuffled)
    write_rows(folder / "copies.jsonl", copies)
    phrases = make_phrases(articles)
    (folder / "phrases.txt").write_text("\n".join(phrases) + "\n", encoding="utf-8")
    return {"articles": len(shuffled), "copies": len(copies)}
