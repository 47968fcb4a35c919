"""The store: the journal of the record, encrypted content, and plain rows about people.

One door to the database, and the only package that imports SQLAlchemy. The same code runs on

- SQLite, one file, the default: WAL, synchronous FULL, secure_delete: ``sqlite:///folder/parley.db``
- PostgreSQL: ``postgresql+psycopg://user@host/database``

``open_store`` holds and opens (and if need be makes or migrates) either, ``read_store`` reads beside whoever holds it;
``store.memory.memory_store`` is the twin for tests. All of it is synchronous and may be called from any thread. Where to read on:

- ``tables``     the schema as it is now; ``migrations`` how older ones become it
- ``database``   connections, transactions, and what a disk's or a server's failure is called
- ``journal`` ``blobs`` ``people``   the three ports of ``app.ports``
- ``hold``       one process holds a store, and each transaction proves it
- ``codes`` ``keeping``   what shows that rows and entries are as we left them
- ``sealing``    AES-256-GCM, keys wrapped by the one in the secrets file
- ``backup``     one file, from and to either database
"""

from parley.store.database import StoreError
from parley.store.opening import KEPT_HEADS, Store, not_without_secrets, open_store, read_store

__all__ = ["KEPT_HEADS", "Store", "StoreError", "not_without_secrets", "open_store", "read_store"]
