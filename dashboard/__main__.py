"""``python -m dashboard`` serves the dashboard, on this machine only unless told otherwise."""

from __future__ import annotations

import argparse
import sys

from dashboard.server import ENTRY_SCRIPT, app


def main(arguments: list[str] | None = None) -> None:
    """Serve until stopped; what is not given here stands in .streamlit/config.toml."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.add_argument("--port", type=int, help="the port to listen on (8501)")
    parser.add_argument("--address", help="the address to listen on (127.0.0.1)")
    given = {f"server.{name}": value for name, value in vars(parser.parse_args(arguments)).items() if value is not None}
    sys.argv[:] = [str(ENTRY_SCRIPT)]  # Streamlit reads .streamlit/config.toml beside the file that was started
    app.run(config=given)


if __name__ == "__main__":
    main()
