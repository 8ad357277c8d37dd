"""A week's problem as the JSON that ``python -m geodata plan`` reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from geodata.routing import PlanOptions, WeekProblem


def problem_json(problem: WeekProblem, options: PlanOptions) -> str:
    """Return a problem and its options as JSON."""
    told: dict[str, Any] = {
        "candidates": [
            {
                "site": each.site,
                "value": each.value,
                "minutes": each.minutes,
                "windows": [
                    {"day": str(window.day), "opens": window.opens, "closes": window.closes, "p": window.p}
                    for window in each.windows
                ],
                "agreed": each.agreed and {"day": str(each.agreed.day), "at": each.agreed.at, "p": each.agreed.p},
                "banned": sorted(map(str, each.banned)),
                "languages": sorted(each.languages),
                "accepted": each.accepted
                and {
                    "day": str(each.accepted.day),
                    "crew": each.accepted.crew,
                    "at": each.accepted.at,
                    "lock": each.accepted.lock.code,
                },
                "why": [label.danish for label in each.why],
            }
            for each in problem.candidates
        ],
        "places": list(problem.places),
        "crews": [{"name": crew.name, "languages": sorted(crew.languages)} for crew in problem.crews],
        "shifts": [
            {
                "crew": shift.crew,
                "day": str(shift.day),
                "starts": shift.starts,
                "ends": shift.ends,
                "leaves_from": shift.leaves_from,
                "returns_to": shift.returns_to,
                "lunch": shift.lunch,
                **({"most_road": shift.most_road} if np.isfinite(shift.most_road) else {}),
            }
            for shift in problem.shifts
        ],
        "minutes": [[float(cell) if np.isfinite(cell) else None for cell in row] for row in problem.minutes],
        "options": {
            "weights": {name: getattr(options.weights, name) for name in options.weights.__slots__},
            "rules": {
                name: getattr(getattr(options.rules, name), "code", getattr(options.rules, name))
                for name in options.rules.__slots__
            },
            "effort": {name: getattr(options.effort, name) for name in options.effort.__slots__},
        },
    }
    return json.dumps(told)
