"""Events: what happened while deliveries were fed, for other rooms to listen to.

An event is written in the transaction that makes it true, with the next place in one row of numbers. Who listens keeps the
place of the last event that it has dealt with, and asks for those after it.
"""

from dataclasses import dataclass

from twopages.graph import Store, statement

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Event:
    """A change of an attribute of an entity.

    `kind`: "state-changed" (by a record of its own) or "state-moved" (by that of a related entity, which is `by`);
    `before` and `after`: codes, `after` None where nothing is left; `day`: the as-of day of the delivery; `record`: the
    record that says so, None where one that said otherwise is gone; `at`: when it was written.
    """

    place: int
    kind: str
    entity: str
    attribute: str
    before: str
    after: str | None
    day: str
    record: str | None
    by: str | None
    at: str


def after(store: Store, place: int = 0, size: int = PAGE) -> tuple[Event, ...]:
    """Up to `size` events after a place, oldest first; 0 is the place before all of them."""
    return tuple(Event(**row) for row in store.read(statement("events_after"), {"place": place, "size": size}))
