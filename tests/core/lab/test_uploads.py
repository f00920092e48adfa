"""Uploads are found again by what is in them, for as long as there is room."""

import os

import pytest

from vae_core.errors import DatasetError
from vae_core.lab.uploads import Uploads


def test_an_upload_is_found_under_its_token(tmp_path):
    token = Uploads(tmp_path / "uploads", 10**6).keep("我的 *.zip", b"content")
    again = Uploads(tmp_path / "uploads", 10**6)  # after a restart
    assert again.find(token) == ("我的 *.zip", b"content")
    assert again.keep("我的 *.zip", b"content") == token
    assert again.keep("another.zip", b"content") != token != again.keep("我的 *.zip", b"other")


@pytest.mark.parametrize("token", ["0" * 32, "", "../../etc/passwd", "A" * 32, "0" * 31, "0" * 32 + "\n"])
def test_what_is_not_there_is_said(tmp_path, token):
    with pytest.raises(DatasetError, match="not on this server any more: upload the file again"):
        Uploads(tmp_path, 10**6).find(token)


def test_those_not_asked_for_longest_go_first(tmp_path):
    uploads = Uploads(tmp_path, 3500)
    tokens = [uploads.keep(str(number), bytes(1000)) for number in range(3)]
    for age, token in enumerate(tokens):
        os.utime(tmp_path / f"{token}.safetensors", (age, age))
    uploads.find(tokens[0])
    newest = uploads.keep("3", bytes(1000))
    for token in (tokens[0], tokens[2], newest):
        uploads.find(token)
    with pytest.raises(DatasetError):
        uploads.find(tokens[1])


def test_one_that_is_larger_than_all_may_be_is_kept_alone(tmp_path):
    uploads = Uploads(tmp_path, 100)
    small, large = uploads.keep("a", b"a"), uploads.keep("b", bytes(1000))
    assert uploads.find(large) == ("b", bytes(1000))
    with pytest.raises(DatasetError):
        uploads.find(small)


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "uploads").write_bytes(b"")
    with pytest.raises(DatasetError, match="could not be kept on the server: File exists"):
        Uploads(tmp_path / "uploads", 100).keep("a", b"a")


def test_a_damaged_one_is_as_good_as_gone(tmp_path):
    uploads = Uploads(tmp_path, 10**6)
    token = uploads.keep("a", bytes(1000))
    (tmp_path / f"{token}.safetensors").write_bytes(b"damaged")
    with pytest.raises(DatasetError, match="not on this server any more"):
        uploads.find(token)
