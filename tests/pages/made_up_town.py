"""The surroundings of made-up people: what lies around their addresses, what those lead on to, and the deliveries of a steward."""

from twopages.dossier import Dossier, Envelope, Far, Link, LinkPage, Near
from twopages.pages.reader import BatchRow
from twopages.values import parse_geometry

HOME_ADDRESS = "上海市静安区南京西路街道奉贤路68弄3号502室"
HOME, PREMISES = "a1" * 13, "a2" * 13
AROUND = (  # category, name, form and points in metres east and north
    ("G1", "静安雕塑公园", "POLYGON (({}))", ((40, 30), (190, 40), (180, 130), (60, 140), (40, 30))),
    ("W1", "苏州河", "LINESTRING ({})", ((-400, -120), (-150, -80), (100, -130), (400, -90))),
    ("T1", "奉贤路", "LINESTRING ({})", ((-400, -20), (0, -10), (400, -25))),
    ("T2", "停车场", "POLYGON (({}))", ((-180, 40), (-110, 40), (-110, 90), (-180, 90), (-180, 40))),
    ("G2", "银杏", "POINT ({})", ((-60, 60),)),
)


def neighbourhood() -> tuple[Near, ...]:
    """What lies around both places: a road, a river, a park and a car park, and a tree."""
    found = []
    for east, north in ((121.4560, 31.2290), (121.5890, 31.2070)):
        for number, (category, name, form, points) in enumerate(AROUND, 1):
            told = ", ".join(f"{east + x / 95_000:.6f} {north + y / 111_000:.6f}" for x, y in points)
            shape = parse_geometry(form.format(told))
            assert shape is not None
            far = Far(f"f{number}{east}", "SpatialFeature", name)
            found.append(
                Near(far, 100.0 * number, shape, {"featureCategory": Envelope("featureCategory", (category,), ())})
            )
    return tuple(found)


def surroundings() -> dict[tuple[str, str], Dossier]:
    home, building = Far(HOME, "Address", HOME_ADDRESS), Far("b1" * 13, "Building", "B310106001234")
    parent = Far("a3" * 13, "Address", HOME_ADDRESS.removesuffix("3号502室"))
    up, inside = Link("PART_OF_ADDRESS", True, parent, {}, ()), Link("LOCATED_IN", True, building, {}, ())
    return {
        ("Address", home.id): thing(home, up, inside),
        ("Address", parent.id): thing(parent, Link("PART_OF_ADDRESS", False, home, {}, ())),
        ("Building", building.id): thing(building, Link("LOCATED_IN", False, home, {}, ())),
    }


def thing(far: Far, *links: Link) -> Dossier:
    return Dossier(far.id, far.cls, far.caption, {}, (), (LinkPage(links, False),))


def batch(dataset: str, number: int) -> BatchRow:
    rows, aside, waiting, accepted = 12480 + number * 311, number % 4, number % 3 * 7, number * 100
    return BatchRow(
        f"b{number}", dataset, f"{dataset}-20260301.csv", "9f" * 32, "2026-03-01", "2026-03-02T03:20:00",
        ("full", "changes")[number % 2], ("loaded", "loaded", "held")[number % 3],
        rows, rows - aside - waiting - accepted, accepted, waiting, aside, number, number % 5, number * 3,
    )  # fmt: skip
