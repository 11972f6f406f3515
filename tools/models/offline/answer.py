"""What the voice answers: the first of its small skills that has something to say."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from tools.models.offline.acquaintances import about_somebody
from tools.models.offline.called import called, introduced
from tools.models.offline.earlier import remembered
from tools.models.offline.facts import Fact, asks
from tools.models.offline.follow_up import follow_up
from tools.models.offline.looking_after import listening
from tools.models.offline.mirror import mirrored
from tools.models.offline.recall import recalled
from tools.models.offline.talk import Talk
from tools.models.offline.text import sentences, words
from tools.models.offline.wording import Wording

FEW_WORDS = 2
"""Up to this many words a message is a ping, and gets a ping."""

ENOUGH_TO_ASK = 3
"""A question may follow from this many words on."""

ENOUGH_TO_ASK_ON = 7
"""After mere mirroring, a question follows only from this many words on."""

_SORROWS = frozenset(
    {"death", "illness", "own_illness", "breakup", "divorced", "lost_job", "failed"}
)
"""Rules whose facts are met with sympathy before anything else."""

_Skill = Callable[[Talk, Wording], str | None]


def answer(talk: Talk) -> str:
    """Return what to say; never empty."""
    wording = Wording(talk.spoken, said=talk.said, ours=talk.ours, name=talk.name)
    if talk.notes.in_care:
        heard = (skill(talk, wording) for skill in _SKILLS_IN_CARE)
        return next(filter(None, heard), None) or listening(talk, wording)
    lines = (skill(talk, wording) for skill in _SKILLS)
    said = called(talk, wording) or next(filter(None, lines), None) or wording.say("neutral")
    return introduced(said, talk, wording)


def _hears(cue: str, key: str | None = None) -> _Skill:
    """Return a skill that answers a cue, wherever in the message it is heard, with one line."""

    def skill(talk: Talk, wording: Wording) -> str | None:
        pattern = talk.spoken.cues[cue]
        heard = any(pattern.search(clause) for clause in _pieces(talk))
        return wording.say(key or cue) if heard else None

    return skill


def _farewell_in_care(talk: Talk, wording: Wording) -> str | None:
    return _farewell(talk, wording) and wording.say("care_farewell")


def _thanks_in_care(talk: Talk, wording: Wording) -> str | None:
    thanked = _hears("thanks")(talk, wording)
    return thanked and listening(talk, wording, opening="care_thanks")


def _question_in_care(talk: Talk, wording: Wording) -> str | None:
    asked = _question(talk, wording)
    return asked and listening(talk, wording, opening="care_question")


def _hears_alone(cue: str) -> _Skill:
    """Return a skill that answers a cue when a whole, short message is nothing else."""

    def skill(talk: Talk, wording: Wording) -> str | None:
        spoken = [sentence.text for sentence in sentences(_without_greeting(talk))]
        alone = len(spoken) == 1 and talk.spoken.cues[cue].search(spoken[0])
        return wording.say(cue) if alone else None

    return skill


def _hears_with_question(cue: str) -> _Skill:
    """Return a skill that answers a cue and may ask on."""
    plain = _hears(cue)

    def skill(talk: Talk, wording: Wording) -> str | None:
        line = plain(talk, wording)
        return line and _with_question(line, cue, talk, wording)

    return skill


def _pieces(talk: Talk) -> Iterator[str]:
    """Yield the sentences and their clauses, a greeting at the very beginning left out."""
    for sentence in sentences(_without_greeting(talk)):
        yield sentence.text
        clauses = [piece.strip() for piece in talk.spoken.clause_break.split(sentence.text)]
        yield from (clause for clause in clauses if clause and clause != sentence.text)


def _without_greeting(talk: Talk) -> str:
    match = talk.spoken.cues["opening"].match(talk.said.strip())
    return talk.said.strip()[match.end() :] if match else talk.said


def _with_question(
    line: str, key: str, talk: Talk, wording: Wording, parts: Mapping[str, str] | None = None
) -> str:
    asked = bool(talk.ours) and talk.ours[-1].rstrip().endswith(("?", "？"))
    question = f"{key}.ask"
    if asked or words(talk.said) < ENOUGH_TO_ASK or not wording.has(question):
        return line
    return _joined(line, wording.say(question, parts), talk)


def _joined(first: str, second: str, talk: Talk) -> str:
    return first + second if talk.spoken.language == "zh" else f"{first} {second}"


def _farewell(talk: Talk, wording: Wording) -> str | None:
    if not any(talk.spoken.cues["farewell"].match(piece) for piece in _pieces(talk)):
        return None
    night = talk.spoken.cues["good_night"].search(talk.said)
    return wording.say("good_night" if night else "farewell")


def _wordless(talk: Talk, wording: Wording) -> str | None:
    return None if words(talk.said) else wording.say("wordless")


def _own_name(talk: Talk, wording: Wording) -> str | None:
    """Tell what one is called, where the prompt says so, and what one is."""
    pattern, own = talk.spoken.cues["own_name_question"], talk.notes.me
    asked = any(pattern.search(piece) for piece in _pieces(talk))
    return wording.say("own_name", {"own": own}) if asked and own else None


def _grave(talk: Talk, wording: Wording) -> str | None:
    if any(fact.rule in {"death", "illness"} for fact in talk.facts):
        return None
    meant = talk.spoken.cues["figure"].sub(" ", talk.said)
    return wording.say("grave") if talk.spoken.cues["grave"].search(meant) else None


def _fact(talk: Talk, wording: Wording) -> str | None:
    weightiest = max(talk.facts, key=_weight, default=None)
    if weightiest is None:
        return None
    key = f"fact_{weightiest.rule}"
    if not wording.has(key):
        key = "fact_about" if weightiest.about else "fact_noted"
    line = wording.say(key, weightiest.parts)
    if (felt := _felt(talk) or _went(talk)) and not _is_sorrow(weightiest):
        return _joined(line, wording.say(felt), talk)
    return _with_question(line, key, talk, wording, weightiest.parts)


def _weight(fact: Fact) -> tuple[bool, float]:
    """Sorrow comes first; then what weighs most."""
    return (_is_sorrow(fact), fact.importance)


def _is_sorrow(fact: Fact) -> bool:
    return fact.rule in _SORROWS


def _feeling(talk: Talk, wording: Wording) -> str | None:
    name = _felt(talk)
    return name and _with_question(wording.say(name), name, talk, wording)


def _felt(talk: Talk) -> str | None:
    """Return the name of the feeling they tell of, or None."""
    for name, pattern in talk.spoken.feelings.items():
        for clause in _pieces(talk):
            match = pattern.search(clause)
            if match and _is_felt(clause[: match.start()], clause, talk):
                return name
    return None


def _went(talk: Talk) -> str | None:
    """Return the thought for a day that went badly, or None: it is not passed over for a name."""
    bad = talk.spoken.cues["went_badly"]
    return "went_badly" if any(map(bad.search, _pieces(talk))) else None


def _is_felt(before: str, clause: str, talk: Talk) -> bool:
    cues = talk.spoken.cues
    if cues["not_feeling"].search(before.strip()):
        return False
    return not cues["not_own_feeling"].search(before) or bool(cues["own_feeling"].search(clause))


def _greeting(talk: Talk, wording: Wording) -> str | None:
    left = _without_greeting(talk)
    if left == talk.said or words(left):
        return None
    hello = wording.say("greeting_short" if words(talk.said) <= FEW_WORDS else "greeting")
    question = follow_up(talk, wording)
    return _joined(hello, question, talk) if question else hello


def _question(talk: Talk, wording: Wording) -> str | None:
    if not any(asks(sentence, talk.spoken) for sentence in sentences(talk.said)):
        return None
    brief = words(talk.said) <= FEW_WORDS
    return wording.say("cannot_answer_short" if brief else "cannot_answer")


def _how_are_you(talk: Talk, wording: Wording) -> str | None:
    line = _hears("how_are_you")(talk, wording)
    return line and (_after(line, follow_up(talk, wording), talk))


def _after(line: str, question: str | None, talk: Talk) -> str:
    return _joined(line, question, talk) if question else line


def _reflection(talk: Talk, wording: Wording) -> str | None:
    cues = talk.spoken.cues
    for clause in _pieces(talk):
        match = cues["first_person"].match(clause)
        if match and not cues["second_person"].search(clause):
            rest = mirrored(match["rest"].strip(), "you", talk.spoken)
            line = wording.say("reflect", {"rest": rest})
            long = words(talk.said) >= ENOUGH_TO_ASK_ON
            return _with_question(line, "reflect", talk, wording) if long else line
    return None


_SKILLS: Sequence[_Skill] = (
    _wordless,
    _own_name,
    _hears("identity_question", "disclosure"),
    _hears("feelings_question"),
    _grave,
    _farewell,
    remembered,
    about_somebody,
    recalled,
    _fact,
    _hears("only_listen"),
    _hears("self_doubt"),
    _hears_with_question("missing"),
    _hears_with_question("went_badly"),
    _hears_with_question("went_well"),
    _feeling,
    _hears("thanks"),
    _greeting,
    _how_are_you,
    _hears("insult"),
    _hears("affection"),
    _hears("will_forget"),
    _hears("wants_talk"),
    _hears("request"),
    _hears_alone("laugh"),
    _hears_alone("ping"),
    _hears_alone("yes"),
    _hears_alone("so_so"),
    _hears_alone("unsure"),
    _hears_alone("no"),
    _hears("advice"),
    _question,
    _reflection,
)

_SKILLS_IN_CARE: Sequence[_Skill] = (
    _own_name,
    _hears("identity_question", "disclosure"),
    _farewell_in_care,
    _thanks_in_care,
    _question_in_care,
)
"""Nothing but that it is an AI, and words for where they are; all else is listened to."""
