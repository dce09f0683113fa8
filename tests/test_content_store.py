import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from archive import content_store


@given(st.binary(max_size=2000))
def test_what_goes_in_comes_out_under_its_digest(content: bytes) -> None:
    digest = content_store.write(content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert content_store.read(digest) == content


def test_the_same_bytes_are_stored_once() -> None:
    digest = content_store.write(b"twice")
    before = content_store.path_of(digest).stat()
    assert content_store.write(b"twice") == digest
    assert content_store.path_of(digest).stat().st_ino == before.st_ino


def test_no_draft_is_left_behind() -> None:
    digest = content_store.write(b"tidy")
    assert [path.name for path in content_store.path_of(digest).parent.iterdir() if path.name.startswith(".")] == []


def test_a_file_cut_short_is_written_anew() -> None:
    path = content_store.path_of(content_store.write(b"whole and sound"))
    path.chmod(0o644)
    path.write_bytes(b"who")
    digest = content_store.write(b"whole and sound")
    assert content_store.read(digest) == b"whole and sound"


def test_changed_and_missing_bytes_are_told() -> None:
    path = content_store.path_of(content_store.write(b"to be damaged"))
    path.chmod(0o644)
    path.write_bytes(b"to be DAMAGED")
    with pytest.raises(content_store.DamagedContentError, match="no longer matches"):
        content_store.read(path.name)
    path.unlink()
    with pytest.raises(content_store.DamagedContentError, match="missing"):
        content_store.read(path.name)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "g" * 64])
def test_a_name_that_is_no_digest_reaches_no_file(name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        content_store.path_of(name)


def test_everything_lies_under_the_data_folder() -> None:
    path = content_store.path_of(content_store.write(b"at home"))
    assert Path(settings.DATA) in path.parents


def test_many_are_stored_as_one_is() -> None:
    contents = [b"one of many", b"two of many", b"one of many", b""]
    assert content_store.write_many(contents) == [content_store.digest_of(content) for content in contents]
    assert [content_store.read(content_store.digest_of(content)) for content in contents] == contents
    assert content_store.write_many([]) == []


def test_of_many_one_that_cannot_be_written_costs_no_other() -> None:
    in_the_way = content_store.path_of(content_store.digest_of(b"in the way of this"))
    in_the_way.mkdir(parents=True)
    try:
        good, bad = content_store.write_many([b"beside it", b"in the way of this"])
    finally:
        in_the_way.rmdir()
    assert isinstance(bad, OSError)
    assert isinstance(good, str)
    assert content_store.read(good) == b"beside it"
    assert [path.name for path in in_the_way.parent.iterdir() if path.name.startswith(".")] == []


def test_an_error_is_raised_for_one() -> None:
    in_the_way = content_store.path_of(content_store.digest_of(b"alone and in the way"))
    in_the_way.mkdir(parents=True)
    try:
        with pytest.raises(OSError, match="irectory"):
            content_store.write(b"alone and in the way")
    finally:
        in_the_way.rmdir()
