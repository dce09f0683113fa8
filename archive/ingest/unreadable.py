"""What reading the bytes of others may raise."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

# Beside what they document, the libraries that unpack raise these on bytes that were changed on purpose.
UNREADABLE = (
    ArithmeticError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def described(error: BaseException) -> str:
    """Return what is wrong, in a sentence without its full stop."""
    said = (error.strerror if isinstance(error, OSError) else "") or str(error) or type(error).__name__
    return said.strip().rstrip(".")[:300]
