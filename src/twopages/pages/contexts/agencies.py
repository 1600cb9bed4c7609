"""Agents on record, on the page of consents and authorisations: who they are for a file, and for whom one is an agent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from twopages.access.agencies import Agency
from twopages.access.grants import Side
from twopages.pages.contexts.acting import days, noun, says, sources
from twopages.pages.contexts.grants import Act, Button, GrantLine, GrantList, Shown
from twopages.pages.showing import Showing


def on_record(showing: Showing, shown: Shown) -> Iterator[GrantList]:
    """The lists of agents on record: those of the file, and of whom somebody is an agent; none that is empty."""
    lists = _Lists(showing, shown)
    if shown.principals:
        yield lists.made("principals", map(lists.principal, shown.principals))
    if shown.agents:
        yield lists.made("agents", map(lists.agent, shown.agents))


@dataclass(frozen=True, slots=True)
class _Lists:
    """Writes the lines of one page."""

    showing: Showing
    shown: Shown

    def made(self, id: str, lines: Iterator[GrantLine]) -> GrantList:
        say = self.showing.say
        return GrantList(id, say(f"grants.{id}"), say(f"grants.{id}.note"), tuple(lines), ())

    def agent(self, item: Agency) -> GrantLine:
        """An agent of the file, as the one sees it whose file it is."""
        return self._line(item, "subject", "grants.agent", self.shown.record)

    def principal(self, item: Agency) -> GrantLine:
        """Of whom somebody is an agent, as the agent sees it."""
        line = self._line(item, "agent", "grants.from", lambda record: "")
        return line if item.refusals else replace(line, href=self.shown.opened(item.by.far))

    def _line(self, item: Agency, side: Side, key: str, record: Callable[[str], str]) -> GrantLine:
        showing, other = self.showing, item.other(side)
        return GrantLine(
            id=item.key,
            title=noun(showing, item.by.relation),
            who=showing.say(key, who=self.shown.name(other.cls, other.id)),
            days=days(showing, item.by.since, item.by.until),
            state=item.state,
            said=showing.say(f"grants.state.{item.state}"),
            gives="",
            buttons=self._buttons(item, side),
            says=says(showing, item.by),
            sources=sources(showing, item.by, record),
        )

    def _buttons(self, item: Agency, side: Side) -> tuple[Button, ...]:
        """Whoever did not refuse can; whoever did can take that back."""
        act: Act = "restore" if item.refusal(side) else "refuse"
        return (Button(act, self.showing.say(f"grants.act.{act}")),)
