"""Kinds of value: clean a delivered cell, check it, mask it, show it. Pure, deterministic, and free of any dataset."""

from twopages.values.address import Address, parse_address, plain_address, vague
from twopages.values.gazetteer import Division, Gazetteer
from twopages.values.geometry import Geometry, Point, metres_between, parse_geometry, wkt
from twopages.values.grid import cells_at, cells_in, cells_near, coarse
from twopages.values.identity import (
    KEY_KINDS,
    citizen_check,
    credit_check,
    enterprise_key,
    entity_key,
    may_be_key,
    organisation_check,
    own_key,
    person_key,
)
from twopages.values.kinds import FILLERS, KINDS, LONGEST_CELL, Kind, clean
from twopages.values.numbers import canonical
from twopages.values.recipe import Cleaned, Fault, Language, Recipe, Spellings, Value
from twopages.values.showing import HIDDEN, MASKS, mask, show
from twopages.values.text import normal_name, tidy

__all__ = [
    "FILLERS",
    "HIDDEN",
    "KEY_KINDS",
    "KINDS",
    "LONGEST_CELL",
    "MASKS",
    "Address",
    "Cleaned",
    "Division",
    "Fault",
    "Gazetteer",
    "Geometry",
    "Kind",
    "Language",
    "Point",
    "Recipe",
    "Spellings",
    "Value",
    "canonical",
    "cells_at",
    "cells_in",
    "cells_near",
    "citizen_check",
    "clean",
    "coarse",
    "credit_check",
    "enterprise_key",
    "entity_key",
    "mask",
    "may_be_key",
    "metres_between",
    "normal_name",
    "organisation_check",
    "own_key",
    "parse_address",
    "parse_geometry",
    "person_key",
    "plain_address",
    "show",
    "tidy",
    "vague",
    "wkt",
]
