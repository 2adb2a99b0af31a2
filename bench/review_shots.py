"""Screenshots of the review page for docs/images: light, dark and narrow, of the articles in examples/.

    python -m bench.review_shots

Needs playwright and Debian's chromium.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pullquote as pq

ROOT = Path(__file__).parents[1]
#: Name, scheme, width, height, keys.
SHOTS = (
    ("review-light", "light", 1320, 800, "j a a a x a j 1 a a a"),
    ("review-dark", "dark", 1320, 800, "j a a a x a j 1 a a a s"),
    ("review-narrow", "light", 414, 860, "j a a"),
)


def main() -> None:
    """Writes the images."""
    from playwright.sync_api import sync_playwright

    lines = (ROOT / "examples/articles.jsonl").read_text(encoding="utf-8").splitlines()
    articles: list[dict[str, Any]] = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        tables = pq.extract(articles, ["quotes", "people"])
        path = pq.review(tables, Path(folder, "review.html"), articles=articles)
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        for name, scheme, width, height, keys in SHOTS:
            context = browser.new_context(
                color_scheme=scheme, viewport={"width": width, "height": height}
            )
            page = context.new_page()
            page.goto(path.as_uri())
            for key in keys.split():
                page.keyboard.press(key)
            page.wait_for_timeout(400)
            page.screenshot(path=ROOT / "docs/images" / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
