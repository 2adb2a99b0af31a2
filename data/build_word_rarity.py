"""Writes lexicons/word_rarity.tsv: how rare words are in sentences of news, for src/corpus.

    python data/build_word_rarity.py ARTICLES.jsonl     # ../shared/data/articles/raw.jsonl

A line is a word and log2(sentences / sentences that have it), in tenths. Words of fewer than 40 sentences are left
out: they all count as rare. Counts alone are kept, no text.
"""

import json
import math
import re
import sys
from collections import Counter
from pathlib import Path

OUT = Path(__file__).parent / "lexicons/word_rarity.tsv"
ABOUT = "rarity of words in sentences of news, tenths of bits | counted for pullquote over articles/raw (counts only)"
MIN_SENTENCES = 40


def words(sentence):
    text = sentence.lower().replace("’", "'")
    text = re.sub(r"\b(wo|ca|sha)n't\b", lambda m: {"wo": "will", "ca": "can", "sha": "shall"}[m[1]] + " not", text)
    text = re.sub(r"n't\b", " not", text)
    for clitic, word in (("'re", "are"), ("'m", "am"), ("'ll", "will"), ("'ve", "have"), ("'d", "would"), ("'s", "is")):
        text = re.sub(rf"{clitic}\b", f" {word}", text)
    return set(re.findall(r"[a-z]+", text))


def main():
    counts, total = Counter(), 0
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            for sentence in re.split(r"[.?!]\W*\s|\n", json.loads(line)["text"]):
                if found := words(sentence):
                    counts.update(found)
                    total += 1
    rows = [(word, round(10 * math.log2(total / n))) for word, n in counts.items() if n >= MIN_SENTENCES]
    with OUT.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"# {ABOUT}\n")
        out.writelines(f"{word}\t{bits}\n" for word, bits in sorted(rows))
    print(len(rows), "words of", total, "sentences")


if __name__ == "__main__":
    main()
