"""Where a deployment lives and how it speaks: the ``FELTPLAN_*`` environment variables."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
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
    """

    model_config = SettingsConfigDict(env_prefix="FELTPLAN_", frozen=True)

    home: Path = Path("var")
    language: Language = DEFAULT_LANGUAGE
    max_reject_share: float = Field(default=0.05, ge=0, le=1)
    tolerated_rejects: int = Field(default=20, ge=0)
    build_wait_s: float = Field(default=120, ge=0)


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
