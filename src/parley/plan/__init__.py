"""The release plan: who leaves when and through which place, proven close to the best.

    problem = read_problem(data)                       # bytes → Problem, or Unreadable with every fault
    plan = solve(problem, now=clock, seconds=60)       # → Plan that passed ``check``, or NoPlan with reasons
    faults = check(problem, plan)                      # the verifier, apart from the model: Plan or bytes of a plan file
    data = write_plan(problem, plan)                   # → bytes; read_plan(data) reads them again

Read in this order: ``model`` (nouns) → ``read``, ``files`` (the formats) → ``check`` (the rules, on persons) → ``units`` (people
into classes) → ``program``, ``formulate`` (the model as whole numbers; what duals prove) → ``hull``, ``cuts``, ``bound`` → ``greedy`` (a first plan) → ``start``,
``dive``, ``trade``, ``lp`` (a good plan) → ``search``, ``windows`` (better plans) → ``route``, ``fair`` (back to persons) → ``replan`` → ``solve``.
``conflict`` says why people stay, ``exposure`` what each side has given, ``compare`` what changes do; all in codes with numbers. HiGHS stands behind ``port``, in processes of its own (``children``, ``child``, ``highs``). ``acts``, ``rules``, ``state``: how both
sides accept a plan. The model, its proofs, its figures: docs/planning.md.
"""

from parley.base import Domain
from parley.plan.acts import ACTS
from parley.plan.check import check, cost_of
from parley.plan.files import read_plan, write_plan
from parley.plan.model import Fault, FileFault, NoPlan, Plan, Problem, Unreadable
from parley.plan.read import read_problem
from parley.plan.rules import RULES
from parley.plan.solve import Progress, gap, solve
from parley.plan.state import FOLDS, Plans
from parley.plan.units import cannot_leave

DOMAIN = Domain("plan", ACTS, Plans, RULES, FOLDS)

__all__ = [
    "DOMAIN", "Fault", "FileFault", "NoPlan", "Plan", "Plans", "Problem", "Progress", "Unreadable",
    "cannot_leave", "check", "cost_of", "gap", "read_plan", "read_problem", "solve", "write_plan",
]  # fmt: skip
