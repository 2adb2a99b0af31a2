"""Writes lexicons/feasts.tsv: the days of feasts that move with the moon, 1950 to 2050, for src/time.

    pip install holidays==0.109
    python data/build_feasts.py

The tables are those of the package holidays (MIT): Islamic days by the Umm al-Qura calendar, which may differ by a day from what
a country announces; Diwali as kept in India, 2001 to 2035, since its longer table is a month off in some years.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from holidays.calendars.chinese import _ChineseLunisolar
from holidays.calendars.hebrew import _HebrewLunisolar
from holidays.calendars.hindu import _HinduLunisolar
from holidays.calendars.islamic import _IslamicLunar

YEARS = range(1950, 2051)
TABLE = Path(__file__).parent / "lexicons" / "feasts.tsv"
HEADER = (
    "# feasts: name, first day, number of days | PyPI holidays 0.109, MIT; data/build_feasts.py\n"
)


def days(table: dict[int, Any]) -> Iterator[date]:
    """The days of a table, in order: a year of the moon may begin twice in one of the sun."""
    for year in YEARS:
        found = table.get(year, ())
        for month, day in found if found and isinstance(found[0], tuple) else [found] * bool(found):
            yield date(year, month, day)


def main() -> None:
    """Writes the table."""
    fasts_end = list(days(_IslamicLunar.EID_AL_FITR_DATES))
    rows = []
    for start in days(_IslamicLunar.RAMADAN_BEGINNING_DATES):
        # The last month of fasting may end beyond the table.
        if end := next((end for end in fasts_end if end > start), None):
            rows.append(("ramadan", start, (end - start).days))
    for name, table, length in (
        ("eid_al_fitr", _IslamicLunar.EID_AL_FITR_DATES, 1),
        ("eid_al_adha", _IslamicLunar.EID_AL_ADHA_DATES, 1),
        ("lunar_new_year", _ChineseLunisolar.LUNAR_NEW_YEAR_DATES, 1),
        ("passover", _HebrewLunisolar.PASSOVER_DATES, 8),
        ("rosh_hashanah", _HebrewLunisolar.ROSH_HASHANAH_DATES, 1),
        ("yom_kippur", _HebrewLunisolar.YOM_KIPPUR_DATES, 1),
        ("hanukkah", _HebrewLunisolar.HANUKKAH_DATES, 8),
        ("diwali", _HinduLunisolar.DIWALI_INDIA_DATES, 1),
    ):
        rows += [(name, start, length) for start in days(table)]
    assert all(timedelta(0) < timedelta(length) <= timedelta(30) for _, _, length in rows)
    lines = [f"{name}\t{start}\t{length}\n" for name, start, length in rows]
    TABLE.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
