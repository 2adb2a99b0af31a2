"""Tables out of a run's figures: the same for the screen and for docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from bench.peers.figures import Spread, rates, ratios
from bench.peers.tasks import AIMS, BUILT, IMPORT_AIM, RATIO_AIM, WHEEL_AIM

Result: TypeAlias = dict[str, Any]
"""What ``bench.peers.run`` gives; JSON."""


class Section(NamedTuple):
    """A heading, paragraphs, a table (if it has columns), and lines of a list after it."""

    title: str
    words: list[str]
    columns: list[str]
    rows: list[list[str]]
    notes: list[str]


def digits(number: float) -> str:
    """Three digits or so: 1,234, 123, 12.3, 1.23, 0.012."""
    for least, places in ((100, 0), (10, 1), (0.1, 2)):
        if abs(number) >= least or number == 0:
            return f"{number:,.{places}f}"
    return f"{number:.2g}"


def megabytes(runs: list[dict[str, Any]]) -> Spread:
    """MB/s of the rounds."""
    return Spread(*(rate / 1e6 for rate in rates(runs, "bytes")))


def sections(result: Result) -> list[Section]:
    """All of the page."""
    return [
        _summary(result),
        _faster(result),
        *(_task(task) for task in result["tasks"] if any(_measured(task))),
        *([_starts(result)] if result["starts"] else []),
        *_growth(result),
        _missing(result),
        _how(result),
    ]


def _measured(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (pair for pair in task["pairs"] if "ours" in pair)


def _our_rate(result: Result, name: str) -> Spread | None:
    """MB/s of all our rounds of a task, whatever stood beside them."""
    for task in result["tasks"]:
        runs = [run for pair in _measured(task) for run in pair["ours"]["runs"]]
        if task["name"] == name and runs:
            return megabytes(runs)
    return None


def _verdict(reached: bool) -> str:
    return "reached" if reached else "not reached"


def _summary(result: Result) -> Section:
    rows = []
    for label, name, aim in AIMS:
        rate = _our_rate(result, name)
        if rate is None:
            rows.append([label, f"{aim:g} MB/s", "not measured", "", ""])
            continue
        found = [f"{digits(rate.median)} MB/s", f"{digits(rate.greatest)} MB/s"]
        rows.append([label, f"{aim:g} MB/s", *found, _verdict(rate.median >= aim)])
    for task in result["tasks"]:
        for pair in _measured(task):
            if pair["peer"] == "spacy-full" and "theirs" in pair:
                times = ratios(pair["ours"]["runs"], pair["theirs"]["runs"])
                found = [f"{digits(times.median)} times", f"{digits(times.greatest)} times"]
                label = "everything on, beside spaCy sm's full pipe, batch 16"
                verdict = _verdict(times.median >= RATIO_AIM)
                rows.append([label, f"{RATIO_AIM} times", *found, verdict])
    ours = result["starts"][0] if result["starts"] else {}
    if "import_ms" in ours:
        spread = Spread.of(ours["import_ms"])
        found = [f"{digits(spread.median)} ms", f"{digits(spread.least)} ms"]
        rows.append(["import", f"{IMPORT_AIM} ms", *found, _verdict(spread.median <= IMPORT_AIM)])
    if result["wheel"]:
        size = result["wheel"]["wheel"] / 1e6
        verdict = _verdict(size <= WHEEL_AIM)
        rows.append(["wheel", f"{WHEEL_AIM} MB", f"{digits(size)} MB", "", verdict])
    else:
        rows.append(["wheel", f"{WHEEL_AIM} MB", "not measured", "", ""])
    words = ["What we set out to reach on one core, and what this run measured."]
    return Section("In short", words, ["what", "aim", "median", "best", ""], rows, [])


def _faster(result: Result) -> Section:
    """Where another program does better, in plain words."""
    notes = []
    for task in result["tasks"]:
        lighter = []
        for pair in _measured(task):
            if "theirs" not in pair:
                continue
            ours, theirs = pair["ours"]["runs"], pair["theirs"]["runs"]
            times = ratios(ours, theirs).median
            if times < 1:
                notes.append(
                    f"{task['title']}: {pair['label']} is {digits(1 / times)} times as fast as we are"
                    f" ({digits(megabytes(theirs).median)} against {digits(megabytes(ours).median)} MB/s)."
                    f" It gives: {pair['does']}."
                )
            if _peak(theirs) < _peak(ours):
                lighter.append(f"{pair['label']} ({_peak(theirs):.0f} against {_peak(ours):.0f})")
        if lighter:
            notes.append(f"{task['title']}, less memory in MB: {'; '.join(lighter)}.")
    there = [start for start in result["starts"] if "import_ms" in start]
    if there:
        ours, *others = there
        for what, value in (
            ("is imported sooner", lambda start: Spread.of(start["import_ms"]).median),
            ("has its first result sooner after the import", _first),
            ("takes less room on disk, with all that it needs,", _room),
        ):
            better = [
                start["label"].split(",")[0] for start in others if value(start) < value(ours)
            ]
            if better:
                notes.append(f"What {what} than ours: {'; '.join(better)}.")
    words = ["By the median of the rounds." if notes else "In nothing that was measured here."]
    return Section("Where others do better", words, [], [], notes)


def _first(start: dict[str, Any]) -> float:
    return Spread.of(start["first_ms"]).median


def _room(start: dict[str, Any]) -> float:
    return start["size"]["all"] if start["size"] else float("inf")


def _peak(runs: list[dict[str, Any]]) -> float:
    return max(run["peak_mb"] for run in runs)


def _task(task: dict[str, Any]) -> Section:
    columns = [
        "beside",
        "articles",
        "ours MB/s: median, best",
        "theirs MB/s: median, best",
        "ours is so many times as fast: median (least to greatest)",
        "by processor time",
        "words/s: ours, theirs",
        "peak MB (of it before any text): ours, theirs",
        "found: ours, theirs",
    ]
    if task["name"] in BUILT:
        columns.append("made ready, with the import, in s: ours, theirs")
    rows = []
    for pair in _measured(task):
        sides = [pair[side] for side in ("ours", "theirs") if side in pair]
        both = [side["runs"] for side in sides]
        first = both[0][0]
        speeds = [megabytes(runs) for runs in both]
        cells = [f"{digits(speed.median)}, {digits(speed.greatest)}" for speed in speeds]
        if len(both) == 2:
            wall, processor = ratios(*both), ratios(both[0], both[1], "processor")
            spread = f"{digits(wall.least)} to {digits(wall.greatest)}"
            cells += [f"{digits(wall.median)} ({spread})", digits(processor.median)]
        else:
            cells += ["", "", ""]
        cells.append(", ".join(f"{rates(runs, 'words').median:,.0f}" for runs in both))
        cells.append(
            ", ".join(f"{_peak(side['runs']):.0f} ({side['ready_mb']:.0f})" for side in sides)
        )
        cells.append(", ".join(f"{runs[0]['found']:,}" for runs in both))
        if task["name"] in BUILT:
            cells.append(", ".join(digits(side["ready_s"]) for side in sides))
        rows.append([pair.get("label", "alone"), f"{first['n']:,}", *cells])
    notes = [f"{pair['label']}: {pair['does']}." for pair in _measured(task) if "theirs" in pair]
    return Section(task["title"], [task["note"]], columns, rows, notes)


def _starts(result: Result) -> Section:
    rows = []
    for start in result["starts"]:
        if "missing" in start:
            continue
        imports, firsts = Spread.of(start["import_ms"]), Spread.of(start["first_ms"])
        size = start["size"]
        rows.append(
            [
                start["label"],
                f"{digits(imports.median)}, {digits(imports.least)}",
                f"{digits(firsts.median)}, {digits(firsts.least)}",
                f"{start['peak_mb']:.0f}",
                digits(size["alone"] / 1e6) if size else "",
                f"{digits(size['all'] / 1e6)} ({size['n']})" if size else "",
            ]
        )
    notes = []
    wheel = result["wheel"]
    if wheel:
        core = digits(wheel["core"] / 1e6)
        notes.append(f"{wheel['name']}: {digits(wheel['wheel'] / 1e6)} MB, of it the core {core}.")
    if result["models"]:
        deflated = sum(size for _, size in result["models"].values()) / 1e6
        notes.append(f"The models in the core: {digits(deflated)} MB deflated.")
    return Section(
        "Import, first result, room",
        [
            "New processes, without the first; the first result is that of one sentence, with the loading of models where there are any."
            " Room is that of the installed files of the package, and of all packages that it needs."
        ],
        [
            "program, first result",
            "import ms: median, best",
            "first result ms: median, best",
            "peak MB",
            "room MB",
            "with all it needs (packages)",
        ],
        rows,
        notes,
    )


def _growth(result: Result) -> Iterator[Section]:
    growth = result["growth"]
    if not growth or not growth["marks"]:
        return
    rows = [
        [
            f"{mark['articles']:,}",
            digits(mark["seconds"]),
            digits(1000 * mark["seconds"] / mark["articles"]),
            f"{mark['peak_mb']:.0f}",
            f"{mark['quotes']:,}",
        ]
        for mark in growth["marks"]
    ]
    words = [
        f"`pq.quotes(pq.read(…), threads={growth['threads']})` over one JSON Lines file: the articles, then seeded edits of them;"
        " the clock read as the stream passes each mark, the rows dropped as they come."
    ]
    notes = []
    if "exponent" in growth:
        notes.append(f"Time grows with the power {growth['exponent']:.3f} of the number.")
    if "stopped" in growth:
        notes.append(f"{growth['stopped']}.")
    columns = ["articles", "seconds", "ms an article", "peak MB so far", "quotes"]
    yield Section("Cost against size", words, columns, rows, notes)


def _missing(result: Result) -> Section:
    notes = [f"{what}: {why}" for what, why in sorted(result["missing"].items())]
    for task in result["tasks"]:
        for pair in task["pairs"]:
            if "missing" in pair:
                notes.append(f"{task['title']}, {pair.get('label', 'ours')}: {pair['missing']}")
    for start in result["starts"]:
        if "missing" in start:
            notes.append(f"import of {start['label']}: {start['missing']}")
    words = [] if notes else ["Nothing: all that was asked for was measured."]
    return Section("What could not be measured", words, [], [], notes)


def _how(result: Result) -> Section:
    machine, articles, options = result["machine"], result["articles"], result["options"]
    labels = {
        side["with"]
        for task in result["tasks"]
        for pair in _measured(task)
        for side in (pair["ours"], pair.get("theirs"))
        if side
    }
    load = ", ".join(f"{load:.1f}" for load in machine["load"])
    after = ", ".join(f"{load:.1f}" for load in result["load_after"])
    return Section(
        "How it was measured",
        [
            f"{machine['day']}; {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']:.0f} GB;"
            f" {machine['system']}; Python {machine['python']}. Load of the machine (1, 5, 15 minutes) before: {load}; after: {after}.",
            f"{articles['n']:,} raw news articles, {articles['bytes'] / 1e6:.1f} MB ({articles['name']}), shuffled by a seed. A pair of"
            f" programs takes about {options['seconds']:g} seconds (2 or 4 times as long with a parse), over as many"
            " articles as the slower of the two can do in that time, but at least a batch of 16 (a quick run: one),"
            f" both the same ones: {options['rounds']} rounds of ours, theirs, ours, theirs, …, each program in a process"
            " of its own, on one thread and held to one core, unless the row says two. The quicker one passes over them"
            " again until 0.2 seconds are filled. The ratio is taken within each round. Memory is that of"
            " the sample: compare it within a row only.",
            "Each takes texts in its own form, made before the clock starts: ours an Arrow table, the others Python strings; ours"
            " writes Arrow tables, the others Python objects. Of our memory before any text the greater part is pyarrow."
            " MB are millions of bytes of UTF-8; words are what white space parts."
            " What is found differs by what each looks for; how right it is, is measured elsewhere (README, “How good”).",
        ],
        [],
        [],
        sorted(labels),
    )


def to_markdown(result: Result) -> str:
    """docs/benchmarks.md."""
    parts = [
        "# pullquote beside other programs",
        "Written by `make bench-peers ARGS='--write docs/benchmarks.md'`; not edited by hand.",
    ]
    if result["quick"]:
        parts.append("**A quick run (`--quick`): too short for figures to rely on.**")
    for section in sections(result):
        parts += [f"## {section.title}", *section.words]
        if section.columns:
            lines = [section.columns, ["---"] * len(section.columns), *section.rows]
            parts.append("\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines))
        if section.notes:
            parts.append("\n".join(f"- {note}" for note in section.notes))
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
