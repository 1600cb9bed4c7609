"""Templates, contexts and catalogues say the same things: nothing is missing, nothing is left over."""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from jinja2 import meta, nodes

import twopages.pages
from twopages.pages import contexts
from twopages.pages.rendering import TEMPLATES, Page, environment
from twopages.pages.words import LANGUAGES, words_of

FOLDER = Path(twopages.pages.__file__).parent
SHARED = ("base.html", "parts.html")
# What contexts and drawings are made from.
INSIDE = {
    "Ask",
    "Asked",
    "Bench",
    "Counter",
    "Form",
    "Found",
    "Inside",
    "Marker",
    "Office",
    "Paths",
    "Read",
    "Sent",
    "Shown",
    "Tried",
    "Walk",
    "Ways",
}


def tree(template: str) -> nodes.Template:
    return environment().parse((FOLDER / "templates" / template).read_text("utf-8"))


@pytest.mark.parametrize(("context", "template"), TEMPLATES.items(), ids=lambda item: getattr(item, "__name__", item))
def test_a_template_uses_exactly_the_keys_of_its_context(context: type[Page], template: str) -> None:
    used = meta.find_undeclared_variables(tree(template)) | meta.find_undeclared_variables(tree("base.html"))
    own = {node.target for node in tree(template).find_all(nodes.Import)}
    own |= {node.name for node in tree(template).find_all(nodes.Macro)}
    assert used - own == {field.name for field in fields(context)}


def test_every_template_has_a_context() -> None:
    assert {path.name for path in (FOLDER / "templates").iterdir()} == {*TEMPLATES.values(), *SHARED}


def test_no_part_of_a_context_is_made_for_nothing() -> None:
    trees = [tree(path.name) for path in (FOLDER / "templates").iterdir()]
    used = {node.attr for each in trees for node in each.find_all(nodes.Getattr)}
    unused = {f"{cls.__name__}.{field.name}" for cls in parts() for field in fields(cls) if field.name not in used}
    assert unused == set()


def parts() -> Iterator[type]:
    """The dataclasses inside contexts."""
    modules = [
        __import__(f"{contexts.__name__}.{path.stem}", fromlist=["*"])
        for path in (FOLDER / "contexts").glob("[a-z]*.py")
    ]
    found = {
        item for module in modules for item in vars(module).values() if isinstance(item, type) and is_dataclass(item)
    }
    own = {
        item for item in found if item.__module__.startswith(contexts.__name__) and not item.__name__.startswith("_")
    }
    yield from own - set(TEMPLATES) - {item for item in own if item.__name__ in INSIDE}


def test_the_catalogues_have_the_same_keys_and_the_same_parts() -> None:
    texts = [words_of(language).texts for language in LANGUAGES]
    shapes = [{key: placeholders(text) for key, text in catalogue.items()} for catalogue in texts]
    assert shapes[0] == shapes[1]
    assert all(text.strip() for catalogue in texts for text in catalogue.values())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_is_said_somewhere() -> None:
    patterns = [re.compile(pattern + r"(?:\.(?:one|many))?") for pattern in {*in_python(), *in_templates()}]
    assert [key for key in words_of("zh").texts if not any(pattern.fullmatch(key) for pattern in patterns)] == []


def in_python() -> Iterator[str]:
    """Every string and f-string of the code, as patterns."""
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.Constant) for part in node.values):
                yield "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in node.values
                )


def in_templates() -> Iterator[str]:
    for path in (FOLDER / "templates").iterdir():
        yield from (re.escape(str(node.value)) for node in tree(path.name).find_all(nodes.Const))
