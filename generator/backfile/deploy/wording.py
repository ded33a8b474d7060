"""
How a deploy is told: its plan and its end, to people and to programs.

Imports: catalogue, deploy, model.
"""

from __future__ import annotations

from backfile.catalogue.ledger import CHANGED, NEW, RETIRED
from backfile.deploy.phases import PHASES
from backfile.deploy.plan import Plan
from backfile.model import Target

_THOUSAND = 1000
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def plan_lines(target: Target, plan: Plan, *, details: bool) -> list[str]:
    """Return what will be done: one line, and with *details* one for each phase."""
    lines = [f"{target.name} → {target.to}: {_counts(plan)}"]
    if not details:
        return lines
    for number, name in enumerate(PHASES):
        steps = [step for step in plan.steps if step.phase == number]
        if steps:
            counts = ", ".join(f"{step.files:,} {step.action}" for step in steps)
            lines.append(f"  {name:<20} {counts}, {size_of(sum(s.size_bytes for s in steps))}")
    lines += [f"  - {path}" for path in plan.deletions]
    rest = plan.deleted - len(plan.deletions)
    if rest:
        lines.append(f"  - and {rest:,} more")
    return lines


def _counts(plan: Plan) -> str:
    counts = [
        f"{plan.files(NEW):,} new",
        f"{plan.files(CHANGED):,} changed",
        f"{plan.deleted:,} deleted",
        f"{plan.unchanged:,} unchanged",
    ]
    retired = plan.files(RETIRED)
    if retired:
        counts.append(f"{retired:,} kept for a while")
    told = f"; {size_of(plan.sent_bytes)}"
    if plan.requests:
        told += f" in about {_requests(plan.requests)}"
    return ", ".join(counts) + ("" if plan.is_empty else told)


def _requests(count: int) -> str:
    return f"{count:,} request" + ("" if count == 1 else "s")


def size_of(size_bytes: int) -> str:
    """Return a size as people read it: `1.2 MB`."""
    size, unit = float(size_bytes), 0
    while size >= _THOUSAND and unit < len(_UNITS) - 1:
        size, unit = size / _THOUSAND, unit + 1
    return f"{size:,.1f} {_UNITS[unit]}" if unit else f"{size_bytes} {_UNITS[0]}"


def plan_fields(target: Target, plan: Plan) -> dict[str, object]:
    """Return what programs are told of a plan."""
    return {
        "target": target.name,
        "to": target.to,
        "new": plan.files(NEW),
        "changed": plan.files(CHANGED),
        "deleted": plan.deleted,
        "retired": plan.files(RETIRED),
        "unchanged": plan.unchanged,
        "bytes": plan.sent_bytes,
        "requests": plan.requests,
    }


def phase_fields(plan: Plan) -> list[dict[str, object]]:
    """Return what programs are told of the phases, in order."""
    names = (*PHASES, "retirements")
    return [
        {
            "phase": names[step.phase],
            "action": step.action,
            "files": step.files,
            "bytes": step.size_bytes,
        }
        for step in plan.steps
    ]


def end_line(target: Target, plan: Plan, seconds: float, *, dry_run: bool) -> str:
    """Return the last line of a deploy."""
    if plan.is_empty:
        return f"{target.name} is up to date. {seconds:.2f} s"
    if dry_run:
        return f"Nothing was sent (--dry-run). {seconds:.2f} s"
    done = f"{plan.sent:,} sent, {plan.deleted:,} deleted"
    return f"{target.name} is live: {done}, {size_of(plan.sent_bytes)}. {seconds:.2f} s"
