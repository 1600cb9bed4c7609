"""The command line: thin wiring; the work lives in the rooms."""

from twopages.cli.commands import app
from twopages.cli.process import main

__all__ = ["app", "main"]
