"""The ontology is data: but for the room that plays the departments, no code knows what it says."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from twopages.ontology.model import Model

SOURCES = Path(__file__).resolve().parents[2] / "src" / "twopages"
NOT_LOOKED_AT = {"synthetic", "__pycache__"}


def files(*endings: str) -> list[Path]:
    found = [path for path in SOURCES.rglob("*") if path.suffix in endings and path.is_file()]
    return [path for path in found if not NOT_LOOKED_AT & set(path.relative_to(SOURCES).parts)]


def ids(model: Model) -> frozenset[str]:
    """All but the names that kinds of value have too."""
    kinds = {attribute.kind for attribute in model.attributes.values()}
    return frozenset({*model.attributes, *model.datasets, *model.departments} - kinds)


def spellings(model: Model) -> frozenset[str]:
    """Ids of several words, also as an identifier would spell them; single words (age, tax) are English too."""
    several = [name for name in ids(model) if re.search(r"[A-Z-]", name)]
    return (
        frozenset(several)
        | frozenset(_snake(name) for name in several)
        | frozenset(_snake(name).upper() for name in several)
    )


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).replace("-", "_").lower()


def docstrings(tree: ast.AST) -> set[int]:
    nodes = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    )
    first = (node.body[0] for node in nodes if node.body)
    return {id(node.value) for node in first if isinstance(node, ast.Expr)}


def literals(tree: ast.AST) -> Iterator[str]:
    known = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in known:
            yield node.value


def identifiers(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        for field in ("id", "attr", "arg", "name"):
            if isinstance(found := getattr(node, field, None), str):
                yield found


def words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z][A-Za-z0-9_]*(?:-[A-Za-z0-9]+)*", text))


def known_to_code(path: Path, model: Model) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    texts = list(literals(tree))
    inside = {word for text in texts for word in words(text)} | set(identifiers(tree))
    return (set(texts) & ids(model)) | (inside & spellings(model))


def known_to_template(path: Path, model: Model) -> set[str]:
    text = path.read_text("utf-8")
    quoted = set(re.findall(r"[\"'`]([\w-]+)[\"'`]", re.sub(r"\s[\w:-]+=\"[^\"]*\"", " ", text)))
    return (quoted & ids(model)) | (words(text) & spellings(model))


def test_no_code_knows_an_id_of_the_ontology(model: Model) -> None:
    found = {path.relative_to(SOURCES).as_posix(): known_to_code(path, model) for path in files(".py")}
    assert {name: known for name, known in found.items() if known} == {}


def test_no_template_or_script_knows_an_id_of_the_ontology(model: Model) -> None:
    found = {
        path.relative_to(SOURCES).as_posix(): known_to_template(path, model)
        for path in files(".html", ".jinja", ".js", ".css")
    }
    assert {name: known for name, known in found.items() if known} == {}


def test_the_search_finds_what_it_looks_for(model: Model, tmp_path: Path) -> None:
    attribute = next(name for name in model.attributes if re.search(r"[A-Z]", name) and name in ids(model))
    dataset = next(name for name in model.datasets if "-" in name)
    planted = tmp_path / "planted.py"
    planted.write_text(f'def {_snake(attribute)}() -> None:\n    return f"n.{attribute} = {{1}} {dataset}"\n', "utf-8")
    assert known_to_code(planted, model) == {attribute, dataset, _snake(attribute)}
