"""Says so when the extension is a debug build: right, but many times slower."""

import warnings

from taox._core import DEBUG_BUILD

__all__ = ["DEBUG_BUILD"]

if DEBUG_BUILD:
    warnings.warn(
        "taox._core is a debug build, many times slower than a release build (`make wheel`)",
        RuntimeWarning,
        stacklevel=2,
    )
