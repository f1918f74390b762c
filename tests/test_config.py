"""Settings that cannot work stop the start with a sentence that names the setting and says what would work."""

from pathlib import Path

import pytest

from journal_app.config import Config, ConfigError, from_environment


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JOURNAL_ISSUES", "/nowhere/at/all"), ("JOURNAL_FORM_BYTES", "12 MB"), ("JOURNAL_FORM_BYTES", "12"),
        ("JOURNAL_PROOF_BYTES", "12"),
        ("JOURNAL_PROXIES", "-1"), ("JOURNAL_PROXIES", "9"), ("JOURNAL_SECURE", "yes"), ("JOURNAL_SECURE", "1"),
        ("DATABASE_URL", "mysql://desk"), ("BLOBS_URL", "ftp://desk"), ("QUEUE_URL", "amqp://desk"),
        ("SMTP_PORT", "smtp"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_work_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        from_environment({name: value})


def test_letters_need_a_sender() -> None:
    with pytest.raises(ConfigError, match="SMTP_FROM"):
        from_environment({"SMTP_HOST": "mail.example"})


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(ConfigError) as told:
        from_environment({"DATABASE_URL": "mysql://desk:hush@host/desk"})
    assert "hush" not in str(told.value)


def test_without_settings_everything_is_in_the_instance_folder(tmp_path: Path) -> None:
    config = Config(instance=tmp_path)
    for url in (config.database_url, config.blobs_url, config.queue_url):
        assert str(tmp_path) in url
    assert not config.mail.host


def test_behind_a_proxy() -> None:
    config = from_environment({"JOURNAL_SECURE": "1", "JOURNAL_PROXIES": "1"})
    assert config.secure and config.proxies == 1
