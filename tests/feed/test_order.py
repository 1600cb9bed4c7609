"""Deliveries of one day are fed so that little has to wait."""

from twopages.feed.order import feeding_order
from twopages.ontology.model import Model


def test_whoever_makes_entities_known_comes_before_whoever_speaks_of_them(model: Model) -> None:
    order = feeding_order(model)
    assert set(order) == set(model.datasets)
    assert order["standard-address"] < order["household-registration"] < order["household-member"]
    assert order["household-registration"] < order["enterprise-registration"] < order["employment-registration"]
    assert order["enterprise-registration"] < order["enterprise-licence-index"]
