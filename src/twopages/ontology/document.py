"""A small document, written as Markdown or as one HTML page without scripts."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

_STYLE = """
body { font: 15px/1.55 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1c2733;
  max-width: 1200px; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
th, td { border-bottom: 1px solid #d8dee6; padding: .3rem .6rem; text-align: left; vertical-align: top; }
th { background: #f3f6f9; } code { font-size: .92em; color: #0b4a7a; } h2 { margin-top: 2.5rem; }
"""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of some level."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; what stands between backticks is code."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; what stands between backticks is code."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Table


def markdown(blocks: Iterable[Block]) -> str:
    """The document as Markdown."""
    return "\n\n".join(map(_markdown, blocks)) + "\n"


def page(title: str, sections: Iterable[tuple[str, Iterable[Block]]]) -> str:
    """The document as one HTML page; each section in its language."""
    body = "\n".join(f'<section lang="{tag}">\n{"".join(map(_html, blocks))}</section>' for tag, blocks in sections)
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {block.text}"
    if isinstance(block, Paragraph):
        return block.text
    rows = [block.header, ("---",) * len(block.header), *block.rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{_inline(block.text)}</h{block.level}>\n"
    if isinstance(block, Paragraph):
        return f"<p>{_inline(block.text)}</p>\n"
    head = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in block.header)
    rows = "".join(f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>\n" for row in block.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>\n"


def _inline(text: str) -> str:
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(text))
