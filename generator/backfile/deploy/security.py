"""
Headers that keep readers safe, the same whoever serves the site.

Themes need no inline script and no inline style, and JSON-LD is data, which a policy
does not concern.  Raw HTML in articles may embed frames, pictures, sound and films of
others over https, but no script of theirs.

Strict-Transport-Security is not among them: it binds the domain, with all else that
is on it, for longer than a deploy lasts.  Whoever owns the domain decides.

Source:  CSP Level 3; Referrer Policy; Fetch (nosniff).
Imports: model.
"""

from __future__ import annotations

from typing import Final

from backfile.model import Site

_STRICT: Final = "default-src 'self'"
_EMBEDDING: Final = "; frame-src https:; img-src 'self' https:; media-src 'self' https:"
_CLOSED: Final = "; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"


def policy_of(site: Site) -> str:
    """Return the Content-Security-Policy of a site."""
    return _STRICT + (_EMBEDDING if site.html else "") + _CLOSED


def security_headers(site: Site) -> tuple[tuple[str, str], ...]:
    """Return (name, value) of what is sent with every file, in order of name."""
    return (
        ("Content-Security-Policy", policy_of(site)),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("X-Content-Type-Options", "nosniff"),
    )
