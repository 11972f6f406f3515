"""What can be wrong with a card. Every message says what, in words for whoever brought it.

CardError
├── CardTooLarge
├── NotACard
├── CardBroken
├── CardUnsafe
└── CardInvalid
"""


class CardError(Exception):
    """This card cannot be used."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__class__.__doc__ or "").strip())


class CardTooLarge(CardError):
    """This card is larger than a card may be."""


class NotACard(CardError):
    """This is no character card."""


class CardBroken(CardError):
    """This file is damaged, and the card in it cannot be read."""


class CardUnsafe(CardError):
    """This file does what no card needs to do, and was not opened any further."""


class CardInvalid(CardError):
    """This card does not have the form that its specification asks for."""
