"""OR-Tools' routing library on a week's problem: guided local search, a node for each window, lunch as a break."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from tests.bench.planners import SCALE, gain, openings
from tests.plan_checker import Visit

if TYPE_CHECKING:
    from geodata.routing import PlanOptions, WeekProblem
    from tests.bench.planners import Answers


class Node(NamedTuple):
    """A site in one window, the vehicles that work then, and what is lost against the site's best window."""

    site: int
    opens: float
    closes: float
    vehicles: list[int]
    lost: int
    most: int


def solve_week(problem: WeekProblem, options: PlanOptions, moments: list[float]) -> Answers:
    """Return OR-Tools' visits after each of ``moments``; one run, as it has no random numbers."""
    begun = time.process_time()
    shifts = list(problem.shifts)
    nodes = _nodes(problem, options)
    base, sites = len(nodes), len(problem.candidates)
    place = [*(node.site for node in nodes), sites]
    minutes = [[min(round(SCALE * float(cell)), 10**7) for cell in row] for row in problem.minutes]
    lasts = [*(round(SCALE * problem.candidates[node.site].minutes) for node in nodes), 0]
    lost = [*(node.lost for node in nodes), 0]
    manager = pywrapcp.RoutingIndexManager(base + 1, len(shifts), base)
    routing = pywrapcp.RoutingModel(manager)
    weight = options.weights.road

    def cost(here: int, there: int) -> int:
        one, other = manager.IndexToNode(here), manager.IndexToNode(there)
        return int(weight * minutes[place[one]][place[other]] + lost[other])

    def duration(here: int, there: int) -> int:
        one, other = manager.IndexToNode(here), manager.IndexToNode(there)
        return int(lasts[one] + minutes[place[one]][place[other]])

    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(cost))
    horizon = round(SCALE * max(shift.ends for shift in shifts))
    routing.AddDimension(routing.RegisterTransitCallback(duration), horizon, horizon, False, "time")
    clock = routing.GetDimensionOrDie("time")
    solver = routing.solver()
    for vehicle, shift in enumerate(shifts):
        early, late = round(SCALE * shift.starts), round(SCALE * shift.ends)
        clock.CumulVar(routing.Start(vehicle)).SetRange(early, late)
        clock.CumulVar(routing.End(vehicle)).SetRange(early, late)
        if shift.lunch:
            rules = options.rules
            first, last = round(SCALE * rules.lunch_from), round(SCALE * (rules.lunch_to - rules.lunch_minutes))
            length = round(SCALE * rules.lunch_minutes)
            lunch = solver.FixedDurationIntervalVar(first, last, length, False, f"lunch {vehicle}")
            service = [lasts[manager.IndexToNode(index)] for index in range(routing.Size())]
            clock.SetBreakIntervalsOfVehicle([lunch], vehicle, service)
    by_site: dict[int, list[int]] = {}
    for number, node in enumerate(nodes):
        index = manager.NodeToIndex(number)
        clock.CumulVar(index).SetRange(round(SCALE * node.opens), round(SCALE * node.closes))
        routing.VehicleVar(index).SetValues([-1, *node.vehicles])
        by_site.setdefault(node.site, []).append(number)
    for numbers in by_site.values():
        routing.AddDisjunction([manager.NodeToIndex(number) for number in numbers], nodes[numbers[0]].most, 1)
    found: list[tuple[float, list[Visit]]] = []

    def keep() -> None:
        found.append((time.process_time() - begun, _visits(problem, nodes, manager, routing, clock)))

    routing.AddAtSolutionCallback(keep)
    routing.AddSearchMonitor(solver.CustomLimit(lambda: time.process_time() - begun >= moments[-1]))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.seconds = int(10 * moments[-1]) + 60
    routing.SolveWithParameters(parameters)
    worth = _worth(problem, options)
    return {
        seconds: max((visits for at, visits in found if at <= seconds), key=worth, default=[]) for seconds in moments
    }


def _worth(problem: WeekProblem, options: PlanOptions) -> Any:
    from tests.plan_checker import check

    return lambda visits: check(problem, options, visits).worth


def _nodes(problem: WeekProblem, options: PlanOptions) -> list[Node]:
    nodes: list[Node] = []
    for row, candidate in enumerate(problem.candidates):
        hours = openings(candidate, options)
        best = max((gain(candidate, options, p) for on in hours.values() for p in on.values()), default=0)
        for (opens, closes), on in hours.items():
            for p in set(on.values()):
                vehicles = [
                    vehicle
                    for vehicle, shift in enumerate(problem.shifts)
                    if on.get(shift.day) == p
                    and max(opens, shift.starts) <= min(closes, shift.ends - candidate.minutes)
                ]
                if vehicles:
                    nodes.append(Node(row, opens, closes, vehicles, best - gain(candidate, options, p), best))
    return nodes


def _visits(problem: WeekProblem, nodes: list[Node], manager: Any, routing: Any, clock: Any) -> list[Visit]:
    """Return the visits of the solution at hand, each as early as it can be."""
    visits = []
    for vehicle, shift in enumerate(problem.shifts):
        index = routing.Start(vehicle)
        while not routing.IsEnd(index):
            number = manager.IndexToNode(index)
            if number < len(nodes):
                site = problem.candidates[nodes[number].site].site
                visits.append(Visit(site, shift.day, shift.crew, clock.CumulVar(index).Min() / SCALE))
            index = routing.NextVar(index).Value()
    return visits
