"""What holds for tests that check whole sites again and again: templates are parsed once."""

from build.conftest import parse_once

__all__ = ["parse_once"]
