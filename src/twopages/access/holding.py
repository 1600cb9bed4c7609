"""Keeping an entity as it is while something is written about it."""

from twopages.graph import Transaction, statement


def held(tx: Transaction, id: str) -> bool:
    """Whether there is an entity of an id, held until the transaction ends.

    Who waits for one that another deletes meanwhile still finds it when the wait is over: so it is looked for again.
    """
    tx.run(statement("entity_lock"), {"id": id})
    return bool(tx.run(statement("entity_lock"), {"id": id}))
