"""Hear that somebody gives Lumi a name or asks for another voice: by rules, in the turn itself."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tools.guardrails.check_reply import check_reply
from tools.guardrails.judge_input import judge_input
from tools.personality.limits import Fault, name_fault
from tools.personality.voices import voice_asked_for, voices
from tools.prompts.render import Language
from tools.text.language import language_of
from tools.text.sentences import sentences_of

LONGEST_READ = 2_000
"""Characters of a message that are read: nobody hides a name behind a whole page."""

LONGEST_HEARD = 120
"""Characters of a clause; a name in it may be far too long, and is answered then."""

MOST_WORDS = 3
"""Words of a name where a telephone may be meant; more is a sentence."""

_QUOTES = '"“”„‟「」『』《》«»'
_QUOTED = re.compile(f"[{_QUOTES}]([^{_QUOTES}]{{0,80}})[{_QUOTES}]")
_AROUND = f" \t.,!?;:，。！？；：、…~～-{_QUOTES}()（）*_"
_CLAUSE = re.compile(r"[,;:，；：、。！？!?\n]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SINGLE_QUOTED = re.compile(r"'([^']{0,80})'")
_CUE = re.compile("call|nam|voice|go by|look like|叫|名|喊|称呼|声|嗓", re.IGNORECASE)
"""Without one of these there is nothing to hear, and most messages have none."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was heard: a name or why it cannot be, and a voice."""

    language: Language
    name: str | None = None
    fault: Fault | None = None
    voice_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Rules:
    surely: tuple[re.Pattern[str], ...]
    perhaps: tuple[re.Pattern[str], ...]
    voice: tuple[re.Pattern[str], ...]
    unless_before: re.Pattern[str]
    no_name: tuple[str, ...]
    ends_name: frozenset[str]


def hear_naming(text: str) -> Heard | None:
    """Return the name and the voice that a message gives the companion; None when it gives none.

    The last name in a message counts. Any text is taken; the time grows with its length alone.
    """
    if not _CUE.search(text, 0, LONGEST_READ):
        return None
    language, name, fault, voice_id = language_of(text), None, None, None
    for sentence in sentences_of(text[:LONGEST_READ].replace("’", "'")):
        spoken = language_of(sentence, language)
        wished = _name_in(sentence, spoken)
        if wished is not None:
            fault = name_fault(wished) or _unsafe(wished)
            name = wished if fault is None else None
        voice_id = _voice_in(sentence, spoken) or voice_id
    if name is None and fault is None and voice_id is None:
        return None
    return Heard(language=language, name=name, fault=fault, voice_id=voice_id)


def is_fit_for_a_name(name: str) -> bool:
    """Return whether being called this turns the companion into nothing else."""
    claims = (f"I am {name}.", f"我是{name}。")
    return judge_input(name).kind == "clear" and not any(
        check_reply(one, secret="") for one in claims
    )


def _unsafe(name: str) -> Fault | None:
    return None if is_fit_for_a_name(name) else Fault(field="name", trouble="unsafe", text=name)


def _name_in(sentence: str, language: Language) -> str | None:
    """Return the name as it is written in a sentence; empty when it was left out."""
    rules = _rules(language)
    for clause in _clauses(sentence):
        for pattern in rules.surely:
            if found := _found(pattern, clause, rules):
                return _named(found, rules, sure=True)
        for pattern in rules.perhaps:
            if found := _found(pattern, clause, rules):
                named = _named(found, rules, sure=False)
                if named is not None:
                    return named
    return None


def _clauses(sentence: str) -> Iterator[str]:
    """Yield a sentence whole and in its clauses, so that what follows a name is left out."""
    whole = sentence.strip(_AROUND)
    if _HAN.search(whole):
        for piece in _CLAUSE.split(sentence):
            if 0 < len(piece.strip(_AROUND)) <= LONGEST_HEARD:
                yield piece.strip(" \t~～-.…")
        return
    if len(whole) <= LONGEST_HEARD:
        yield sentence.strip(" .!?~…")
    pieces = [piece.strip(" .!?~…") for piece in _CLAUSE.split(sentence)]
    yield from (piece for piece in pieces if 0 < len(piece) <= LONGEST_HEARD)


def _found(pattern: re.Pattern[str], clause: str, rules: _Rules) -> re.Match[str] | None:
    found = pattern.search(clause)
    before = clause[: found.start()].rstrip(" ,") if found else ""
    return found if found and not rules.unless_before.search(before) else None


def _named(found: re.Match[str], rules: _Rules, *, sure: bool) -> str | None:
    """Return the name in what was found; empty when it was left out, None when it is no name."""
    given = found["name"] or ""
    quoted = _QUOTED.search(given) or _SINGLE_QUOTED.fullmatch(given.strip())
    if quoted:
        return quoted[1].strip()
    name = _without_rest(given, rules)
    if sure and not name.strip(_AROUND) and not given.strip(_AROUND):
        return ""
    small = name.casefold()
    if _begins(small, rules.no_name) or not name.strip(_AROUND):
        return None
    if not sure and len(name.split()) > MOST_WORDS:
        return None
    return name.strip(_AROUND)


def _begins(name: str, words: tuple[str, ...]) -> bool:
    if _HAN.match(name):
        return name.startswith(words)
    return re.split(r"[^\w'-]", name, maxsplit=1)[0] in words


def _without_rest(given: str, rules: _Rules) -> str:
    """Return the words up to the first that begins something else."""
    if not rules.ends_name:
        return given
    kept: list[str] = []
    for word in _CLAUSE.split(given)[0].split():
        if word.casefold().strip(_AROUND) in rules.ends_name and kept:
            break
        kept.append(word)
    return " ".join(kept)


def _voice_in(sentence: str, language: Language) -> str | None:
    rules = _rules(language)
    for clause in (sentence.strip(_AROUND), *_CLAUSE.split(sentence)):
        for pattern in rules.voice:
            found = pattern.search(clause[:LONGEST_HEARD].strip(_AROUND))
            before = clause[: found.start()].rstrip(" ,") if found else ""
            if found and not rules.unless_before.search(before):
                return voice_asked_for(found["quality"], language)
    return None


@cache
def _rules(language: Language) -> _Rules:
    path = files("tools.personality").joinpath(f"naming_{language}.toml")
    table = tomllib.loads(path.read_text("utf-8"))
    words = {word for one in voices().values() for word in one.asked[language]}
    qualities = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    def compiled(pattern: str, *, least: int = 0) -> re.Pattern[str]:
        name = f"(?P<name>.{{{least},100}}{'?' if language == 'zh' else ''})"
        whole = pattern.replace("<name>", name).replace("<end>", table.get("end", ""))
        return re.compile(whole.replace("<quality>", f"(?P<quality>{qualities})"), re.IGNORECASE)

    return _Rules(
        surely=tuple(map(compiled, table["surely"])),
        perhaps=tuple(
            compiled(pattern, least=int(language == "zh")) for pattern in table["perhaps"]
        ),
        voice=tuple(map(compiled, table["voice"])),
        unless_before=re.compile(table["unless_before"], re.IGNORECASE),
        no_name=tuple(table["no_name"]),
        ends_name=frozenset(table["ends_name"]),
    )
