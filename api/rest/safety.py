"""What is done for somebody in danger, as a public page made from the rules that run."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Annotated, Any, get_args

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from api.desks.safety_report import PublicSafetyReport, public_safety_report
from api.problems import problems
from api.services import Running
from storage.care import Care
from tools.care.closer_look import TURNS
from tools.care.crisis import rules
from tools.care.helplines import Helpline, all_helplines
from tools.care.jurisdiction import packs
from tools.care.standing import EASES_AFTER, EASES_AFTER_PLAN, EASES_AFTER_SAFE
from tools.care.stated_country import country_name
from tools.outreach.gates import CRISIS_HOLD
from tools.prompts.render import Language

HOUR = timedelta(hours=1)

Year = Annotated[int, QueryParameter(ge=2000, le=9998)]
"""A year of a report, as `miolumi safety report` takes it."""


@get("/safety", include_in_schema=False, sync_to_thread=False)
def safety() -> Response[str]:
    """Show what is done in a crisis, and the lines of every country, in both languages."""
    return Response(content=safety_page(), media_type="text/html")


@get("/safety/report", security=[{}], responses=problems(400, 503))
async def report_of_a_year(running: NamedDependency[Running], year: Year) -> PublicSafetyReport:
    """Count how often people were told where help is in a year, and what replies were spared.

    By month and reason, for everybody and without a sign-in: nobody is named, no word is kept.
    Counts below `fewestTold` are left out, in the sums too: `miolumi safety report` has them all.
    """
    care = Care(running.database)
    return public_safety_report(year, await care.referrals(year), await care.kept_back(year))


def safety_page() -> str:
    """Return the page, with the lines that count in this process."""
    return _page(all_helplines())


@lru_cache(maxsize=1)
def _page(lines: tuple[Helpline, ...]) -> str:
    parts = "".join(_part(language, _words()[language], lines) for language in get_args(Language))
    template = Template(files("api.rest").joinpath("safety.html").read_text("utf-8"))
    return template.substitute(parts=parts)


def _part(language: Language, words: Mapping[str, Any], lines: tuple[Helpline, ...]) -> str:
    steps = "".join(f"<li>{escape(_filled(step))}</li>" for step in words["steps"])
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in words["columns"])
    rows = "".join(_rows(language, lines))
    return (
        f'<section lang="{language}"><h2>{escape(words["title"])}</h2>'
        f"<p>{escape(words['lead'])}</p><ol>{steps}</ol><p>{escape(words['limits'])}</p>"
        f"<h3>{escape(words['law'])}</h3><p>{escape(words['law_lead'])}</p>{_law(language, words)}"
        f"<h3>{escape(words['lines'])}</h3>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>"
    )


def _law(language: Language, words: Mapping[str, Any]) -> str:
    """Return the rules of every place that are live, with their sources."""
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in words["law_columns"])
    rows = "".join(
        f"<tr><td>{escape(pack.names[language])}</td><td>{escape(rule.texts[language])}"
        f"{'' if rule.kept else escape(words['by_operator'])}</td>"
        f"<td>{escape(rule.source)}</td></tr>"
        for pack in packs().values()
        for rule in pack.rules
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _rows(language: Language, lines: tuple[Helpline, ...]) -> Iterator[str]:
    for line in lines:
        source = f'<a href="{escape(line.source)}">{line.verified_at.isoformat()}</a>'
        cells = (_place(line, language), _name(line, language), line.reach, line.hours)
        told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        yield f"<tr>{told}<td>{source}</td></tr>"


def _place(line: Helpline, language: Language) -> str:
    return (line.country and country_name(line.country, language)) or line.country or "*"


def _name(line: Helpline, language: Language) -> str:
    if line.audience == "everyone":
        return line.name
    return f"{line.name} ({_words()[language]['for_children']})"


def _filled(step: str) -> str:
    return Template(step).substitute(
        rules=len(rules().rules),
        turns=TURNS,
        hold=_hours(CRISIS_HOLD),
        eases=_hours(EASES_AFTER),
        safe=_hours(EASES_AFTER_SAFE),
        plan=_hours(EASES_AFTER_PLAN),
    )


def _hours(span: timedelta) -> int:
    return span // HOUR


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(files("tools.care").joinpath("words.toml").read_text("utf-8"))
