"""What can go wrong between us and the outside. Every message tells a person what to do.

ApiError
├── SettingsError
├── SignInError
│   ├── SignInUnavailable
│   └── OriginRefused
├── PortTaken
├── ChatError
└── PersonaRefused
"""


class ApiError(Exception):
    """Something went wrong at the edge of the program."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__class__.__doc__ or "").strip())


class SettingsError(ApiError):
    """A setting has a value that cannot be used; the message names the variable."""


class SignInError(ApiError):
    """You are not signed in. Open the link that `miolumi link` prints, or send a token."""


class SignInUnavailable(SignInError):
    """The sign-in service does not hand out its keys just now. Try again in a moment."""


class OriginRefused(SignInError):
    """That page may not act for you here. Open this server's own page."""


class PortTaken(ApiError):
    """Something else listens on the port."""


class ChatError(ApiError):
    """The talk could not be had."""


class PersonaRefused(ApiError):
    """That cannot be done with this persona; the message says why."""
