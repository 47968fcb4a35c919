"""The planner as a library: problems and plans read and written, solved, checked. Loads numpy and scipy."""

from parley.plan.check import check, check_frozen, cost_of
from parley.plan.files import read_plan, read_previous, write_plan
from parley.plan.model import Fault, FileFault, NoPlan, Plan, Problem, Unreadable
from parley.plan.read import read_problem
from parley.plan.solve import Progress, gap, solve
from parley.plan.units import cannot_leave

__all__ = [
    "Fault", "FileFault", "NoPlan", "Plan", "Problem", "Progress", "Unreadable",
    "cannot_leave", "check", "check_frozen", "cost_of", "gap", "read_plan", "read_previous", "read_problem", "solve", "write_plan",
]  # fmt: skip
