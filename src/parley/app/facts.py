"""What the rules need to know of content: whether it is here, how many rows it has. The only reading that a decision waits for."""

from parley.app.bulk import bulk_list, pairs_of, read_lists
from parley.app.model import App
from parley.app.reading import people_in, sheet
from parley.app.tables import Table
from parley.base import Act
from parley.lists.acts import BulkConfirmed, Deposited, PairDecided
from parley.lists.state import in_bulk
from parley.talks.acts import ContentErased, Noted
from parley.text.acts import ClauseBracketed, ClauseDrafted

Facts = dict[str, int | str | bool]


def read_ahead(app: App, table: Table, act: Act) -> None:
    """Read into memory what ``facts`` will ask for; before the table is locked, so that nobody waits for a file."""
    match act:
        case Deposited():
            sheet(app, table.id, act.digest)
        case BulkConfirmed() | PairDecided():
            read_lists(app, table)
        case _:
            pass


def facts(app: App, table: Table, act: Act) -> Facts:
    """Return the facts about the contents that ``act`` refers to; names as the rules use them."""
    match act:
        case ClauseDrafted() | ClauseBracketed():
            missing = [one for one in act.digests.values() if app.blobs.get(table.id, one) is None]
            return {"content": not missing, "missing": len(missing)}
        case Noted() | ContentErased():
            return {"content": app.blobs.get(table.id, act.digest) is not None}
        case Deposited():
            return _deposit(app, table, act.digest)
        case BulkConfirmed():
            content = bulk_list(app, table)
            return {"bulk_digest": content.digest, "bulk_pairs": content.pairs} if content else {}
        case PairDecided():
            return _pair(app, table, act)
        case _:
            return {}


def _deposit(app: App, table: Table, digest: str) -> Facts:
    content = app.blobs.get(table.id, digest)
    if content is None:
        return {"content": False}
    read = sheet(app, table.id, digest)
    return {"content": True, "rows": len(people_in(read)) if read else -1, "size": len(content[2])}


def _pair(app: App, table: Table, act: PairDecided) -> Facts:
    match_ = table.state.lists.match
    pair = next(
        (p for p in pairs_of(app, table).get((act.claimant, act.claim), ()) if p.holding == act.holding), None
    )
    threshold = match_.threshold(table.state.talks.sides()) if match_ else None
    bulk = pair is not None and threshold is not None and in_bulk(pair, threshold)
    return {"candidate": pair is not None and pair.decision != "none", "in_bulk": bulk}
