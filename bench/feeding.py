"""A child process that feeds one folder and prints its rows, seconds and peak memory; its own process, so that they are the feed's."""

import json
import sys
import time
from pathlib import Path

from twopages.feed.delivery import feed_directory
from twopages.feed.report import BatchReport
from twopages.graph import open_store
from twopages.keys import KeyRing
from twopages.ontology import load_model
from twopages.settings import load_settings


def peak() -> float:
    """Peak resident memory in MiB since this program began; getrusage would tell that of the process which started it."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    settings = load_settings()
    keys, model = KeyRing.load(settings), load_model(settings.ontology)
    with open_store(settings) as store:
        start = time.perf_counter()
        reports = feed_directory(store, keys, model, Path(sys.argv[1]), chunk=settings.feed_chunk)
        seconds, busy = time.perf_counter() - start, time.process_time()
    taken = [report for report in reports if isinstance(report, BatchReport) and report.state == "loaded"]
    refused = [report for report in reports if not isinstance(report, BatchReport)]
    assert not refused, refused  # a small delivery may be held, because a few rows are more than a tenth of it
    written = sum(report.rows - report.unchanged for report in taken)
    rows = sum(report.rows for report in taken)
    told = {"rows": rows, "written": written, "seconds": seconds, "busy": busy, "peak": peak()}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
