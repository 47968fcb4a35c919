"""The release plan: who leaves when and through which place, proven close to the best.

    from parley.plan.solver import …                   # loads numpy and scipy; the rules beside it do not
    problem = read_problem(data)                       # bytes → Problem, or Unreadable with every fault
    plan = solve(problem, now=clock, seconds=60)       # → Plan that passed ``check``, or NoPlan with reasons
    faults = check(problem, plan)                      # the verifier, apart from the model: Plan or bytes of a plan file
    data = write_plan(problem, plan)                   # → bytes; read_plan(data) reads them again

Read in this order: ``model`` (nouns) → ``read``, ``files`` (the formats) → ``check`` (the rules, on persons) → ``units`` (people
into classes) → ``program``, ``formulate`` (the model as whole numbers; what duals prove) → ``hull``, ``cuts``, ``bound`` → ``greedy`` (a first plan) → ``start``,
``dive``, ``trade``, ``lp`` (a good plan) → ``search``, ``windows`` (better plans) → ``route``, ``fair`` (back to persons) → ``replan`` → ``solve``.
``conflict`` says why people stay, ``exposure`` what each side has given, ``compare`` what changes do; all in codes with numbers. HiGHS stands behind ``port``, in processes of its own (``children``, ``child``, ``highs``). ``acts``, ``rules``, ``state``: how both
sides accept a plan and its batches are announced; ``announced``: whom that froze; ``release``, ``alternatives``: plans of who is cleared. The model, its proofs, its figures: docs/planning.md.
"""

from parley.base import Domain
from parley.plan.acts import ACTS
from parley.plan.rules import FACTS, RULES
from parley.plan.state import FOLDS, Plans

DOMAIN = Domain("plan", ACTS, Plans, RULES, FOLDS, facts=FACTS)

__all__ = ["ACTS", "DOMAIN", "Plans"]
