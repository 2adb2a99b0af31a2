"""The colours of speakers: of one name the same in every article, table and page."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

#: Of each colour: ink and tint on light paper, ink and tint on dark paper. Ink on paper and on its own tint,
#: and text on each tint, have a contrast of 4.5 or more (WCAG AA; tested).
COLOURS = (
    ("#0859ac", "#dcebff", "#91c1fe", "#1e3757"),
    ("#9d3013", "#ffe2db", "#fea28b", "#53291f"),
    ("#046e30", "#d5f3da", "#86d396", "#1a4024"),
    ("#743c98", "#f2e2ff", "#d4a9f5", "#412c50"),
    ("#7a5103", "#fce6c9", "#e9b364", "#4a3107"),
    ("#016869", "#c8f4f3", "#4ed5d5", "#004040"),
    ("#9a2a4f", "#fee1e6", "#fc9eb4", "#522732"),
    ("#5549aa", "#e7e7fe", "#b6b4ff", "#333157"),
    ("#596101", "#e8eecc", "#bbc76d", "#363a0d"),
    ("#046480", "#cdf0ff", "#5fcdf5", "#013d4f"),
)
#: What they are in a terminal: codes, and the names that rich has for them.
ANSI = (34, 31, 32, 35, 33, 36, 94, 91, 92, 95)
RICH = (
    "blue",
    "red",
    "green",
    "magenta",
    "yellow",
    "cyan",
    "bright_blue",
    "bright_red",
    "bright_green",
    "bright_magenta",
)
#: How many colours there are.
N_COLOURS = len(COLOURS)

#: Paper, text, faint text, lines, the tint and the ink of what nobody is named for, error.
LIGHT = ("#ffffff", "#1f2328", "#63676e", "#dcdcd8", "#ececea", "#5c6067", "#b00020")
DARK = ("#17191c", "#e6e6e3", "#9a9ea6", "#3a3d42", "#2f3237", "#b0b4bb", "#ff9a9a")


def colour_of(name: str) -> int:
    """The number of a name's colour: made of the name alone, so that no article changes it.

    Examples:
        >>> colour_of("Ana Ruiz") == colour_of("ANA  RUIZ")
        True
    """
    key = f"pullquote {' '.join(name.casefold().split())}"
    return crc32(key.encode("utf-8", "replace")) % N_COLOURS


def has_colour_of_its_own(speaker_kind: object, *, is_person: bool) -> bool:
    """Whether a speaker is somebody who can be met again: a person or an organisation.

    No phrase for a crowd, a paper, an office or an unnamed source. Tables of one's own may have no kinds.
    """
    return is_person or speaker_kind in ("name", "organization", None)


def clashing(names: Iterable[str]) -> set[str]:
    """The names whose colour an earlier one has: they are drawn with a double line, so that both can be told apart.

    Examples:
        >>> clashing(["Ana Ruiz", "Tom Lee", "Ana Ruiz"])
        set()
    """
    owners: dict[int, str] = {}
    return {name for name in names if owners.setdefault(colour_of(name), name) != name}
