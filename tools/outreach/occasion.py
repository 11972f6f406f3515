"""What is looked up before a word is written: by the reason and the hour (seed 003, phase 2)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from storage.records.outreach import Candidate
from tools.prompts.render import Language, render

NOON = 12

Part = str
"""`morning`, `evening` or `silence`: names a file in `tools/prompts`."""


def occasion_query(
    candidate: Candidate, *, now: datetime, zone: ZoneInfo, language: Language
) -> str:
    """Return what is searched for in memory: what the reason is about, then what fits the hour."""
    wider = render(f"outreach_query_{part_of(candidate, now=now, zone=zone)}", language)
    return f"{candidate.about}\n{wider}".strip()


def part_of(candidate: Candidate, *, now: datetime, zone: ZoneInfo) -> Part:
    """Return which kind of moment this is: a long silence, or the half of the person's day."""
    if candidate.trigger == "silence":
        return "silence"
    return "morning" if now.astimezone(zone).hour < NOON else "evening"
