"""Where Pilar keeps things."""

from pathlib import Path

from fieldapp import config


def test_everyone_on_a_laptop_has_a_folder_of_their_own(tmp_path):
    told = config.folders(tmp_path)
    assert told.key_file("u1") == tmp_path / "users" / "u1" / "key.json"
    assert told.store_file("u1") == tmp_path / "users" / "u1" / "store.db"
    assert told.blobs("u1").parent == told.backups("u1").parent == told.user("u1")
    assert told.user("u1") != told.user("u2")
    assert (told.devices_file, told.logs) == (tmp_path / "devices.json", tmp_path / "logs")
    assert not list(tmp_path.iterdir())


def test_the_home_can_be_told_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("FIELDAPP_HOME", str(tmp_path))
    assert config.folders().home == tmp_path
    monkeypatch.delenv("FIELDAPP_HOME")
    assert config.default_home().name == "pilar"
    assert isinstance(config.default_home(), Path)
