"""What can go wrong between us and a model. No message ever holds a key.

ModelError
├── ModelUnavailable
│   ├── TooManyRequests
│   ├── KeyRefused
│   └── UnknownModel
├── ModelRefused
├── CutShort
├── BadAnswer
├── EmbeddingUnavailable
└── BadTable
"""


class ModelError(Exception):
    """A model did not do what it was asked."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__class__.__doc__ or "").strip())


class ModelUnavailable(ModelError):
    """The model does not answer."""


class TooManyRequests(ModelUnavailable):
    """The provider asks to wait."""

    def __init__(self, message: str | None = None, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds the provider asks for, or None when it does not say."""


class KeyRefused(ModelUnavailable):
    """The provider does not accept the key, or none was given."""


class UnknownModel(ModelUnavailable):
    """There is no model of this name."""


class ModelRefused(ModelError):
    """The model answered and would not say anything."""


class CutShort(ModelError):
    """The model stopped half-way; what it said before was already passed on."""


class BadAnswer(ModelError):
    """The answer does not have the form that was asked for."""

    def __init__(self, message: str | None = None, *, said: str = "") -> None:
        super().__init__(message)
        self.said = said
        """The answer as the model gave it."""


class EmbeddingUnavailable(ModelError):
    """No vectors are to be had; a search can go on with keywords alone."""


class BadTable(ModelError):
    """The model table cannot be used."""
