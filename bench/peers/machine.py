"""What the run was made on, and what our wheel holds."""

from __future__ import annotations

import os
import platform
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import Any


def describe_machine() -> dict[str, Any]:
    """Processor, cores, memory, system, Python, load and day."""
    import psutil

    return {
        "processor": processor_name(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "memory_gb": psutil.virtual_memory().total / 1e9,
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": psutil.getloadavg(),
        "day": date.today().isoformat(),
    }


def processor_name(path: Path = Path("/proc/cpuinfo")) -> str:
    """The processor by the name that the system gives it."""
    if path.exists():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def last_core() -> int | None:
    """A core to hold single-threaded work to; None where the system can't."""
    return max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None


def newest_wheel(folder: Path) -> Path | None:
    """The wheel made last, if any."""
    wheels = sorted(folder.glob("*.whl"), key=lambda path: path.stat().st_mtime)
    return wheels[-1] if wheels else None


def wheel_sizes(wheel: Path) -> dict[str, Any]:
    """Bytes of a wheel, and of the compiled core in it, compressed."""
    with zipfile.ZipFile(wheel) as archive:
        cores = [item for item in archive.infolist() if "_core" in item.filename]
    core = sum(item.compress_size for item in cores if not item.filename.endswith(".pyi"))
    return {"name": wheel.name, "wheel": wheel.stat().st_size, "core": core}


def model_sizes(folder: Path) -> dict[str, list[int]]:
    """Bytes of each model file, as it is and as a wheel holds it (deflated); the core embeds them."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    contents = {path.name: path.read_bytes() for path in files}
    return {name: [len(data), len(zlib.compress(data, 6))] for name, data in contents.items()}
