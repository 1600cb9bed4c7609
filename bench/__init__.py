"""Measurements: each with its peer or its limit in the same run; warm, medians, one table and one JSON file."""
