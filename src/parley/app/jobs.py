"""Long work asked for by a page: it runs beside the server's threads, can be asked how far it is, and ends in an act."""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from parley.app.model import App, Recorded, Viewer
from parley.app.ports import ReadOnly
from parley.base import Refused, reason
from parley.lists.read import ReadError

KINDS = ("match", "plan")
Work = Callable[[App, Viewer, str, Callable[[float], None]], Recorded | Refused]
_log = logging.getLogger(__name__)


def _work(kind: str) -> Work:
    """Return what does the work. Loaded when first asked for: a server serves sooner without numpy and HiGHS."""
    if kind == "match":
        from parley.app.matching import match_lists

        return match_lists
    from parley.app.planning import plan_release

    return plan_release


@dataclass(slots=True)
class Job:
    """One piece of work: state is running, done, refused or failed; share from 0 to 1."""

    id: str
    kind: str
    talks: str
    seat: str
    state: str = "running"
    share: float = 0.0
    refused: Refused | None = None
    recorded: Recorded | None = None


@dataclass(slots=True)
class Jobs:
    """The jobs of this process, newest kept; one of a kind and talks runs at a time."""

    app: App
    _jobs: dict[str, Job] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, by: Viewer, kind: str) -> Job:
        """Begin, or return the one that runs already. Raises: KeyError for work there is not."""
        if kind not in KINDS:
            raise KeyError(kind)
        with self._lock:
            for job in self._jobs.values():
                if (job.kind, job.talks, job.state) == (kind, by.talks, "running"):
                    return job
            job = Job(f"job-{secrets.token_hex(8)}", kind, by.talks, by.seat)
            self._jobs[job.id] = job
        threading.Thread(target=self._run, args=(job, by), name=job.id, daemon=True).start()
        return job

    def get(self, by: Viewer, job: str) -> Job | None:
        """Return a job of this viewer's talks."""
        found = self._jobs.get(job)
        return found if found is not None and found.talks == by.talks else None

    def _run(self, job: Job, by: Viewer) -> None:
        def progress(share: float) -> None:
            job.share = share

        try:
            answer = _work(job.kind)(self.app, by, job.id, progress)
        except (ReadOnly, ReadError) as fault:  # nothing can be written now, or no list be read
            answer = Refused((reason(fault.code),))
        except Exception:  # noqa: BLE001 - whatever a job meets, the server lives on and says so
            _log.exception("job %s of kind %s did not finish", job.id, job.kind)
            job.state = "failed"
            return
        if isinstance(answer, Refused):
            job.refused, job.state = answer, "refused"
        else:
            job.recorded, job.share, job.state = answer, 1.0, "done"
