"""``python -m dashboard`` serves the dashboard, on this machine only unless told otherwise."""

from __future__ import annotations

import argparse
import sys
from urllib.parse import urlsplit

from streamlit import config

from dashboard import access
from dashboard.warm import warm_up
from geodata.errors import GeodataError
from geodata.settings import Settings, read_settings
from geodata.signin import sign_in
from geodata.week.kept import keep_compiled

REFUSED = 1


def main(arguments: list[str] | None = None) -> None:
    """Serve until stopped; what is not given here stands in .streamlit/config.toml."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.add_argument("--port", type=int, help="the port to listen on (8501)")
    parser.add_argument("--address", help="the address to listen on (127.0.0.1)")
    given = {f"server.{name}": value for name, value in vars(parser.parse_args(arguments)).items() if value is not None}
    settings = Settings.model_construct()
    try:
        settings = read_settings()
        signing_in = sign_in()
        keep_compiled(settings.home)
        from dashboard.server import ENTRY_SCRIPT, app  # noqa: PLC0415 - it reads the settings that were checked above

        access.check_start(given.get("server.address") or str(config.get_option("server.address") or ""))
    except GeodataError as error:
        sys.stderr.write(f"{error.say(settings.language)}\n")
        raise SystemExit(REFUSED) from None
    if signing_in is not None:  # the address people sign in at is one that the server answers to
        host = urlsplit(signing_in.redirect_uri).hostname
        given["server.allowedHosts"] = [*config.get_option("server.allowedHosts"), host]
    warm_up(settings)
    sys.argv[:] = [str(ENTRY_SCRIPT)]  # Streamlit reads .streamlit/config.toml beside the file that was started
    app.run(config=given)


if __name__ == "__main__":
    main()
