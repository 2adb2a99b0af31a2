"""How long a step of the review page takes in chromium, with many quotes.

    python -m bench.review [QUOTES]      # 10000 by default; needs playwright and Debian's chromium

Prints the size of the page, the time until it can be used, and for each key the time from the key to the next frame
(median and 95th percentile of 100 presses), for the list as it is and least sure first.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pullquote as pq

_STEP = """key => new Promise(done => {
    const start = performance.now();
    document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
    const worked = performance.now() - start;
    requestAnimationFrame(() => setTimeout(() => done([worked, performance.now() - start])));
})"""


def invented(n_quotes: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Articles of ten quotes each, and the quotes."""
    articles, quotes = [], []
    for number in range(n_quotes // 10):
        text, id = "", f"a{number}"
        for k in range(10):
            said = f"Pier {number} will be mended before pier {number + 1}, whatever the gulls say."
            speaker = f"Speaker {number * 7 % 500}"
            start = len(text) + 1
            place = {"start": start, "end": start + len(said), "text": said}
            text += (
                f'"{said}" {speaker} told a meeting on day {k} of the storm. '
                + "Rain fell all day.\n\n" * 3
            )
            quotes.append(
                {
                    "quote_id": f"{id}:q{k}",
                    "article_id": id,
                    "kind": "direct",
                    "speaker": speaker,
                    "confidence": (number * 37 + k) % 100 / 100,
                    **place,
                }
            )
        articles.append({"id": id, "text": text, "outlet": f"Outlet {number % 9}"})
    return articles, quotes


def main(n_quotes: int) -> None:
    """Prints the table."""
    from playwright.sync_api import sync_playwright

    articles, quotes = invented(n_quotes)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        start = time.perf_counter()
        path = pq.review(quotes, Path(folder, "review.html"), articles=articles)
        made = time.perf_counter() - start
        print(
            f"{len(quotes):,} quotes, {len(articles):,} articles: {path.stat().st_size / 1e6:.1f} MB, made in {made:.2f} s"
        )
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1440, "height": 860})
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.locator("#position").wait_for()
        print(
            f"opened in {time.perf_counter() - start:.2f} s; {page.locator('*').count():,} elements"
        )
        print(f"{'order':12} {'key':14} {'work ms':>8} {'p95':>6} {'to frame ms':>12} {'p95':>6}")
        for order in ("text", "confidence"):
            page.select_option("#order", order)
            for key, about in (
                ("j", "j next"),
                ("a", "a accept"),
                ("2", "2 kind"),
                ("r", "r end"),
                ("z", "z undo"),
            ):
                times = [page.evaluate(_STEP, key) for _ in range(100)]
                work, frame = ([one[at] for one in times] for at in (0, 1))
                cells = [f(values) for values in (work, frame) for f in (statistics.median, _p95)]
                print(
                    f"{order:12} {about:14} {cells[0]:8.1f} {cells[1]:6.1f} {cells[2]:12.1f} {cells[3]:6.1f}"
                )
        browser.close()


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
