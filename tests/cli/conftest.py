import pytest

from command_line import ROWS


@pytest.fixture(autouse=True)
def _written_at_one_time(monkeypatch):
    """What is written twice is written at the same time."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with good.csv, in which the command is typed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.csv").write_text(ROWS)
    return tmp_path
