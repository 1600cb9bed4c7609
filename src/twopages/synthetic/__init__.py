"""A made-up city that plays the departments: deliveries like real ones, and the answer key to them."""

from twopages.synthetic.demo import Demo
from twopages.synthetic.dirt import Dirt
from twopages.synthetic.rounds import CityReport, write_changes, write_city
from twopages.synthetic.writing import Delivered

__all__ = ["CityReport", "Delivered", "Demo", "Dirt", "write_changes", "write_city"]
