"""How dirty the deliveries are: the chance of each fault that the departments' data really has."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Dirt:
    """Chances, each for a cell that could have the fault (the last four: for a row)."""

    old_number: float = 0.010  # identity number of 15 digits
    lower_x: float = 0.10  # x for the check character X
    full_width: float = 0.004
    spaces: float = 0.006
    wrong_check: float = 0.002
    mistaken_letter: float = 0.001  # O for 0 or I for 1 in a credit code
    lower_case: float = 0.003
    old_registration: float = 0.010  # registration number in place of the credit code
    inner_space: float = 0.010
    lost_character: float = 0.30  # 〓 or ? for a rare character
    other_dot: float = 0.25  # another middle dot
    short_name: float = 0.010  # enterprise names without their form
    separators: float = 0.030  # another way to write the date
    filler: float = 0.008
    wrong_date: float = 0.0005
    future_date: float = 0.0005
    percent_sign: float = 0.2
    label: float = 0.020  # label in place of the code, or another one
    lost_zero: float = 0.050
    wrong_code: float = 0.001
    retired_division: float = 0.060
    division_name: float = 0.010
    several_phones: float = 0.015
    unit: float = 0.015  # 万元 or 元 in the cell
    thousands: float = 0.015
    fraction: float = 0.010
    address: float = 0.040
    missing: float = 0.010
    missing_required: float = 0.0004
    conflict: float = 0.03  # a source says otherwise than a better one
    no_key: float = 0.03  # the key of the row's subject left out where it may be
    masked: float = 0.5  # identity numbers in published penalties
    duplicate: float = 0.002
    nobody: float = 0.004  # the row is about somebody whom the city does not know

    @classmethod
    def none(cls) -> "Dirt":
        """Clean deliveries."""
        return cls(**{item.name: 0.0 for item in fields(cls)})
