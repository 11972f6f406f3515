import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_answer_to_a_threat_names_a_test_that_exists() -> None:
    written = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
    rows = [line for line in written.splitlines() if line.startswith("| ")][1:]
    named = [re.findall(r"`(test_\w+)`", row.split("|")[4]) for row in rows]
    assert all(named), "say which test shows it"
    defined = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text("utf-8"), re.M)
    }
    assert {name for row in named for name in row} - defined == set()
    assert len(rows) > 12
