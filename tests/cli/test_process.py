"""What signals do to a command."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REMOVING = """
import time
from twopages.cli.process import heed_signals

class Slow:
    def __del__(self):
        print("removing", flush=True)
        time.sleep(60)

heed_signals()
try:
    slow = Slow()
    del slow
    time.sleep(60)
except KeyboardInterrupt:
    print("interrupted")
finally:
    print("stopped in order")
"""


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [(signal.SIGINT, 0, "interrupted\nstopped in order\n"), (signal.SIGTERM, 143, "stopped in order\n")],
)
def test_a_signal_is_not_lost_while_an_object_is_removed(number: int, code: int, said: str) -> None:
    command = [sys.executable, "-c", REMOVING]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stdout.readline() == "removing\n"
        running.send_signal(number)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err) == (code, said, "")


def test_a_command_that_waits_ends_at_once_when_it_is_told_to() -> None:
    script = (
        "from twopages.cli.process import heed_signals; import time; heed_signals(); print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        running.stdout.readline()
        running.send_signal(signal.SIGHUP)
        assert running.wait(30) == 128 + signal.SIGHUP
