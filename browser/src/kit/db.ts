/** What this browser keeps: the keys of its seats, and the heads that each seat's device has seen. */

const NAME = "parley";
const STORES = ["devices", "heads"] as const;
export type Store = (typeof STORES)[number];

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => STORES.forEach((store) => asked.result.createObjectStore(store));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("no database"));
  });
}

async function within<T>(store: Store, mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const work = database.transaction(store, mode, { durability: "strict" });
      const answer = ask(work.objectStore(store));
      work.oncomplete = () => resolve(answer.result);
      work.onerror = work.onabort = () => reject(work.error ?? new Error("not kept"));
    });
  } finally {
    database.close();
  }
}

export function kept<T>(store: Store, key: string): Promise<T | undefined> {
  return within<T | undefined>(store, "readonly", (each) => each.get(key) as IDBRequest<T | undefined>);
}

/** All keys that begin with no other mark than a name's own: `talks/seat`, in their order. */
export async function names(store: Store): Promise<string[]> {
  return (await within(store, "readonly", (each) => each.getAllKeys())).map(String);
}

/** Put `value` if `may` says so of what is kept under this key now: no other tab comes in between. */
export function keepIf<T>(store: Store, key: string, value: T, may: (old: T | undefined) => boolean): Promise<boolean> {
  let put = false;
  return within(store, "readwrite", (each) => {
    const asked = each.get(key) as IDBRequest<T | undefined>;
    asked.onsuccess = () => {
      put = may(asked.result);
      if (put) each.put(value, key);
    };
    return asked;
  }).then(() => put);
}

export async function keep(store: Store, key: string, value: unknown): Promise<void> {
  await within(store, "readwrite", (each) => each.put(value, key));
}

/** Delete what is kept under `key`, and under every key below it. */
export async function forget(store: Store, key: string): Promise<void> {
  await within(store, "readwrite", (each) => {
    each.delete(IDBKeyRange.bound(`${key}/`, `${key}/\uffff`));
    return each.delete(key);
  });
}

/** Delete what is kept under every key that begins with `prefix`. */
export async function forgetFrom(store: Store, prefix: string): Promise<void> {
  await within(store, "readwrite", (each) => each.delete(IDBKeyRange.bound(prefix, `${prefix}\uffff`)));
}
