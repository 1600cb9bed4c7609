"""The faults that the departments' cells really have, each as SQL: when a cell can have it, what is then written and what that means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from twopages.ontology.model import Column, Dataset
from twopages.synthetic.lore import lore
from twopages.synthetic.numbers import REGION
from twopages.synthetic.spelling import codes_of, listed, looked_up, quoted

ASCII = "".join(map(chr, range(0x21, 0x7F)))
WIDE = "".join(chr(ord(character) + 0xFEE0) for character in ASCII)
OR = "\x1c"  # between the words for one code
KEYS = frozenset({"identityNumber", "uscc"})
MASKED = "left({t}, 6) || '********' || right({t}, 4)"  # an identity number as it is published; nobody is known by it


@dataclass(frozen=True, slots=True)
class Spot:
    """A column that a fault may fall on; in the SQL of a fault `{t}` is the text, `{m}` the meaning, `{d}` the dice of the cell."""

    dataset: Dataset
    column: Column

    @property
    def registers(self) -> bool:
        """The dataset makes its subjects known."""
        return bool(self.dataset.registers)

    @property
    def typed(self) -> bool:
        """The format holds numbers as numbers."""
        return self.dataset.format in ("parquet", "sql")

    @property
    def roles(self) -> set[str]:
        """What the column is for."""
        return {target.role for target in self.column.targets}


@dataclass(frozen=True, slots=True)
class Fault:
    """What one fault does: `when` it can fall, the `text` then written, what that `means` (NULL: nothing), the coded reasons, the doubt."""

    when: str
    text: str
    means: str = "{m}"
    reasons: str = ""
    unsure: bool = False


Maker = Callable[[Spot], Fault | None]  # None where the column cannot have the fault


def _always(fault: Fault) -> Maker:
    return lambda spot: fault


def _failing(when: str, text: str, reasons: str) -> Fault:
    return Fault(when, text, "null", reasons)


def _old_number(spot: Spot) -> Fault | None:
    fits = "substr({t}, 7, 2) = '19' and len({t}) = 18"
    return Fault(fits, "substr({t}, 1, 6) || substr({t}, 9, 9)") if spot.column.recipe.key else None


def _wrong_check(spot: Spot) -> Fault:
    """The last digit mistyped; nobody is known by such a number."""
    return _failing("len({t}) = 18", "left({t}, 17) || if(right({t}, 1) = '3', '7', '3')", "CHECKSUM|KEY")


def _no_key(spot: Spot) -> Fault | None:
    """The key of the row's own subject left out; its name may lead there."""
    if spot.column.required or "subject" not in spot.roles:
        return None
    return Fault("true", "null", "null")


def _lost_character(spot: Spot) -> Fault:
    rare = "".join(sorted(set(lore("rare").texts("character").tolist())))
    return Fault(
        f"regexp_matches({{t}}, '[{rare}]')",
        f"translate({{t}}, '{rare}', if({{d}} & 1 = 0, '{'〓' * len(rare)}', '{'?' * len(rare)}'))",
        unsure=True,
    )


def _short_name(spot: Spot) -> Fault | None:
    """The name of a company without its form, which is then what it says."""
    shorter = "left({t}, len({t}) - 4)"
    return None if spot.registers else Fault("suffix({t}, '有限公司')", shorter, shorter)


def _separators(spot: Spot) -> Fault | None:
    """The day written another way."""
    styles = ("%Y-%m-%d", "%Y/%-m/%-d", "%Y.%m.%d", "%Y%m%d", "%Y年%-m月%-d日")
    if spot.column.recipe.kind == "partialDate":
        return Fault("len({m}) = 7", "{m}")
    if spot.column.recipe.month_day:
        return None
    ways = " ".join(f"when {place} then strftime({{m}}::date, '{style}')" for place, style in enumerate(styles))
    return Fault("len({m}) = 10", f"case ({{d}} & 1023) % 5 {ways} end")


def _wrong_date(spot: Spot) -> Fault:
    """A day that does not exist, or one in the future where none may be."""
    impossible = "left({m}, 4) || '-02-30'"
    return _failing("len({m}) >= 10", impossible, "NOT_A_DATE")


def _future_date(spot: Spot) -> Fault | None:
    return None if spot.column.recipe.future else _failing("len({m}) >= 10", "'2088-08-08'", "FUTURE_DATE")


def _filler(spot: Spot) -> Fault:
    """A stand-in for "unknown"; seldom where a value must be given."""
    kinds = {"date": ["00000000", "1900-01-01"], "phone": ["11111111111", "/"], "text": ["无", "/", "-"]}
    choices = kinds.get(spot.column.recipe.kind, ["/"])
    seldom = "({d} & 1023) % 10 = 0" if spot.column.required else "true"
    return _failing(seldom, f"{listed(choices)}[1 + ({{d}} & 1023) % {len(choices)}]", "MISSING")


def _label(spot: Spot) -> Fault | None:
    """A label, or another usual word for it, in place of the code."""
    codes = codes_of(spot.column)
    if codes is None:
        return None
    ways = {
        code.id: OR.join(
            one
            for one in (code.label.zh, *code.variants)
            if codes.find(one) in (code.id, None) and _readable(codes.find(one), spot)
        )
        for code in codes.codes.values()
        if code.replaced_by is None
    }
    words = looked_up({code: words for code, words in ways.items() if words}, "{m}")
    several = f"string_split({words}, '{OR}')"
    return Fault(f"{words} <> ''", f"{several}[1 + ({{d}} & 1023) % len({several})]") if any(ways.values()) else None


def _readable(code: str | None, spot: Spot) -> bool:
    return code is not None or spot.column.recipe.kind != "code"


def _lost_zero(spot: Spot) -> Fault:
    return Fault("prefix({t}, '0') and {t} = {m} and ltrim({t}, '0') <> ''", "ltrim({t}, '0')")


def _wrong_code(spot: Spot) -> Fault:
    division = spot.column.recipe.kind == "division"
    return _failing("true", "'319999'" if division else "'ZZ9'", "UNKNOWN_DIVISION" if division else "UNKNOWN_CODE")


def _retired_division(spot: Spot) -> Fault | None:
    """The code of a district that has been merged into another since."""
    codes = codes_of(spot.column)
    every = codes.codes.values() if codes else ()
    former = {code.replaced_by: code.id for code in every if code.replaced_by and code.id.startswith("31")}
    other = looked_up(former, "{t}")
    return Fault(f"{other} <> ''", other) if former else None


def _division_name(spot: Spot) -> Fault | None:
    """The name of a street in place of its code, where no other street bears it."""
    codes = codes_of(spot.column)
    streets = (code for code in codes.codes.values() if len(code.id) == 9) if codes else ()
    named = {code.id: code.label.zh for code in streets if codes and codes.find(code.label.zh) == code.id}
    other = looked_up(named, "{t}")
    return Fault(f"len({{t}}) = 9 and {other} <> ''", other) if named else None


def _unit(spot: Spot) -> Fault | None:
    """The unit written into the cell."""
    short = "{m}::decimal(18, 2) * 0.0001::decimal(5, 4)"
    ten = f"rtrim(rtrim(({short})::varchar, '0'), '.') || '万元'"
    return None if spot.typed else Fault("true", f"if({{d}} & 1 = 0, {ten}, {{m}} || '元')")


def _thousands(spot: Spot) -> Fault | None:
    """Commas between the thousands."""
    whole = "split_part({t}, '.', 1)"
    grouped = (
        f"regexp_replace(reverse(regexp_replace(reverse({whole}), '([0-9][0-9][0-9])', '\\1,', 'g')), '^(-?),', '\\1')"
    )
    return (
        None
        if spot.typed
        else Fault("regexp_full_match({t}, '-?[0-9.]+')", f"{grouped} || substr({{t}}, len({whole}) + 1)")
    )


def _percent_sign(spot: Spot) -> Fault | None:
    return None if spot.typed else Fault("true", "{t} || '%'", "{m}") if spot.column.recipe.scale == "1" else None


def _fraction(spot: Spot) -> Fault | None:
    """A fraction of one in place of a percentage; 0.6 may mean either."""
    part = "rtrim(rtrim(({m}::decimal(9, 4) * 0.01::decimal(3, 2))::decimal(12, 6)::varchar, '0'), '.')"
    return Fault("{m}::decimal(9, 4) <> 0", part, unsure=True)


def _address(spot: Spot) -> Fault:
    """The same address in another spelling, which is then what it says."""
    other = (
        "case ({d} & 1023) % 8 when 0 then substr({t}, 4) when 1 then substr({t}, strpos({t}, '区') + 1)"
        " when 2 then if(suffix({t}, '室'), left({t}, len({t}) - 1), {t}) when 3 then replace({t}, '号', '号楼')"
        " when 4 then replace({t}, '号', '#') when 5 then replace({t}, '弄', '衖')"
        " when 6 then regexp_replace({t}, '(弄[0-9]+)号([0-9]+)室$', '\\1-\\2') else '上海' || substr({t}, 4) end"
    )
    return Fault("prefix({t}, '上海市') and contains({t}, '区')", other, other)


def _missing(spot: Spot) -> Fault | None:
    """Nothing, where nothing need stand."""
    if spot.column.required or "subject" in spot.roles:
        return None
    return Fault("true", "null", "null")


def _missing_required(spot: Spot) -> Fault | None:
    return _failing("true", "null", "MISSING") if spot.column.required else None


_SPACED = "case ({d} & 1023) % 3 when 0 then {t} || '  ' when 1 then ' ' || {t} || ' ' else '　' || {t} end"
_DOTTED = "replace({t}, '·', case ({d} & 1023) % 3 when 0 then '•' when 1 then '・' else '.' end)"
_PHONES = (
    "{t} || ['；', '、', ' ', '/'][1 + ({d} & 1023) % 4] || '169' || lpad((({d} >> 8) % 100000000)::varchar, 8, '0')"
)
FAULTS: Mapping[str, Maker] = MappingProxyType(
    {
        "old_number": _old_number,
        "lower_x": _always(Fault("suffix({t}, 'X')", "left({t}, len({t}) - 1) || 'x'")),
        "full_width": _always(Fault("true", f"translate({{t}}, {quoted(ASCII)}, {quoted(WIDE)})")),
        "spaces": _always(Fault("true", _SPACED)),
        "wrong_check": _wrong_check,
        "no_key": _no_key,
        "lower_case": _always(Fault("true", "lower({t})")),
        "mistaken_letter": _always(
            Fault("contains(substr({t}, 9, 9), '0')", "left({t}, 8) || regexp_replace(substr({t}, 9), '0', 'O')")
        ),
        "inner_space": _always(
            Fault("len({t}) between 2 and 4 and strlen({t}) > len({t})", "left({t}, 1) || ' ' || substr({t}, 2)")
        ),
        "lost_character": _lost_character,
        "other_dot": _always(Fault("contains({t}, '·')", _DOTTED)),
        "short_name": _short_name,
        "separators": _separators,
        "filler": _filler,
        "wrong_date": _wrong_date,
        "future_date": _future_date,
        "label": _label,
        "lost_zero": _lost_zero,
        "wrong_code": _wrong_code,
        "retired_division": _retired_division,
        "division_name": _division_name,
        "several_phones": _always(Fault("true", _PHONES)),
        "unit": _unit,
        "thousands": _thousands,
        "percent_sign": _percent_sign,
        "fraction": _fraction,
        "address": _address,
        "masked": _always(Fault(f"len({{t}}) = 18 and prefix({{t}}, '{REGION}')", MASKED, MASKED)),
        "missing": _missing,
        "missing_required": _missing_required,
    }
)
OF_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "identityNumber": ("old_number", "lower_x", "full_width", "spaces", "wrong_check", "no_key"),
        "uscc": ("lower_case", "mistaken_letter", "wrong_check", "spaces", "no_key"),
        "name": ("inner_space", "lost_character", "other_dot", "short_name", "full_width", "spaces"),
        "date": ("separators", "filler", "wrong_date", "future_date"),
        "partialDate": ("separators",),
        "code": ("label", "lost_zero", "wrong_code"),
        "division": ("retired_division", "division_name", "wrong_code"),
        "phone": ("several_phones", "filler", "spaces"),
        "money": ("unit", "thousands"),
        "percentage": ("percent_sign", "fraction"),
        "address": ("address", "full_width", "spaces"),
        "email": ("full_width",),
        "text": ("spaces", "filler"),
    }
)


def faults_of(spot: Spot, rates: Mapping[str, float]) -> list[tuple[float, Fault]]:
    """The faults that a column can have, each with its chance."""
    names = ("masked",) if _published(spot) else _names(spot)
    found = [(rates[name], FAULTS[name](spot)) for name in names if rates[name] > 0]
    return [(rate, fault) for rate, fault in found if fault is not None]


def _names(spot: Spot) -> tuple[str, ...]:
    if not spot.column.loaded or not _soilable(spot):
        return ()
    return (*OF_KINDS.get(spot.column.recipe.kind, ()), "missing", "missing_required")


def _published(spot: Spot) -> bool:
    """A column in which persons and enterprises are named for everybody to read."""
    far = bool(spot.roles & {"to", "from", "object"}) and spot.column.recipe.kind == "text"
    return far and spot.dataset.share_type == "unconditional" and spot.dataset.grade == 1


def _soilable(spot: Spot) -> bool:
    """Technical columns and keys of other kinds stay clean: departments make them by machine."""
    column, roles = spot.column, spot.roles
    if column.recipe.kind in KEYS:
        return True
    technical = roles <= {"meta"} or bool(roles & {"subject", "object"})
    other_end = bool(roles & {"to", "from"}) and column.recipe.kind != "address"
    plain = not column.recipe.split and not column.recipe.rewrites and column.recipe.case != "lower"
    tells = bool(column.cases)
    return not (technical or other_end or tells) and plain and column.header not in spot.dataset.key_columns
