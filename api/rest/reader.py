"""In which language somebody reads what the server has words for."""

from dataclasses import replace
from typing import Annotated

from litestar.di import NamedDependency
from litestar.params import QueryParameter

from storage.records import Person
from tools.prompts.render import Language

ReadLanguage = Annotated[
    Language | None,
    QueryParameter(
        name="language",
        description="In which language its words are; left out, it is the person's own.",
    ),
]


async def reader(person: NamedDependency[Person], language: ReadLanguage = None) -> Person:
    """Return the person who asks, as one who reads the language that they ask for.

    The language somebody speaks is that of their last words, and a page has the browser's.
    """
    return person if language is None else replace(person, language=language)
