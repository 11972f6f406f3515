from pathlib import Path

from api.cli import main
from api.commands.manual import renewed

README = Path(__file__).parents[3] / "README.md"


def test_the_readme_says_what_the_program_does_today() -> None:
    written = README.read_text("utf-8")
    assert renewed(written, main) == written, "renew it: miolumi draw --readme README.md"


def test_every_command_and_setting_is_in_the_readme() -> None:
    written = README.read_text("utf-8")
    for needed in ("`miolumi run`", "`miolumi doctor`", "`MIOLUMI_PORT`", "`DATABASE_URL`"):
        assert needed in written


def test_what_stands_outside_the_marks_is_left_alone() -> None:
    document = "a\n<!-- commands -->\nyesterday\n<!-- /commands -->\nz\n"
    new = renewed(document, main)
    assert new.startswith("a\n<!-- commands -->\n| command |")
    assert new.endswith("<!-- /commands -->\nz\n")
    assert "yesterday" not in new
