"""Time zones of Arrow timestamps: how far local time is from UTC at a given second."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from pullquote.errors import InvalidInputError

_FIXED = re.compile(r"([+-])(\d\d):?(\d\d)")
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def offset_of(zone: str) -> Callable[[int], int]:
    """The function from seconds since 1970 UTC to the zone's offset in seconds.

    Args:
        zone: a name like ``"Europe/Paris"`` or an offset like ``"+02:00"``.

    Raises:
        InvalidInputError: no such zone.

    Examples:
        >>> offset_of("+02:00")(0)
        7200
    """
    fixed = _FIXED.fullmatch(zone)
    info: tzinfo
    if fixed:
        sign = -1 if fixed[1] == "-" else 1
        info = timezone(sign * timedelta(hours=int(fixed[2]), minutes=int(fixed[3])))
    elif zone.upper() in ("UTC", "Z", "GMT"):
        return lambda seconds: 0
    else:
        try:
            info = ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            message = f"unknown time zone {zone!r}; expected one like 'Europe/Paris' or '+02:00'"
            raise InvalidInputError(message) from None

    def offset(seconds: int) -> int:
        try:
            shift = (_EPOCH + timedelta(seconds=seconds)).astimezone(info).utcoffset()
        except OverflowError:
            return 0
        return round(shift.total_seconds()) if shift else 0

    return offset
