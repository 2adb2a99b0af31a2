"""The page of ``pq.review`` in a real browser: Debian's chromium, headless, without network."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import pullquote as pq
from pullquote._review.corrections import read_corrections
from pullquote._review.page import _page

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install playwright"
)
CHROMIUM = os.environ.get("PULLQUOTE_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium: apt-get install chromium, or set PULLQUOTE_CHROMIUM"
)

ARTICLES: list[dict[str, Any]] = [
    {
        "id": "pier",
        "date": "2018-04-17",
        "outlet": "Harbor Ledger",
        "title": "Pier to close",
        "text": '"We are ready," Mayor Ana Ruiz said on Tuesday. "We will not wait."\n\n'
        "Jo Tran, who runs the ferry, said the pier was too old. Safe enough: the guard in his blue coat.",
    },
    {
        "id": 7,
        "outlet": "The Brief",
        "text": 'The 🎉 ferry 🎉 is late. "It is always late," said Jo Tran. "Ice 🧊 first": a sign.',
    },
    {"id": "quiet", "outlet": "The Brief", "text": "Rain fell all day."},
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.set_offline(True)
    yield context
    context.close()


@pytest.fixture
def open_page(context: Any) -> Iterator[Callable[[Path], Any]]:
    """Opens a file; at the end nothing may have gone wrong in it, or been asked from anywhere."""
    problems: list[str] = []
    asked: list[str] = []

    def opened(path: Path) -> Any:
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text))
        page.on("dialog", lambda dialog: (problems.append("dialog"), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        return page

    yield opened
    assert problems == []
    assert [url for url in asked if not url.startswith(("file:", "blob:file:", "data:"))] == []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    tables = pq.extract(ARTICLES, ["quotes", "people"])
    assert [row["said"] for row in tables["quotes"]] == [
        "We are ready, We will not wait.",
        "the pier was too old",
        "It is always late,",
    ]
    return pq.review(tables, tmp_path / "review.html", articles=ARTICLES)


def press(page: Any, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def save(page: Any, tmp_path: Path) -> dict[str, Any]:
    """What Ctrl+S downloads; it must be as the schema says."""
    with page.expect_download() as download:
        page.keyboard.press("Control+s")
    target = tmp_path / f"saved-{len(list(tmp_path.iterdir()))}.json"
    download.value.save_as(target)
    assert download.value.suggested_filename.startswith("corrections-")
    read_corrections(target)
    return dict(json.loads(target.read_text("utf-8")))


def verdicts(saved: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["verdict"], one["text"]) for one in saved["entries"]]


def select(page: Any, words: str) -> None:
    """Selects words of the article, as a mouse does."""
    page.evaluate(
        """words => {
            const box = document.getElementById("text");
            const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
            const nodes = [];
            let whole = "";
            while (walker.nextNode()) { nodes.push([walker.currentNode, whole.length]); whole += walker.currentNode.data; }
            const place = (at, isEnd) => nodes.findLast(([node, from]) => isEnd ? from < at : from <= at);
            const start = whole.indexOf(words), end = start + words.length;
            const range = document.createRange();
            range.setStart(place(start)[0], start - place(start)[1]);
            range.setEnd(place(end, true)[0], end - place(end, true)[1]);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )


def test_keys_decide_and_the_file_goes_back_into_the_tables(
    open_page: Any, path: Path, tmp_path: Path
) -> None:
    page = open_page(path)
    assert page.locator("#position").inner_text() == "1 of 4"
    assert page.locator("#text .who").inner_text() == "Mayor Ana Ruiz"
    assert page.locator("#text .cue").inner_text() == "said"
    assert page.locator("#text mark").all_inner_texts() == ["We are ready,", "We will not wait."]
    # Accept; no quote; correct: nobody's kind and speaker are as found.
    press(page, "a x 3")
    press(page, "s")
    assert page.locator("#names").is_visible()
    page.keyboard.type("Ana R")
    press(page, "Enter c")
    page.keyboard.type("who says?")
    press(page, "Escape")
    saved = save(page, tmp_path)
    assert verdicts(saved) == [
        ("accepted", '"We are ready," Mayor Ana Ruiz said on Tuesday. "We will not wait.'[1:]),
        ("rejected", "the pier was too old"),
        ("corrected", "It is always late,"),
    ]
    late = saved["entries"][2]
    assert late["corrected"] == {"kind": "indirect", "speaker": "Ana Ruiz", "person_id": None}
    assert (late["article_id"], late["comment"]) == (7, "who says?")
    assert page.locator("#counts").inner_text().split() == [
        "3",
        "of",
        "3",
        "✓",
        "1",
        "✎",
        "1",
        "✕",
        "1",
    ]
    assert page.locator("#bar").get_attribute("aria-valuetext") == "3 of 3"
    done = pq.apply_corrections(pq.quotes(ARTICLES), saved, articles=ARTICLES)
    assert [(row["speaker"], row["corrected"]) for row in done.quotes] == [
        ("Ana Ruiz", "accepted"),
        ("Ana Ruiz", "speaker, kind"),
    ]
    assert pq.evaluate(saved)["precision"]["n_right"] == 2


def test_undo_and_redo(open_page: Any, path: Path, tmp_path: Path) -> None:
    page = open_page(path)
    press(page, "a x 1 2 e")
    full = verdicts(save(page, tmp_path))
    press(page, "z z z")
    assert [one[0] for one in verdicts(save(page, tmp_path))] == ["accepted", "rejected"]
    assert page.locator("#position").inner_text() == "3 of 4"
    press(page, "z z z z")
    assert page.locator("#status").inner_text() == "There is nothing to undo."
    assert save(page, tmp_path)["entries"] == []
    press(page, "Shift+Z Shift+Z Shift+Z Shift+Z Shift+Z Shift+Z")
    assert verdicts(save(page, tmp_path)) == full
    # What is done anew cannot be redone over.
    press(page, "z a Shift+Z")
    assert page.locator("#redo").is_disabled()


def test_speakers_are_chosen_by_number_or_typed(open_page: Any, path: Path, tmp_path: Path) -> None:
    page = open_page(path)
    press(page, "s")
    assert page.locator("#names b").all_inner_texts() == ["Ana Ruiz", "Jo Tran", "nobody is named"]
    press(page, "2 j s 0 j s")
    page.keyboard.type("A <b>spokes</b>man")
    press(page, "Enter")
    assert page.locator("#speaker-name").inner_text() == "A <b>spokes</b>man"
    entries = save(page, tmp_path)["entries"]
    jo, nobody, typed = (one["corrected"] for one in entries)
    people = {row["name"]: row["person_id"] for row in pq.people(ARTICLES[:1])}
    assert jo == {"speaker": "Jo Tran", "person_id": people["Jo Tran"]}
    assert nobody == {"speaker": None, "person_id": None}
    assert typed == {"speaker": "A <b>spokes</b>man", "person_id": None}
    # To choose what was found is no correction.
    press(page, "Home s 1")
    assert page.locator("#verdict").inner_text() == "○ undecided"
    # Escape leaves it as it was, arrows choose.
    press(page, "s ArrowDown Escape")
    assert page.locator("#speaker-name").inner_text() == "Ana Ruiz"
    press(page, "s ArrowDown Enter")
    assert page.locator("#speaker-name").inner_text() == "Jo Tran"


def test_ends_move_by_words_also_behind_emoji(open_page: Any, path: Path, tmp_path: Path) -> None:
    page = open_page(path)
    press(page, "j w e")
    assert page.locator("#words").inner_text() == "pier was too"
    press(page, "q q r r r")
    assert page.locator("#words").inner_text() == "said the pier was too old. Safe"
    press(page, "j e e")
    assert page.locator("#words").inner_text() == "It is always"
    for one in save(page, tmp_path)["entries"]:
        text = next(article["text"] for article in ARTICLES if article["id"] == one["article_id"])
        for part in [one, *one["found"]["parts"], *one["corrected"]["parts"]]:
            assert text[part["start"] : part["end"]] == part["text"]
    press(page, "r r")
    assert page.locator("#verdict").inner_text() == "○ undecided"


def test_missed_quotes_are_added_by_mouse(open_page: Any, path: Path, tmp_path: Path) -> None:
    page = open_page(path)
    press(page, "j j")
    select(page, ' "Ice 🧊 first"')
    page.locator("#selected button", has_text="New quote").click()
    page.keyboard.type("a sign")
    press(page, "Enter")
    assert page.locator("#position").inner_text() == "4 of 5"
    assert page.locator("#verdict").inner_text() == "+ added"
    entry = save(page, tmp_path)["entries"][0]
    text = ARTICLES[1]["text"]
    start = text.index("Ice")
    assert (entry["start"], entry["end"], entry["text"]) == (start, start + 11, "Ice 🧊 first")
    assert (entry["corrected"]["kind"], entry["corrected"]["speaker"]) == ("direct", "a sign")
    # The same words once more are the same quote; to take it away is undone by z.
    select(page, "Ice 🧊 first")
    press(page, "n")
    assert "a quote already" in page.locator("#status").inner_text()
    press(page, "x")
    assert save(page, tmp_path)["entries"] == []
    press(page, "z")
    assert page.locator("#words").inner_text() == "Ice 🧊 first"


def test_missed_quotes_are_added_by_keys_alone(open_page: Any, path: Path, tmp_path: Path) -> None:
    page = open_page(path)
    press(page, "j v")
    assert page.locator("#text .cursor").all_inner_texts() == ["."]
    press(page, "ArrowRight Shift+ArrowRight")
    assert page.locator("#say").inner_text() == "Safe enough"
    press(page, "n")
    page.keyboard.type("the guard")
    press(page, "Enter")
    entry = save(page, tmp_path)["entries"][0]
    assert (entry["text"], entry["verdict"]) == ("Safe enough", "added")
    press(page, "k v ArrowRight Shift+ArrowDown")
    assert page.locator("#say").inner_text() == "Safe enough: the guard in his blue coat."
    press(page, "Escape j")
    # The words of a quote, and a further part.
    press(page, "k v ArrowUp ArrowUp Shift+ArrowRight m")
    assert page.locator("#verdict").inner_text() == "✎ corrected"
    press(page, "v ArrowRight Shift+ArrowRight p")
    assert page.locator("#words p").count() == 2


def test_done_articles_have_no_undecided_quotes(open_page: Any, path: Path, tmp_path: Path) -> None:
    page = open_page(path)
    press(page, "a d")
    assert "undecided yet" in page.locator("#status").inner_text()
    assert not page.locator("#done").is_checked()
    assert page.locator("#position").inner_text() == "2 of 4"
    press(page, "a k d")
    assert page.locator("#done").is_checked()
    # An article in which nothing was found: accept says that nothing is missed.
    press(page, "End a")
    articles = {one["article_id"]: one for one in save(page, tmp_path)["articles"]}
    assert {id: one["done"] for id, one in articles.items()} == {"pier": True, "quiet": True}
    assert articles["pier"]["n_chars"] == len(ARTICLES[0]["text"])
    # Undecided again: not done any more.
    press(page, "z z z")
    assert save(page, tmp_path)["articles"][0]["done"] is False


def test_reload_restores(open_page: Any, path: Path, tmp_path: Path) -> None:
    page = open_page(path)
    press(page, "a x 2 j j j")
    select(page, "Rain fell all day")
    press(page, "n Escape d c")
    before = save(page, tmp_path)
    page.reload()
    assert "decisions were kept by this browser" in page.locator("#status").inner_text()
    assert save(page, tmp_path) == before
    # Another review has its own memory.
    other = pq.review(pq.quotes(ARTICLES[:1]), tmp_path / "other.html", articles=ARTICLES[:1])
    page = open_page(other)
    assert save(page, tmp_path)["entries"] == []


def test_a_memory_that_is_spoilt_is_left_out(open_page: Any, path: Path, tmp_path: Path) -> None:
    page = open_page(path)
    press(page, "a x e")
    before = save(page, tmp_path)
    for key, value in {
        "q2": '{"parts": [[1, 99999]], "v": "accepted"}',
        "q1": '{"parts": "x"}',
        "q0": "{",
        "n1": '{"a": 9, "parts": [[0, 1]]}',
        "n2": '{"a": 0, "parts": [[0]]}',
        "d9": '{"done": true}',
        "d0": "1",
        "strangers": "[",
        "e5": '{"v": "accepted"}',
    }.items():
        page.evaluate(
            "([key, value]) => { const one = Object.keys(localStorage).find(k => /:q0$/.test(k)).slice(0, -2);"
            " localStorage.setItem(key === 'q0' ? one + 'zz' : one + key, value); }",
            [key, value],
        )
    page.reload()
    assert verdicts(save(page, tmp_path)) == verdicts(before)[:1]


def test_a_saved_file_is_gone_on_with(
    open_page: Any, path: Path, tmp_path: Path, browser: Any
) -> None:
    page = open_page(path)
    press(page, "a x 2 c")
    page.keyboard.type("hm")
    press(page, "Escape")
    select(page, "Ice 🧊 first")
    press(page, "n")
    page.keyboard.type("a sign")
    press(page, "Enter Home Shift+J a d")
    before = save(page, tmp_path)
    file = tmp_path / "go-on.json"
    stranger = {**before["entries"][0], "article_id": "elsewhere"}
    elsewhere = {"article_id": "elsewhere", "done": False}
    more = {
        **before,
        "articles": [*before["articles"], elsewhere],
        "entries": [*before["entries"], stranger],
    }
    file.write_text(json.dumps(more), "utf-8")
    fresh = browser.new_context()
    page = fresh.new_page()
    page.goto(path.as_uri())
    page.locator("#file").set_input_files(file)
    page.locator("#status", has_text="taken over").wait_for()
    assert "1 fit no quote of this page" in page.locator("#status").inner_text()
    after = save(page, tmp_path)
    assert after["entries"] == more["entries"]
    assert after["articles"] == more["articles"]
    # One step to undo; a file that is none is said to be.
    press(page, "z")
    assert len(save(page, tmp_path)["entries"]) == 1
    file.write_text('{"format": "other"}', "utf-8")
    page.locator("#file").set_input_files(file)
    page.locator("#status", has_text="cannot be read").wait_for()
    fresh.close()


def test_filters_and_orders(open_page: Any, path: Path) -> None:
    page = open_page(path)
    names = page.locator(".row .who")
    assert names.count() == 4
    page.select_option("#by-outlet", "The Brief")
    assert names.all_inner_texts() == ["Jo Tran", "No quotes found"]
    page.select_option("#by-outlet", "")
    page.select_option("#by-kind", "indirect")
    assert page.locator("#shown").inner_text() == "1 of 4 shown"
    page.select_option("#by-kind", "")
    page.locator("#find").fill("READY")
    assert page.locator(".row").count() == 1
    page.locator("#find").fill("")
    page.select_option("#order", "confidence")
    figures = []
    for _ in range(3):
        figures.append(float(page.locator("#how").inner_text().split()[1]))
        page.locator("#next").click()
    assert figures == sorted(figures)
    page.select_option("#order", "shuffled")
    shuffled = names.all_inner_texts()
    page.reload()
    page.select_option("#order", "shuffled")
    assert names.all_inner_texts() == shuffled
    page.select_option("#by-state", "decided")
    assert "No quote passes" in page.locator("#text").inner_text()
    # No key may do harm where there is nothing.
    press(page, "a x j k u d s 1 q v n m p z Home End J")


def test_the_keys_are_listed_and_typing_is_no_key(open_page: Any, path: Path) -> None:
    page = open_page(path)
    press(page, "?")
    assert page.locator("#help").is_visible()
    assert "no quote" in page.locator("#help").inner_text()
    press(page, "x Escape")
    assert not page.locator("#help").is_visible()
    press(page, "/")
    page.keyboard.type("xaz?")
    assert page.locator("#find").input_value() == "xaz?"
    assert page.locator("#bar").get_attribute("aria-valuenow") == "0"


HOSTILE = (
    '<script>document.title = "run"</script> </script><img src=x onerror="document.title = 1"> <!-- '
    "]]> \u2028 \u2029 &lt;b&gt; %%DATA%% ${x} `y` \\u003c \x00 \x07 {{z}} '\"><svg/onload=alert(1)> \u202e gnol"
)


def test_hostile_texts_are_shown_and_never_run(open_page: Any, tmp_path: Path) -> None:
    text = f'"{HOSTILE}" said {HOSTILE}. End.'
    n = len(HOSTILE)
    quote = {
        "quote_id": HOSTILE,
        "article_id": HOSTILE,
        "kind": HOSTILE,
        "speaker": HOSTILE,
        "speaker_start": n + 8,
        "speaker_end": 2 * n + 8,
        "text": HOSTILE,
        "start": 1,
        "end": n + 1,
        "method": HOSTILE,
        "reason": HOSTILE,
    }
    article = {"id": HOSTILE, "text": text, "title": HOSTILE, "outlet": HOSTILE, "date": HOSTILE}
    other = {"id": 2, "text": "Nothing.", "outlet": "onerror=alert(1)"}
    people = [{"article_id": HOSTILE, "name": HOSTILE, "role": HOSTILE, "person_id": HOSTILE}]
    path = pq.review(
        [quote], tmp_path / "x.html", articles=[article, other], people=people, title=HOSTILE
    )
    page = open_page(path)
    title = page.title()
    assert title.startswith("<script>")
    assert page.locator("#text").evaluate("box => box.textContent").replace(
        "\x00", "?"
    ) == text.replace("\x00", "?")
    assert page.locator("h1").evaluate("one => one.textContent").startswith("<script>")
    assert page.locator("script, img, svg, iframe").count() == 2
    press(page, "s 1 s Escape a k c")
    page.keyboard.type("</script><script>document.title = 2</script>")
    press(page, "Escape")
    saved = save(page, tmp_path)
    assert saved["entries"][0]["text"] == HOSTILE
    assert saved["entries"][0]["article_id"] == HOSTILE
    assert page.title() == title
    page.reload()
    assert page.title() == title


def test_even_what_got_into_the_page_cannot_run_or_call_home(context: Any, path: Path) -> None:
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(path.as_uri())
    for html in (
        "<img src='https://example.org/x.png' onerror='document.title = 1'>",
        "<iframe src='https://example.org/'></iframe>",
        "<svg onload='document.title = 2'></svg>",
    ):
        page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", html)
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'document.title = 3'}))"
    )
    page.wait_for_timeout(100)
    assert page.title() == "Review of quotes"
    assert len([text for text in refused if "Content Security Policy" in text]) >= 4
    policy = page.locator("meta[http-equiv]").get_attribute("content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_file_has_no_sign_that_ends_its_data(tmp_path: Path) -> None:
    html = _page({"articles": [], "quotes": [], "text": HOSTILE}, HOSTILE)
    data = html.split('id="data">')[1].split("</script>")[0]
    assert json.loads(data)["text"] == HOSTILE
    assert not set("<>&\u2028\u2029") & set(data)
    assert html.count("<script") == 2


def many(n: int, per_article: int = 10) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Invented quotes, already found: the page is what is measured."""
    articles, quotes = [], []
    for number in range(n // per_article):
        text, id = "", f"a{number}"
        for k in range(per_article):
            said = f"Number {number} will be followed by number {number + 1}, and so on."
            start = len(text) + 1
            speaker = f"Speaker {number * 7 % 500}"
            text += f'"{said}" {speaker} said on day {k}.\n\n'
            quotes.append(
                {
                    "quote_id": f"{id}:q{k}",
                    "article_id": id,
                    "kind": "direct",
                    "text": said,
                    "start": start,
                    "end": start + len(said),
                    "speaker": speaker,
                    "speaker_start": start + len(said) + 2,
                    "speaker_end": start + len(said) + 2 + len(speaker),
                    "confidence": (number * 37 + k) % 100 / 100,
                }
            )
        articles.append({"id": id, "text": text, "outlet": f"Outlet {number % 9}"})
    return articles, quotes


COUNT = """() => {
    window.work = {changed: 0, writes: 0};
    new MutationObserver(records => { for (const one of records) window.work.changed += 1 + one.addedNodes.length; })
        .observe(document.body, {childList: true, subtree: true, attributes: true, characterData: true});
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) { window.work.writes += value.length; return set.call(this, key, value); };
}"""


def work_of(page: Any, keys: str) -> tuple[int, int, int]:
    """Elements there are, changes of the page, and characters kept, after some keys."""
    page.evaluate(COUNT)
    press(page, keys)
    page.wait_for_timeout(50)
    work = page.evaluate("window.work")
    return page.locator("*").count(), work["changed"], work["writes"]


def test_ten_thousand_quotes_are_no_more_work_than_a_hundred(
    open_page: Any, tmp_path: Path
) -> None:
    keys = "a x a 2 a u j k Shift+J a s 1 z Home End"
    figures = {}
    for n in (100, 10_000):
        articles, quotes = many(n)
        page = open_page(pq.review(quotes, tmp_path / f"{n}.html", articles=articles))
        assert page.locator("#position").inner_text() == f"1 of {n:,}"
        figures[n] = work_of(page, keys)
        assert page.locator(".row").count() < 40
    # Elements, changes and what is written do not grow with the number of quotes.
    assert figures[10_000][0] <= figures[100][0] + 20
    assert figures[10_000][1] <= figures[100][1] * 1.2 + 50
    assert figures[10_000][2] <= figures[100][2] + 50
    assert page.locator("#position").inner_text() == "10,000 of 10,000"


def test_a_very_long_article_is_shown_in_part(open_page: Any, tmp_path: Path) -> None:
    (article,), quotes = many(5000, 5000)
    path = pq.review(quotes, tmp_path / "long.html", articles=[article])
    page = open_page(path)
    press(page, "End")
    assert page.locator("*").count() < 1200
    assert len(page.locator("#text").inner_text()) < 30_000
    before = len(page.locator("#text").inner_text())
    page.locator("#text .more").first.click()
    assert len(page.locator("#text").inner_text()) > before


def test_stretches_of_context_where_there_are_no_articles(open_page: Any, tmp_path: Path) -> None:
    quotes = pq.quotes(ARTICLES, context=12)
    page = open_page(pq.review(quotes, tmp_path / "review.html"))
    assert page.locator("#position").inner_text() == "1 of 3"
    assert "We are ready" in page.locator("#text").inner_text()
    assert not page.locator("#done").is_visible()
    press(page, "d j j r a")
    saved = save(page, tmp_path)
    assert saved["entries"][0]["corrected"]["text"].startswith("It is always late")
    assert saved["articles"][0]["text_hash"] is None
    done = pq.apply_corrections(pq.quotes(ARTICLES), saved)
    assert done.counts["corrected"] == 1


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 414)])
def test_it_is_accessible_by_the_rules_of_axe(
    browser: Any, path: Path, scheme: str, width: int
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright",
        reason="axe is not installed: pip install axe-playwright-python",
    )
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(path.as_uri())
    # With all verdicts, the chooser, the help, the word cursor.
    for keys in ("j a x 2", "s", "Escape ?", "Escape k v Shift+ArrowRight"):
        press(page, keys)
        page.wait_for_timeout(250)
        found = axe.Axe().run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]}
        )
        assert found.violations_count == 0, found.generate_report()
    context.close()
