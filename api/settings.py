"""Every setting of the program. Nothing else reads the environment."""

import os
import re
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.errors import SettingsError
from tools.push.keys import PushKey

PREFIX = "MIOLUMI_"

SECRET_LENGTH = 32
"""The shortest secret HS256 takes, in bytes (RFC 7518, section 3.2)."""


ANY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, never listened on by default
"""What one listens on to be reached from anywhere; nobody can connect to it."""


class Settings(BaseSettings):
    """What can be set, by environment variables or a `.env` file in the current folder."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
        use_attribute_docstrings=True,
        validate_default=True,
    )

    home: Path = Field(default_factory=lambda: user_data_path("miolumi", appauthor=False))
    """The folder for the embedded database and the secret that signs sessions."""

    host: str = "127.0.0.1"
    """The address to listen on; 0.0.0.0 makes the program reachable from other machines."""

    port: int = Field(default=8181, ge=1, le=65535)
    """The port to listen on."""

    timezone: str = Field(default_factory=lambda: machine_timezone())
    """The time zone of people who have not told theirs; by default this machine's."""

    models: Path | None = None
    """A model table of your own (TOML), laid over the built-in one."""

    variants: Path | None = None
    """Variants of the prompt and of the model's options to be tried out (TOML)."""

    helplines: Path | None = None
    """Helplines of your own, and the days you checked the built-in ones (TOML)."""

    embedder: str | None = Field(default=None, pattern=r"^[a-z0-9_]+:\S+$")
    """What embeds, as `provider:model`, in place of the model table's own."""

    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Other web addresses whose pages may talk to this server, separated by commas."""

    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Names this server is reached by, separated by commas; *.example.org is all below one."""

    trusted_proxies: str = "127.0.0.1"
    """Addresses of proxies whose word on who connects, and how, is taken; separated by commas."""

    session_secret: SecretStr | None = None
    """Signs sessions; give every machine the same. Without it, each makes its own and keeps it."""

    push_key: SecretStr | None = None
    """Signs what wakes devices (VAPID); by default it is made of the session secret, or kept."""

    push_contact: str | None = Field(
        default=None, pattern=r"^(mailto:[^\s@]+@[^\s@]+|https://\S+)$"
    )
    """Whom push services may write to, as mailto:you@example.org; Apple's asks for one."""

    jwt_secret: SecretStr | None = None
    """The secret that your sign-in service signs HS256 tokens with."""

    jwks_url: str | None = None
    """Where your sign-in service publishes its public keys."""

    jwt_audience: str | None = None
    """The audience (`aud`) that a token must name."""

    jwt_issuer: str | None = None
    """The issuer (`iss`) that a token must name."""

    age_group: Literal["adult", "minor"] | None = None
    """The age group of new people who have not said theirs; a sign-in service's word goes first."""

    daily_budget: Decimal | None = Field(default=None, ge=0)
    """US dollars a person's models may cost a day before their companion stops writing first."""

    keep_messages_days: int | None = Field(default=None, ge=1)
    """Days after which messages are removed, once read for memories; without it they stay."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """How much the log says."""

    database_url: SecretStr | None = Field(default=None, validation_alias="DATABASE_URL")
    """A PostgreSQL 15 or later with pgvector; without it the embedded one is started."""

    redis_url: SecretStr | None = Field(default=None, validation_alias="REDIS_URL")
    """Carries frames between processes in place of PostgreSQL."""

    google_api_key: SecretStr | None = Field(default=None, validation_alias="GOOGLE_API_KEY")
    """Lets the companion talk through Gemini."""

    google_base_url: str | None = Field(default=None, validation_alias="GOOGLE_GEMINI_BASE_URL")
    """Another address that speaks Gemini's interface."""

    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    """For `openai:` models of your own table, and for servers that speak the same."""

    openai_base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    """Another address that speaks OpenAI's interface."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(f"there is no time zone {name!r}; write it like Europe/London")
        return name

    @field_validator("home", "models", "variants", "helplines")
    @classmethod
    def _whole_path(cls, path: Path | None) -> Path | None:
        return path.expanduser().absolute() if path else None

    @field_validator("allowed_hosts", "allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
                raise ValueError(f"{origin!r} is no origin; write it like https://talk.example.org")
        return origins

    @field_validator("allowed_hosts")
    @classmethod
    def _names(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if not re.fullmatch(r"\*|(\*\.)?[A-Za-z0-9_.-]+", name):
                raise ValueError(f"{name!r} is no name; write it like talk.example.org")
        return tuple(name.lower().rstrip(".") for name in names)

    @field_validator("session_secret", "jwt_secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and len(secret.get_secret_value().encode()) < SECRET_LENGTH:
            raise ValueError(f"a secret needs at least {SECRET_LENGTH} bytes")
        return secret

    @field_validator("push_key")
    @classmethod
    def _key_of_a_server(cls, key: SecretStr | None) -> SecretStr | None:
        if key:
            PushKey(key.get_secret_value())
        return key

    @field_validator("database_url")
    @classmethod
    def _postgres(cls, url: SecretStr | None) -> SecretStr | None:
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict

        try:
            conninfo_to_dict(url.get_secret_value() if url else "")
        except ProgrammingError:
            # its own message may hold the password
            raise ValueError("write it like postgresql://user:word@host:5432/name") from None
        return url

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, url: SecretStr | None) -> SecretStr | None:
        if url and not url.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("write it like redis://host:6379/0")
        return url

    @field_validator("jwks_url", "google_base_url", "openai_base_url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url and not (urlsplit(url).scheme in {"http", "https"} and urlsplit(url).netloc):
            raise ValueError("write it like https://host/path")
        return url

    @model_validator(mode="after")
    def _one_sign_in(self) -> Self:
        if self.jwt_secret and self.jwks_url:
            raise ValueError("MIOLUMI_JWT_SECRET and MIOLUMI_JWKS_URL exclude each other; set one")
        if self.jwks_url and not (self.jwt_issuer and self.jwt_audience):
            raise ValueError(
                "MIOLUMI_JWKS_URL needs MIOLUMI_JWT_ISSUER and MIOLUMI_JWT_AUDIENCE too, or tokens "
                "made for other programs would sign people in here"
            )
        return self

    @property
    def own_names(self) -> tuple[str, ...]:
        """By what names the server is called: those that were set, and those of its pages."""
        return (
            *self.allowed_hosts,
            *(urlsplit(one).hostname or "" for one in self.allowed_origins),
        )

    @property
    def signs_in_by_token(self) -> bool:
        """Whether people come with tokens of a sign-in service, and not only the owner by link."""
        return bool(self.jwt_secret or self.jwks_url)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the server."""
        host = "127.0.0.1" if self.host in ANY_ADDRESS else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def read_settings() -> Settings:
    """Return the settings of this process.

    Raises:
        SettingsError: a variable has a value that cannot be used, or a name nobody knows.
    """
    _refuse_unknown(os.environ.keys())
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(problem) for problem in error.errors())) from error


def machine_timezone(link: Path = Path("/etc/localtime")) -> str:
    """Return the time zone this machine is set to, or UTC when it does not say."""
    place = str(link.resolve())
    name = os.environ.get("TZ", "").removeprefix(":") or place.rpartition("/zoneinfo/")[2]
    return name if name in available_timezones() else "UTC"


def _refuse_unknown(names: Any) -> None:
    known = [_variable(field) for field in Settings.model_fields]
    for name in sorted(names):
        if name.startswith(PREFIX) and name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise SettingsError(f"{name} is not a setting{hint}")


def _variable(field: str) -> str:
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else PREFIX + field.upper()


def _explain(problem: Any) -> str:
    message = problem["msg"].removeprefix("Value error, ")
    if not problem["loc"]:
        return str(message)
    name = str(problem["loc"][0])
    return f"{_variable(name) if name in Settings.model_fields else name}: {message}"
