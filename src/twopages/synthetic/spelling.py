"""How an office writes a value and what the cell means once read, as expressions of SQL over a column of canonical values."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from twopages.ontology.model import CodeList, Column
from twopages.synthetic.cells import GENERAL_FILLERS, SEPARATOR

NUMBERS = ("money", "decimal", "integer", "percentage", "year")
AMOUNTS = ("money", "decimal")
NEVER = "长期"  # an end of validity that never comes
PAGE = 40  # entries of a dictionary that is kept as one text
ENTRY, IS = "\x1e", "\x1d"  # what sets the entries of a dictionary apart, and what they say from what they are of
_UNITS = {"1": "", "0.01": " * 100", "10": " * 0.1::decimal(2, 1)", "100": " * 0.01::decimal(3, 2)"}
_UNITS |= {"1000": " * 0.001::decimal(4, 3)", "10000": " * 0.0001::decimal(5, 4)"}
_UNITS |= {"100000000": " * 0.00000001::decimal(9, 8)"}


@dataclass(frozen=True, slots=True)
class Written:
    """A cell in SQL: the text that stands in the file, and the normalised value as text; NULL for none."""

    text: str
    means: str


def quoted(value: str) -> str:
    """A text of SQL."""
    return "'" + value.replace("'", "''") + "'"


def name(header: str) -> str:
    """A name of SQL."""
    return '"' + header.replace('"', '""') + '"'


def listed(values: list[str]) -> str:
    """A list of SQL."""
    return f"[{', '.join(map(quoted, values))}]"


def written(column: Column, value: str, kind: str, dice: str) -> Written:
    """How a column writes a canonical value: `value` in SQL, of the type `kind` of DuckDB; `dice` in SQL chooses among usual ways."""
    if kind.endswith("[]"):
        return _several(column, value, dice)
    if kind == "BOOLEAN":
        yes, no = ("是", "否") if _in_words(column) else ("1", "0")
        return Written(f"if({value}, '{yes}', '{no}')", f"if({value}, 'true', 'false')")
    if kind in ("DATE", "TIMESTAMP") or kind.startswith("TIMESTAMP"):
        return _day(column, value, kind, dice)
    if column.recipe.kind == "partialDate":
        return Written(_partial(column, value), value)
    if column.recipe.kind in NUMBERS:
        return _number(column, value, kind)
    return _text(column, f"{value}::varchar", dice)


def looked_up(entries: Mapping[str, str], key: str) -> str:
    """What a dictionary says of a key, in SQL; an empty text where it knows none.

    A small one is one text, which is quicker to plan than lists; a big one is parted by how its keys begin, since a text is read
    from its beginning for every row.
    """
    if len(entries) <= PAGE:
        book = quoted(ENTRY + "".join(f"{one}{IS}{value}{ENTRY}" for one, value in entries.items()))
        return f"split_part(split_part({book}, '{ENTRY}' || {key} || '{IS}', 2), '{ENTRY}', 1)"
    length, parts = _parted(entries)
    cases = " ".join(f"when {quoted(start)} then {looked_up(part, key)}" for start, part in parts.items())
    return f"(case left({key}, {length}) {cases} else '' end)"


def _parted(entries: Mapping[str, str]) -> tuple[int, dict[str, dict[str, str]]]:
    """The entries by the shortest beginning in which their keys differ."""
    length = next(length for length in count(1) if len({key[:length] for key in entries}) > 1)
    parts: dict[str, dict[str, str]] = {}
    for key, value in entries.items():
        parts.setdefault(key[:length], {})[key] = value
    return length, parts


def codes_of(column: Column) -> CodeList | None:
    """The code list of a column."""
    return column.recipe.codes if isinstance(column.recipe.codes, CodeList) else None


def _in_words(column: Column) -> bool:
    return (len(column.header) + column.position) % 3 == 0


def _several(column: Column, value: str, dice: str) -> Written:
    separator = quoted((column.recipe.split or ";")[0])
    shown = f"list_transform({value}, lambda one: {_label(column, 'one', dice)})" if _labels(column) else value
    between = quoted(SEPARATOR) if column.recipe.split else separator
    return Written(
        f"nullif(array_to_string({shown}, {separator}), '')", f"nullif(array_to_string({value}, {between}), '')"
    )


def _day(column: Column, value: str, kind: str, dice: str) -> Written:
    moment = kind != "DATE"
    pattern = pattern_of(column.format or ("yyyy-MM-dd HH:mm:ss" if moment else "yyyy-MM-dd"))
    text = f"strftime({value}, {quoted(pattern)})"
    if column.recipe.kind == "datetime":
        means = (
            f"strftime({value}, '%Y-%m-%dT%H:%M:%S')" if "%H" in pattern else f"strftime({value}, '%Y-%m-%dT00:00:00')"
        )
    elif column.recipe.kind == "partialDate":
        means = f"strftime({value}, '{'%Y-%m-%d' if '%d' in pattern or '%-d' in pattern else '%Y-%m'}')"
    else:
        means = _day_read(column, f"{value}::date", pattern)
    if NEVER in column.recipe.fillers:
        text = f"coalesce({text}, {listed(['', NEVER, '9999-12-31'])}[1 + ({dice} >> 20) % 3])"
    return Written(f"nullif({text}, '')", means)


def _day_read(column: Column, value: str, pattern: str) -> str:
    if "d" in pattern:
        return f"{value}::varchar"
    return f"{'last_day' if column.recipe.month_day == 'last' else 'date_trunc'}({_arguments(column, value)})::date::varchar"


def _arguments(column: Column, value: str) -> str:
    return value if column.recipe.month_day == "last" else f"'month', {value}"


def pattern_of(written_format: str) -> str:
    """A pattern of CSVW as one of strftime."""
    for theirs, ours in (("yyyy", "%Y"), ("MM", "%m"), ("dd", "%d"), ("HH", "%H"), ("mm", "%M"), ("ss", "%S")):
        written_format = written_format.replace(theirs, ours)
    return (
        written_format.replace("M月", "%-m月").replace("d日", "%-d日").replace("/M/d", "/%-m/%-d").replace("'T'", "T")
    )


def _partial(column: Column, value: str) -> str:
    if column.format.startswith("yyyy年"):
        return f"replace({value}, '-', '年') || if(len({value}) = 7, '月', '年')"
    return f"replace({value}, '-', '')" if column.format in ("yyyyMM", "yyyyMMdd") else value


def _number(column: Column, value: str, kind: str) -> Written:
    if column.recipe.scale not in _UNITS:
        other = f"({value} / {column.recipe.scale})::decimal(18, 4)"
        return Written(trimmed(other), trimmed(f"({other} * {column.recipe.scale})"))
    amount = f"({value}{_UNITS[column.recipe.scale]})"
    plain = kind.startswith("DECIMAL") and column.recipe.scale == "1"
    text = f"{value}::varchar" if plain else trimmed(amount)
    return Written(text, trimmed(value))


def trimmed(value: str) -> str:
    """A number as its canonical text: no zeros at the end of what follows the point."""
    return f"case when contains({value}::varchar, '.') then rtrim(rtrim({value}::varchar, '0'), '.') else {value}::varchar end"


def _text(column: Column, value: str, dice: str) -> Written:
    value = f"nullif({value}, '')"
    means = (
        f"upper({value})"
        if column.recipe.case == "upper"
        else f"lower({value})"
        if column.recipe.case == "lower"
        else value
    )
    if column.recipe.unpadded:
        means = f"coalesce(nullif(ltrim({value}, '0'), ''), if({value} is null, null, '0'))"
    if column.recipe.kind == "geometry":
        means = f"regexp_replace({means}, '(\\.[0-9]*?)0+([ ,)])', '\\1\\2', 'g')"
        means = f"regexp_replace({means}, '\\.([ ,)])', '\\1', 'g')"
    if not _labels(column):
        return Written(value, means)
    shown = _label(column, value, dice)
    return Written(shown if column.written == "label" else f"if(({dice} >> 24) % 3 = 0, {value}, {shown})", means)


def _labels(column: Column) -> bool:
    return column.written in ("label", "mixed") and codes_of(column) is not None


def _label(column: Column, value: str, dice: str) -> str:
    codes = codes_of(column)
    if codes is None:
        return value
    labels = {code.id: code.label.zh for code in codes.codes.values() if codes.find(code.label.zh) == code.id}
    return f"coalesce(nullif({looked_up(labels, value)}, ''), {value})"


def settled(column: Column, text: str, means: str) -> str:
    """What a cell means when empty cells mean the default of the column and fillers nothing."""
    recipe = column.recipe
    fillers = sorted({*recipe.fillers, *GENERAL_FILLERS} - {""})
    if recipe.kind not in ("code", "boolean") and fillers:
        absent = f"list_contains({listed(fillers)}, {text})"  # a list: the database makes a join of a long IN
        absent += f" or list_contains({listed(fillers)}, {means})" if recipe.kind in NUMBERS and recipe.fillers else ""
        means = f"case when {absent} then null else {means} end"
    return f"coalesce({means}, if({text} is null, {quoted(default_of(column))}, null))" if recipe.default else means


def default_of(column: Column) -> str:
    """What an empty cell means; empty for nothing."""
    codes, default = codes_of(column), column.recipe.default
    if column.recipe.kind == "boolean":
        return "true" if default in ("1", "是", "有", "true") else "false"
    return codes.find(default) or default if codes is not None and default else default
