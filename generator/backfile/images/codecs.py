"""
What decodes and encodes: with another version the same photo becomes other bytes.

To ask Pillow for the versions of its libraries it must be loaded, which a build that
makes no picture need not wait for.  Such a build looks whether the files are those
that were asked before.

Cost:    `codecs_digest` 12 ms; `codecs_files_digest` 0.3 ms.
Imports: fingerprint, images (encode, recipes).
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from backfile.fingerprint import fingerprint_of
from backfile.images.encode import OPTIONS
from backfile.images.recipes import RECIPE

_BUNDLES = ("../pillow.libs", ".dylibs")
"""Where Pillow's wheels keep the libraries that they bring, on Linux and on macOS."""

_COMPILED = {".so", ".pyd", ".dylib"}


@cache
def codecs_digest() -> bytes:
    """Return 16 bytes over all that decides how a rendition is encoded."""
    from PIL import AvifImagePlugin, __version__, features

    return fingerprint_of(
        (
            RECIPE,
            OPTIONS,
            __version__,
            *(features.version(name) for name in ("libjpeg_turbo", "webp", "avif", "littlecms2")),
            *(features.version(name) for name in ("zlib", "zlib_ng")),
            *(AvifImagePlugin.get_codec_version(name) for name in ("aom", "dav1d")),
        )
    )


def codecs_files_digest() -> bytes:
    """
    Return 16 bytes that differ whenever `codecs_digest` may; empty if only that can tell.

    That is so where Pillow uses the libraries of the system, which change without it.
    """
    spec = find_spec("PIL")  # does not load it
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    bundles = [folder / name for name in _BUNDLES if (folder / name).is_dir()]
    if not bundles:
        return b""
    files = [path for path in folder.iterdir() if path.suffix in _COMPILED | {".py"}]
    files += [path for bundle in bundles for path in bundle.iterdir()]
    looks = [(path.name, (s := path.stat()).st_size, s.st_mtime_ns) for path in sorted(files)]
    return fingerprint_of((RECIPE, OPTIONS, str(folder), looks))
