"""One look at the catalogue: all that is asked within it is answered from one state."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from backfile.catalogue.connection import (
    begin_publishing,
    one_look,
    open_catalogue,
    open_for_reading,
    read_meta,
    write_meta,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_look_sees_one_state(tmp_path: Path) -> None:
    """What is written during a look is seen after it, and a failure within ends it, too."""
    with closing(open_catalogue(tmp_path)) as writing:
        begin_publishing(writing)
        write_meta(writing, "moment", b"first")
        with closing(open_for_reading(tmp_path)) as db:
            with one_look(db):
                assert read_meta(db, "moment") == b"first"
                write_meta(writing, "moment", b"second")
                assert read_meta(db, "moment") == b"first"
            assert read_meta(db, "moment") == b"second"
            with pytest.raises(KeyError), one_look(db):
                raise KeyError
            assert not db.in_transaction
