"""Ctrl-C ends at once, with one sentence, and leaves no half file."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from command_line import MAIN


def test_ctrl_c_ends_at_once_without_a_half_file(here):
    rows = "".join(f"{i},{i * 7919 % 100_003},w{i % 977}\n" for i in range(200_000))
    with (here / "large.csv").open("w") as file:
        file.write("a,b,c\n")
        for _ in range(20):
            file.write(rows)
    command = [*MAIN, "profile", "large.csv", "-o", "report.json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until_it_reads(process.pid, here / "large.csv")
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert error == "plogp: interrupted\n"
    assert out == ""
    assert {path.name for path in here.iterdir()} == {"good.csv", "large.csv"}


def wait_until_it_reads(process: int, path) -> None:
    """Until the process has the file open, which is when it is past its imports and at work."""
    for _ in range(3000):
        for fd in os.listdir(f"/proc/{process}/fd"):
            with suppress(FileNotFoundError):  # closed meanwhile
                if os.path.samefile(f"/proc/{process}/fd/{fd}", path):
                    return
        time.sleep(0.01)
    raise AssertionError("the process never opened the file")


THREADS = """
from concurrent.futures import ThreadPoolExecutor
from plogp.cli import app
from plogp.files import temporary

def endless(**_):
    temporary.make("it", folder=".")
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.map(time.sleep, [600, 600, 600])
        print("ready", flush=True)
        list(waiting)

app.app = endless
"""
IMPORT = """
class Slow:
    def find_spec(self, name, *_):
        if name == "plogp.cli.app":
            print("ready", flush=True)
            time.sleep(600)

sys.meta_path.insert(0, Slow())
"""
FINALIZER = """
from plogp.cli import app

class Held:
    def __del__(self):
        print("ready", flush=True)
        time.sleep(600)

def endless(**_):
    Held()
    time.sleep(600)

app.app = endless
"""


@pytest.mark.parametrize("work", [THREADS, IMPORT, FINALIZER], ids=["threads", "import", "finalizer"])
def test_ctrl_c_waits_for_nothing(work, here):
    code = f"import sys, time\n{work}\nfrom plogp.cli.main import main\nmain()"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert error == "plogp: interrupted\n"
    assert out == ""
    assert [path.name for path in here.iterdir()] == ["good.csv"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_process_that_is_ended_leaves_no_half_file(number, here):
    heeded = (
        f"import signal\nsignal.signal({int(number)}, signal.SIG_DFL)"  # which `nohup` ignores, in what it starts too
    )
    code = f"{heeded}\nimport sys, time\n{THREADS}\nfrom plogp.cli.main import main\nmain()"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == -number
    assert [path.name for path in here.iterdir()] == ["good.csv"]
