"""Prints the table of quotes of examples/articles.jsonl, or of the file named: ``make demo``."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from pathlib import Path

import pullquote as pq


def main() -> None:
    """Reads the articles, prints one line or more per quote."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("articles.jsonl"))
    with path.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines if line.strip()]
    tables = pq.extract(articles, ["quotes", "articles"])
    width = max(60, min(shutil.get_terminal_size((110, 24)).columns, 140)) - 54
    print(f"{'article':<18} {'kind':<9} {'speaker':<24} said")
    for quote in tables["quotes"]:
        speaker = quote["speaker"] or f"({quote['reason']})"
        said = textwrap.wrap(quote["said"], width) or [""]
        start = f"{quote['article_id']!s:<18.18} {quote['kind']:<9} {speaker:<24.24} "
        print(start + said[0])
        for line in said[1:]:
            print(" " * len(start) + line)
    failed = [row for row in tables["articles"] if row["error"]]
    for row in failed:
        print(f"{row['article_id']}: not analysed: {row['error']}")
    print(
        f"\n{len(tables['quotes'])} quotes in {len(articles)} articles, {len(failed)} not analysed"
    )


if __name__ == "__main__":
    main()
