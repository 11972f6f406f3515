"""The line of a prompt that says how long this one reply should be."""

from collections.abc import Mapping

from tools.length.plan import ReplyPlan
from tools.prompts.render import NO_TEXTS, render

PARTED_FROM = 10
"""Words or Chinese characters of a reply from which it may fall into several messages."""


def length_line(plan: ReplyPlan, texts: Mapping[str, str] = NO_TEXTS) -> str:
    """Return one line, about fifteen tokens; twice that where a reply may fall into messages.

    Args:
        plan: how the reply is to be shaped.
        texts: what a variant says in the place of prompt files.
    """
    language, budget = plan.language, plan.budget
    if plan.farewell and plan.sort == "farewell":
        return render("turn_length_farewell", language)
    if plan.sort == "ping":
        return render("turn_length_ping", language, texts)
    if plan.sort == "distress":
        return render("turn_length_distress", language, most=str(budget.most))
    if plan.sort == "at_length":
        return render("turn_length_at_length", language, texts)
    said = render(
        "turn_length_range", language, texts, least=str(budget.least), most=str(budget.most)
    )
    joint = " " if language == "en" else ""
    if plan.farewell:
        return f"{said}{joint}{render('turn_length_farewell', language)}"
    if plan.parts and plan.parts > 1 and budget.most >= PARTED_FROM:
        return f"{said}{joint}{render('turn_parts', language, texts, parts=str(plan.parts))}"
    return said
