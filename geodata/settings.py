"""Where a deployment lives and how it speaks: the ``FELTPLAN_*`` environment variables."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from geodata.errors import WrongSettingError
from geodata.language import DEFAULT_LANGUAGE, Label, Language


class Settings(BaseSettings):
    """The settings of one deployment.

    Parameters
    ----------
    home
        The data directory; everything a deployment owns lives in it, mode 0700.
    language
        The language of messages and of the screen's first view.
    max_reject_share
        The largest share of a table's rows (0-1) that may be set aside before the whole build is refused.
    tolerated_rejects
        Rows of one table that may be set aside whatever their share: a table of ten rows is not refused for one.
    build_wait_s
        Seconds a build waits for another build to finish before it gives up.
    ledger_url
        The address of the ledger's database where it is not the file of SQLite in ``home``; it may hold a password.
    team_day_hours
        The hours of work in a team-day: 7.4 is the Danish working week of 37 hours, a fifth of it.
    session_hours
        Hours after which a person must sign in again.
    access_log_days
        Days that a row of the access log is kept; told with each row when it is written.
    litres_per_road_hour
        What an hour of driving is taken to burn, for the week's fuel estimate. Own choice: some 60 km/h at 15 km/l.
    team_contacts
        How a municipality reaches each team, by the team's code: a JSON object such as ``{"east": "…"}``.
    travel_engine, travel_url, travel_public, travel_key
        What travel times come from: the bundled land grid, or a road engine at an address. An address outside the
        organisation's network must be allowed, because it is told where sites are. The key is for openrouteservice.
    """

    model_config = SettingsConfigDict(env_prefix="FELTPLAN_", frozen=True)

    home: Path = Path("var")
    language: Language = DEFAULT_LANGUAGE
    max_reject_share: float = Field(default=0.05, ge=0, le=1)
    tolerated_rejects: int = Field(default=20, ge=0)
    build_wait_s: float = Field(default=120, ge=0)
    ledger_url: SecretStr | None = None
    team_day_hours: float = Field(default=7.4, gt=0, le=24)
    session_hours: float = Field(default=12, gt=0, le=24 * 30)
    access_log_days: int = Field(default=365, ge=30, le=3660)
    litres_per_road_hour: float = Field(default=4.0, ge=0, le=30)
    team_contacts: dict[str, str] = Field(default_factory=dict)
    travel_engine: Literal["grid", "osrm", "valhalla", "openrouteservice"] = "grid"
    travel_url: str | None = None
    travel_public: bool = False
    travel_key: SecretStr | None = None

    def __hash__(self) -> int:
        """Return the home's: what is equal has the same home, and a mapping among the settings has no hash."""
        return hash(self.home)


def read_settings() -> Settings:
    """Return the settings that the environment states.

    Raises
    ------
    WrongSettingError
        If a variable's value cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise WrongSettingError(
            Label(
                "Miljøvariablen {name} har en værdi, der ikke kan bruges.",
                "The environment variable {name} has a value that cannot be used.",
            ),
            name=", ".join(f"FELTPLAN_{fault['loc'][0]}".upper() for fault in error.errors()),
        ) from error
