"""Planning a week: who is visited, by whom, when and in which order."""

from geodata.routing.candidate import Accepted, Agreed, Candidate, Lock, Window
from geodata.routing.given import Orders, orders_of, planned_order
from geodata.routing.options import DayRules, Durations, Effort, PlanOptions, Weights
from geodata.routing.plan import Conflict, CrewDay, LeftOut, LeftOutBecause, Stop, Totals, WayIn, WeekPlan
from geodata.routing.problem import Crew, Shift, WeekProblem, week_problem
from geodata.routing.solve import improving_plans, plan_week, warm_up

__all__ = [
    "Accepted",
    "Agreed",
    "Candidate",
    "Conflict",
    "Crew",
    "CrewDay",
    "DayRules",
    "Durations",
    "Effort",
    "LeftOut",
    "LeftOutBecause",
    "Lock",
    "Orders",
    "PlanOptions",
    "Shift",
    "Stop",
    "Totals",
    "WayIn",
    "WeekPlan",
    "WeekProblem",
    "Weights",
    "Window",
    "improving_plans",
    "orders_of",
    "plan_week",
    "planned_order",
    "warm_up",
    "week_problem",
]
