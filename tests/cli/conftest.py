import pytest

from command_line import ROWS, customers


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


@pytest.fixture
def two_tables(tmp_path, monkeypatch):
    """A folder with a table, one like it, and one that has moved."""
    monkeypatch.chdir(tmp_path)
    customers(1).to_csv("old.csv", index=False)
    customers(2).to_csv("same.csv", index=False)
    customers(3, shift=1).to_csv("new.csv", index=False)
    return tmp_path
