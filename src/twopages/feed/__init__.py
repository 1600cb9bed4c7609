"""The feed: read, clean, check, resolve, fuse, load. Nothing is imported here: readers of records need no column engine."""
