"""Long work asked for by a page: it runs beside the server's threads, can be asked how far it is, and ends in an act."""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from parley.app.core.model import App, Recorded, Viewer, Work
from parley.app.core.ports import ReadOnly
from parley.base import Refused, reason

KEPT = 100

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """One piece of work: state is running, done, refused or failed; share from 0 to 1."""

    id: str
    kind: str
    talks: str
    party: str
    state: str = "running"
    share: float = 0.0
    refused: Refused | None = None
    recorded: Recorded | None = None
    ended: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class Jobs:
    """The jobs of this process, of those that ended the newest KEPT; one of a kind and party of talks runs at a time."""

    app: App
    _jobs: dict[str, Job] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, by: Viewer, kind: str) -> Job:
        """Begin, or return the one that runs already. Raises: KeyError for work there is not."""
        work = self._work(kind)
        with self._lock:
            for job in self._jobs.values():
                if (job.kind, job.talks, job.party, job.state) == (kind, by.talks, by.party, "running"):
                    return job
            job = Job(f"job-{secrets.token_hex(8)}", kind, by.talks, by.party)
            self._jobs[job.id] = job
            ended = [one.id for one in self._jobs.values() if one.state != "running"]
            for old in ended[:-KEPT]:
                del self._jobs[old]
        threading.Thread(target=self._run, args=(job, by, work), name=job.id, daemon=True).start()
        return job

    def _work(self, kind: str) -> Callable[[], Work]:
        """Return what gives the work; loaded when it begins, for a server serves sooner without numpy and HiGHS."""
        for domain in self.app.registry.domains:
            if kind in domain.jobs:
                return domain.jobs[kind]
        raise KeyError(kind)

    def get(self, by: Viewer, job: str) -> Job | None:
        """Return a job that this viewer's party began in these talks: another's is nobody's to see."""
        found = self._jobs.get(job)
        return found if found is not None and (found.talks, found.party) == (by.talks, by.party) else None

    def _run(self, job: Job, by: Viewer, work: Callable[[], Work]) -> None:
        try:
            self._finish(job, by, work)
        finally:
            job.ended.set()

    def _finish(self, job: Job, by: Viewer, work: Callable[[], Work]) -> None:
        def progress(share: float) -> None:
            job.share = share

        try:
            answer = work()(self.app, by, job.id, progress)
        except ReadOnly as fault:
            answer = Refused((reason(fault.code),))
        except Exception:
            log.exception("job %s of kind %s did not finish", job.id, job.kind)
            job.state = "failed"
            return
        if isinstance(answer, Refused):
            job.refused, job.state = answer, "refused"
        else:
            job.recorded, job.share, job.state = answer, 1.0, "done"
