"""Settings from the environment and from secret files."""

import os

import pytest

from bot.settings import DEFAULT_DATABASE, SettingsError, read_settings, unknown_variables


@pytest.fixture(autouse=True)
def no_motcua_variables(monkeypatch):
    """Keep the developer's own variables out."""
    for name in [name for name in os.environ if name.startswith("MOTCUA_")]:
        monkeypatch.delenv(name)


def test_defaults_need_no_variable():
    settings = read_settings()

    assert settings.database_url.get_secret_value() == DEFAULT_DATABASE
    assert settings.office == "meo_vac"


def test_every_fault_is_named_at_once(monkeypatch):
    monkeypatch.setenv("MOTCUA_LOG_LEVEL", "loud")
    monkeypatch.setenv("MOTCUA_QUESTION_DAYS", "soon")

    with pytest.raises(SettingsError) as caught:
        read_settings()

    faults = sorted(caught.value.faults)
    assert faults[0].startswith("MOTCUA_LOG_LEVEL='loud': ")
    assert faults[1].startswith("MOTCUA_QUESTION_DAYS='soon': ")


def test_an_empty_variable_is_no_setting(monkeypatch):
    monkeypatch.setenv("MOTCUA_OFFICE", "")

    assert read_settings().office == "meo_vac"


def test_a_secret_is_read_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "motcua_database_url").write_text("sqlite:///secret.db\n")
    monkeypatch.setenv("MOTCUA_SECRETS_DIR", str(tmp_path))

    settings = read_settings()

    assert settings.database_url.get_secret_value() == "sqlite:///secret.db"


def test_a_secret_is_not_printed(monkeypatch):
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "sqlite:///hidden.db")

    assert "hidden" not in repr(read_settings())


def test_a_secrets_folder_that_is_not_there_is_a_fault(monkeypatch, tmp_path):
    monkeypatch.setenv("MOTCUA_SECRETS_DIR", str(tmp_path / "none"))

    with pytest.raises(SettingsError, match="MOTCUA_SECRETS_DIR"):
        read_settings()


def test_a_misspelled_variable_is_told_with_the_name_meant():
    environ = {"MOTCUA_DATABSE_URL": "x", "MOTCUA_ZZZ": "y", "MOTCUA_OFFICE": "z", "PATH": ""}

    assert unknown_variables(environ) == {
        "MOTCUA_DATABSE_URL": "MOTCUA_DATABASE_URL",
        "MOTCUA_ZZZ": None,
    }
