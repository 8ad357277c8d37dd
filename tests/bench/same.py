"""Whether two warehouses say the same: ``python -m tests.bench.same OURS PEERS`` prints what they hold, or fails.

Every row of every table of the field must be the same, and every line that was set aside. Drawn maps and what a build
tells of itself are not compared: the peer draws more simply, and names its faults more coarsely.
"""

from __future__ import annotations

import json
import sys

import duckdb

from etl.contract import TABLES

COMPARED = (*(table.name for table in TABLES), "site_statuses")
LINES = "SELECT DISTINCT table_name, line FROM {}.rejects"
FILES = ", ".join(f"'{table.name}'" for table in TABLES)
COUNTS = f"SELECT table_name, read, kept, set_aside FROM {{}}.imports WHERE table_name IN ({FILES})"
"""What people record in the ledger is no part of the files that are built from."""


def differences(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """Return how many rows of ``query`` only one of the two warehouses has."""
    ours, peers = query.format("ours"), query.format("peers")
    both_ways = f"(({ours}) EXCEPT ALL ({peers})) UNION ALL (({peers}) EXCEPT ALL ({ours}))"
    return int(connection.execute(f"SELECT count(*) FROM ({both_ways})").fetchall()[0][0])


def main(ours: str, peers: str) -> None:
    """Compare two warehouse files; leave with 1 and the tables that differ if they do."""
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"ATTACH '{ours}' AS ours (READ_ONLY); ATTACH '{peers}' AS peers (READ_ONLY)")
        queries = {name: f"SELECT * FROM {{}}.{name}" for name in COMPARED} | {"rejects": LINES, "imports": COUNTS}
        wrong = {name: count for name, query in queries.items() if (count := differences(connection, query))}
        if wrong:
            sys.exit(f"The two warehouses differ: {wrong}")
        kept, aside = connection.execute("SELECT sum(kept), sum(set_aside) FROM ours.imports").fetchall()[0]
        print(json.dumps({"kept": int(kept), "set_aside": int(aside)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
