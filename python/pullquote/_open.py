"""Files by their names: formats and compressions by suffix, patterns and folders, bytes in and out."""

from __future__ import annotations

import contextlib
import glob
import io
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any, TypeAlias

from pullquote.errors import InvalidInputError, InvalidOptionError, MissingPackageError

READABLE = (".jsonl", ".ndjson", ".csv", ".parquet", ".txt")
WRITABLE = (".jsonl", ".ndjson", ".csv", ".parquet")
COMPRESSED = (".gz", ".bz2", ".xz", ".zst")

#: What the folder of a run that is not complete is called, after its output.
PARTS = ".parts"

Paths: TypeAlias = "str | os.PathLike[str] | Iterable[str | os.PathLike[str]]"


def path_of(value: object, option: str) -> str:
    """A path as text.

    Raises:
        InvalidOptionError: no path, or one that no file can have.

    Examples:
        >>> path_of("news.jsonl", "path")
        'news.jsonl'
    """
    path = os.fspath(value) if isinstance(value, (str, os.PathLike)) else None
    if not isinstance(path, str) or not path:
        message = f"{option} is {value!r:.80}; expected the path of a file"
        raise InvalidOptionError(message)
    try:
        is_possible = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        is_possible = False
    if not is_possible:
        message = f"{option} is {path!r:.80}, which no file can be called"
        raise InvalidOptionError(message)
    return path


def part_of(path: str | os.PathLike[str]) -> str:
    """Where a file is written until it is whole: of each process and thread its own."""
    return f"{os.fspath(path)}.{os.getpid()}-{threading.get_ident()}.part"


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """A file to write to, which takes its place when it is whole; else the file that was there stays."""
    part = part_of(path)
    try:
        with open(part, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        # The caller knows the file by its own name only.
        if error.filename == part:
            error.filename = os.fspath(path)
        raise
    finally:
        with contextlib.suppress(OSError):
            os.unlink(part)


def compression_of(path: str) -> str:
    """The suffix of the compression, or nothing.

    Examples:
        >>> compression_of("articles.csv.GZ"), compression_of("articles.parquet")
        ('.gz', '')
    """
    suffix = os.path.splitext(path.lower())[1]
    return suffix if suffix in COMPRESSED else ""


def format_of(path: str, allowed: Sequence[str]) -> str:
    """The suffix that says the format, without that of a compression; ``-`` is JSON Lines.

    Raises:
        InvalidInputError: none that is known.

    Examples:
        >>> format_of("articles.csv.gz", READABLE)
        '.csv'
    """
    packed = compression_of(path)
    name = path.lower().removesuffix(packed)
    suffix = ".jsonl" if path == "-" else os.path.splitext(name)[1]
    if suffix not in allowed or (suffix == ".parquet" and packed):
        known = ", ".join(allowed)
        message = (
            f"{path}: unknown kind of file; expected a name that ends in {known} "
            f"(or, but for Parquet, one more of {', '.join(COMPRESSED)})"
        )
        raise InvalidInputError(message)
    return suffix


def find_files(paths: Paths) -> tuple[str, ...]:
    """The files that are meant, each once: paths in the order given, patterns and folders sorted by name.

    In folders, and where a pattern meets them, what is hidden, begins with ``_`` or belongs to a run that
    is not complete (a folder ``….parts``) is left out.

    Raises:
        InvalidInputError: nothing is there, or a kind of file that cannot be read.
        InvalidOptionError: not a path, nor a list of paths.
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    if not isinstance(given, Iterable) or isinstance(given, (bytes, bytearray)):
        message = (
            f"paths is {paths!r}; expected a path, a pattern like 'news/*.jsonl', or a list of them"
        )
        raise InvalidOptionError(message)
    found: dict[str, None] = {}
    for item in given:
        if not isinstance(item, (str, os.PathLike)) or not isinstance(os.fspath(item), str):
            message = f"paths has {item!r}; expected a path or a pattern like 'news/*.jsonl'"
            raise InvalidOptionError(message)
        path = path_of(item, "paths") if os.fspath(item) else ""
        if os.path.isdir(path):
            there = [at for at in _walk(path) if _is_article_file(path, at)]
        elif glob.has_magic(path) and not os.path.lexists(path):
            there = [at for at in sorted(glob.glob(path, recursive=True)) if os.path.isfile(at)]
            there = [at for at in there if PARTS + os.sep not in at]
        else:
            there = [path]
        if not there:
            message = f"{path}: no files there that end in {', '.join(READABLE)}"
            raise InvalidInputError(message)
        found.update(dict.fromkeys(there))
    for path in found:
        format_of(path, READABLE)
    if not found:
        message = "no files given"
        raise InvalidInputError(message)
    return tuple(found)


def _walk(folder: str) -> list[str]:
    paths = []
    for at, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _is_left_out(name)]
        paths += [os.path.join(at, name) for name in files if not _is_left_out(name)]
    return sorted(paths)


def _is_left_out(name: str) -> bool:
    return name.startswith((".", "_")) or name.endswith(PARTS)


def _is_article_file(folder: str, path: str) -> bool:
    try:
        format_of(path, READABLE)
    except InvalidInputError:
        return False
    return True


@contextlib.contextmanager
def open_bytes(path: str) -> Iterator[IO[bytes]]:
    """Opens a file for reading, as it is or unpacked; ``-`` is standard input.

    Raises:
        MissingPackageError: nothing is installed that unpacks it.
    """
    if path == "-":
        yield sys.stdin.buffer
        return
    packed = compression_of(path)
    if packed == ".gz":
        import gzip

        opened: Any = gzip.open(path, "rb")  # noqa: SIM115
    elif packed == ".bz2":
        import bz2

        opened = bz2.open(path, "rb")  # noqa: SIM115
    elif packed == ".xz":
        import lzma

        opened = lzma.open(path, "rb")  # noqa: SIM115
    elif packed == ".zst":
        opened = _open_zst(path)
    else:
        opened = open(path, "rb")  # noqa: SIM115
    with opened:
        yield opened


def _open_zst(path: str) -> IO[bytes]:
    if sys.version_info >= (3, 14):
        from compression import zstd

        return zstd.open(path, "rb")
    arrow = need_arrow(".zst files need")
    # It names no file in its errors, so the file is looked for here.
    os.stat(path)
    return io.BufferedReader(arrow.input_stream(path, compression="zstd"))


def packer(path: str) -> Callable[[bytes], bytes]:
    """Packs bytes as the suffix of the path says; packed pieces may stand one behind the other in a file.

    The same bytes give the same bytes.
    """
    packed = compression_of(path)
    if packed == ".gz":
        import gzip

        # Level 9, the default, takes longer than the analysis for little.
        return lambda data: gzip.compress(data, compresslevel=6, mtime=0)
    if packed == ".bz2":
        import bz2

        return bz2.compress
    if packed == ".xz":
        import lzma

        return lzma.compress
    if packed == ".zst":
        if sys.version_info >= (3, 14):
            from compression import zstd

            return zstd.compress
        arrow = need_arrow(".zst files need")
        return lambda data: bytes(arrow.compress(data, codec="zstd", asbytes=True))
    return lambda data: data


def need_arrow(what: str) -> Any:
    """pyarrow, with Parquet.

    Raises:
        MissingPackageError: it is not installed; `what` begins the message.
    """
    try:
        import pyarrow.parquet
    except ImportError:
        message = f'{what} pyarrow: pip install "pullquote[cli]"'
        raise MissingPackageError(message) from None
    return pyarrow
