"""Files that are written whole or not at all, and whether they can be."""

import pytest

from optimize import InputError
from optimize.files import check_writable, write_whole


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("old")
    path.chmod(0o640)
    write_whole(path, "neu: é\n")
    assert path.read_bytes() == "neu: é\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["x.json"]


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["x.json"]


def test_whether_a_file_can_be_written_is_known_before(tmp_path):
    check_writable(tmp_path / "new folder" / "x.json")
    assert list((tmp_path / "new folder").iterdir()) == []
    (tmp_path / "file").write_text("")
    for path, words in (
        (tmp_path, "is a folder"),
        (tmp_path / "file" / "x.json", "cannot be written"),
        (tmp_path / "a\0b", "cannot be written"),
        (tmp_path / ("x" * 300), "cannot be written"),
        ("/dev/null", "no regular file"),
    ):
        with pytest.raises(InputError, match=words):
            check_writable(path)
