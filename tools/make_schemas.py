"""Write the JSON Schemas of all documents to docs/schemas: `python -m tools.make_schemas`.

They are generated from the classes and published with the docs; tests/exchange/test_schema.py holds them to what
`kimcore schema` prints.
"""

from __future__ import annotations

from kimcore.exchange.schema import SCHEMAS, json_schema, schema_text
from tests.source import ROOT

FOLDER = ROOT / "docs" / "schemas"


def main() -> None:
    """Write one file a kind of document, named by its kind and version, and remove what is no longer one."""
    texts = {name_of(kind): schema_text(kind) for kind in SCHEMAS}
    for old in FOLDER.glob("*.json"):
        if old.name not in texts:
            old.unlink()
    for name, text in texts.items():
        (FOLDER / name).write_text(text, "utf-8")
        print(f"{(FOLDER / name).relative_to(ROOT)}: {len(text)} characters")


def name_of(kind: str) -> str:
    """Return the name of the file of a kind, such as `kimcore.case-1.json`."""
    return str(json_schema(kind)["title"]).replace("/", "-") + ".json"


if __name__ == "__main__":
    main()
