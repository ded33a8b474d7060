"""
Fingerprints: any frozen value of `model` to 16 bytes.

A context is encoded field by field, so that a change can be named: `parts`
holds four bytes for each field, which `--explain` compares with those of the
last build, and the fingerprint covers the whole encodings.  The encoding is
MessagePack by position; it is the same on every machine, and it follows the
order of mappings, which is the order of the file they come from.

Errors:  TypeError for a value without a fixed encoding, such as an object of
         a class of its own; sets cannot occur, since no field of `model` may
         be one (a test reads the annotations).
Cost:    about 15 µs for the context of an article.
Imports: model.
"""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from backfile.model import Value

_encoder = msgspec.msgpack.Encoder()

PART_BYTES = 4
"""Length of one field's share in `parts`."""


def digest_of(data: bytes | memoryview) -> bytes:
    """Return the 16-byte BLAKE2b digest of *data*, as kept for every file."""
    return blake2b(data, digest_size=16).digest()


def encode(value: object) -> bytes:
    """Encode a frozen value for the catalogue or for a digest."""
    return _encoder.encode(value)


def fingerprint_of(value: object) -> bytes:
    """Return 16 bytes over *value*; equal values give equal bytes, always."""
    return digest_of(_encoder.encode(value))


def parts_of(inputs: tuple[bytes, ...], context: Value) -> tuple[bytes, bytes]:
    """
    Return (fingerprint, parts) of a page.

    *inputs* are digests of what is not in the context: engine, template, frame.
    Parts hold `PART_BYTES` for each input and then for each field of *context*.
    """
    pieces = list(inputs)
    pieces += [_encoder.encode(getattr(context, name)) for name in context.__struct_fields__]
    whole = blake2b(digest_size=16)
    parts = []
    for piece in pieces:
        digest = blake2b(piece, digest_size=16).digest()
        whole.update(digest)
        parts.append(digest[:PART_BYTES])
    return whole.digest(), b"".join(parts)
