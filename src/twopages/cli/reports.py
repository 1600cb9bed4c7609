"""What came of deliveries, for people: a table of counts, and a line for each that was not taken in."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from twopages.cli.frame import print_table, tell

if TYPE_CHECKING:
    from twopages.feed.report import BatchReport, Report

COUNTS = ("rows", "unchanged", "accepted", "waiting", "quarantined", "retired", "relations_waiting", "cells_failed")


def taken(reports: "Sequence[Report]") -> "list[BatchReport]":
    """Those that are in the store."""
    from twopages.feed.report import BatchReport

    return [report for report in reports if isinstance(report, BatchReport) and report.state == "loaded"]


def print_counts(reports: "Sequence[Report]") -> None:
    """The counts of each delivery that is in the store."""
    heads = ["file", "state", *(name.replace("_", " ") for name in COUNTS)]
    print_table("Deliveries", heads, [_counts(report) for report in taken(reports)])


def _counts(report: "BatchReport") -> list[object]:
    facts = asdict(report)
    return [report.file, "fed before" if report.already else report.state, *(facts[name] for name in COUNTS)]


def tell_left(reports: "Sequence[Report]") -> None:
    """Why each of the others is not."""
    from twopages.feed.report import Refused

    there = taken(reports)
    for report in reports:
        if isinstance(report, Refused):
            tell(f"refused: {report.message}")
        elif report not in there:
            mend = f"if that is right: --confirm {report.dataset}"
            tell(f"{report.state}: {report.file} would retire more than a tenth of its records; {mend}")
