"""The picture of the lanes: a column is about a week, a letter a benefit."""

from __future__ import annotations

from kimcore.exchange.lanes_picture import lanes_picture
from tests.households import Document, coverage, evaluated, household, person, refugee

LABEL = 14


def rows(picture: str, title: str) -> dict[str, str]:
    """The rows of one lane by their labels, without the labels."""
    block = picture.partition(f"{title}\n")[2].partition("\n\n")[0]
    return {line[:LABEL].strip(): line[LABEL:] for line in block.splitlines()}


def test_payment_ends_where_the_gap_begins() -> None:
    picture = lanes_picture(evaluated(refugee("2026-11-23"), "2026-11-23"))
    lane = rows(picture, "P1, Lebensunterhalt")

    # May to October 2026 are six months of four columns each.
    assert lane["gezahlt"] == "a" * 24
    assert lane["zuständig"][:28] == "a" * 24 + "b" * 4
    assert lane["Lücke"].index("!") == 24
    assert "a  Grundleistungen nach dem AsylbLG" in picture


def test_the_day_of_evaluation_is_marked_in_its_week() -> None:
    marks = lanes_picture(evaluated(refugee("2026-11-23"), "2026-11-23")).splitlines()[2]

    # 23 November lies in the third quarter of the seventh month.
    assert marks.index("v") == LABEL + 6 * 4 + 2


def test_what_is_claimed_is_no_gap() -> None:
    def applied(document: Document) -> None:
        document["applications"].append({"person": "P1", "matter": "sgb2_benefits", "filed": "2026-11-20"})

    lane = rows(lanes_picture(evaluated(refugee("2026-12-05", applied), "2026-12-05"), lang="en"), "P1, livelihood")

    assert "gap" not in lane
    assert lane["claimed"].lstrip().startswith("~~~~")


def test_what_is_open_is_a_question_mark() -> None:
    thin = household("thin", "2026-11-23", [{"key": "T"}])

    lane = rows(lanes_picture(evaluated(thin, "2026-11-23"), lang="en"), "T, livelihood")

    assert set(lane) == {"open"}


def test_a_label_stands_in_the_place_of_a_key() -> None:
    named = person(
        "A",
        "1990-01-01",
        "2020-01-01",
        label="Frau A.",
        residence=[{"status": "settlement", "document": "residence_card", "must_leave": False}],
        coverage=coverage("2020-01-01", livelihood="SGB_II", health="SGB_V_sgb2"),
    )

    assert "Frau A., Lebensunterhalt" in lanes_picture(evaluated(household("a", "2026-11-23", [named]), "2026-11-23"))
