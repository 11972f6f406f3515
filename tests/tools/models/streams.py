"""A stream, as it is heard and booked."""

from langchain_core.messages import HumanMessage, SystemMessage

from storage.records import Spending
from tools.models.calls import RoleModels

PROMPT = [SystemMessage("You are Lumi."), HumanMessage("I have an interview on Friday.")]

FLASH = "google_genai:gemini-3-flash-preview"

SECOND = "google_genai:gemini-2.5-flash"


async def spoken(
    models: RoleModels, bills: list[Spending], heard: list[str] | None = None
) -> list[str]:
    heard = [] if heard is None else heard
    async for chunk in models.stream("chat", PROMPT, spent=bills.append):
        heard.append(chunk.text)
    return heard


def called(bills: list[Spending]) -> list[str]:
    return [bill.model for bill in bills]
