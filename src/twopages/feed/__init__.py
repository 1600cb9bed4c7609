"""The feed: read, clean, check, resolve, fuse, load; pure over columns but for the load."""

from twopages.feed.delivery import Feeder, feed_directory
from twopages.feed.report import BatchReport, Refused, Report

__all__ = ["BatchReport", "Feeder", "Refused", "Report", "feed_directory"]
