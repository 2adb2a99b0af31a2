"""Made the tables of schema 1 in this folder, once, of examples/articles.jsonl: never again, as others must be readable too.

For a schema 2: copy this to tests/data/schema2/, run it there from the root of the repository, and keep this folder.
"""

from __future__ import annotations

import lzma
import sys
from pathlib import Path

import pyarrow.parquet as parquet

import pullquote as pq

TABLES = ["articles", "quotes", "people", "mentions", "marks", "times", "boilerplate"]

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    articles = list(pq.read("examples/articles.jsonl"))[:5]
    pq.write(articles, {name: folder / f"{name}.parquet" for name in TABLES})
    pq.write(articles, {"quotes": folder / "quotes.csv.gz", "people": folder / "people.jsonl.gz"})
    same = pq.same_quotes(parquet.read_table(folder / "quotes.parquet"), alone=True)
    parquet.write_table(same, folder / "same_quotes.parquet")
    corpus = pq.Corpus()
    corpus.add(parquet.read_table(folder / "quotes.parquet"))
    corpus.save(folder / "quotes.corpus")
    lines = "".join(f"{one.to_json()}\n" for one in pq.Pipeline().pipe(articles[:2]))
    (folder / "documents.jsonl.xz").write_bytes(lzma.compress(lines.encode()))
