"""What was deleted stays in the files of a store until its place is used again, and in its transaction log: using both up."""

from typing import Final

from twopages.graph.layout import LOG, MIB
from twopages.graph.statements import statement
from twopages.graph.store import Store

_TEXT: Final = "0" * 1_000


def write_over(store: Store) -> None:
    """Write more than one file of the log of a local store holds, and delete it again; what was before it in the log goes with the next
    checkpoint, and what takes its place in the files is nothing.
    """
    parameters = {"rows": LOG * MIB * 5 // 4 // len(_TEXT), "text": _TEXT}
    store.write(lambda tx: tx.run(statement("blank_write"), parameters))
    store.write(lambda tx: tx.run(statement("blank_remove")))
