"""Waiting for what the served program does by itself."""

import time
from collections.abc import Callable


def until(met: Callable[[], bool]) -> None:
    """Return once it is so; AssertionError where that takes more than 20 s."""
    for _ in range(200):
        if met():
            return
        time.sleep(0.1)
    raise AssertionError("it was never so")
