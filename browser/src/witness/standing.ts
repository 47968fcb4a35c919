/**
 * The one place where this device holds the newest checkpoint against the head it keeps. Every page asks here, and the
 * sheet, the room and an invitation take the roster from nowhere else: who answers with another record gets no signature.
 */

import type { Bytes } from "../kit/bytes.js";
import { keep, keepIf, kept } from "../kit/db.js";
import { entriesBetween } from "../kit/entries.js";
import { post } from "../kit/dom.js";
import { hostSigned, readCheckpoint, type Checkpoint } from "../record/notes.js";
import { Stream, sameHash } from "../record/tree.js";
import { headsHold } from "../record/verify.js";
import { Contradicted } from "./contradicted.js";

export { Contradicted };
export type Place = { readonly talks: string; readonly seat: string; readonly compartment: string };

/** The tree under the kept head, so that only what came since is fetched; and the key that signs here. */
type Grown = { readonly size: number; readonly full: readonly Bytes[]; readonly server: Bytes };

const AGAINST = new Set(["forked", "rolled_back", "seen_elsewhere", "seen_unsigned"]);

export function pathOf({ talks, seat, compartment }: Place): string {
  return `/talks/${talks}/${seat}/record/${compartment}`;
}

function keyOf({ talks, seat, compartment }: Place): string {
  return `${talks}/${seat}/${compartment}`;
}

/** The heads that this device holds a record against: the one it keeps, and one that contradicted it and still has to fit. */
export async function keptHeads(place: Place): Promise<Bytes[]> {
  const found = [await kept<Bytes>("heads", keyOf(place)), await kept<Bytes>("heads", `${keyOf(place)}#against`)];
  return found.filter((each) => each !== undefined && each !== null);
}

export async function checkpointOf(place: Place): Promise<Bytes> {
  const answer = await fetch(`${pathOf(place)}/checkpoint`);
  if (!answer.ok) throw new Error(String(answer.status));
  return new Uint8Array(await answer.arrayBuffer()) as Bytes;
}

/**
 * All entries of a compartment under its newest checkpoint, which grew from the head that this device keeps; `known` are
 * those that were read before. Throws Contradicted, and then keeps what was shown and tells the server, for one's own side.
 */
export async function standing(place: Place, known: readonly Bytes[] = []): Promise<Bytes[]> {
  const heads = await keptHeads(place); // before the checkpoint: another tab may keep a newer one meanwhile
  const checkpoint = await checkpointOf(place);
  const fresh = known.length > 0 && heads.length === 1 ? await grewFrom(place, heads[0], checkpoint, known.length) : null;
  if (fresh !== null) return [...known, ...fresh];
  const size = readCheckpoint(checkpoint)?.size ?? 0;
  const entries = [...known.slice(0, size), ...(await entriesBetween(pathOf(place), known.length, size))];
  if (entries.length < size) throw new Error("not all of it arrived");
  const { faults, full, server } = await headsHold({ ...place, entries, checkpoint, kept: heads });
  if (faults.length > 0 && known.length > 0) return standing(place); // what is new may be another record's: all of it, as it is shown now
  if (faults.length > 0 || server === null) return contradicted(place, heads, checkpoint, faults);
  await keepGrown(place, checkpoint, { size, full, server });
  return entries;
}

/** What an invitation tells of the record behind it: its newest head, and the hashes of its entries from a number on. */
export type Hashes = { readonly checkpoint: Bytes; readonly leaves: readonly Bytes[] };

/**
 * Whether the record behind an invitation grew from the head that this browser keeps at its seat, before a key is made for it.
 * Who has no key yet reads no entries: hashes are enough. Throws Contradicted, or what `ask` throws; nothing is known then.
 */
export async function foreseen(place: Place, ask: (from: number) => Promise<Hashes>): Promise<void> {
  const heads = await keptHeads(place);
  const tree = await kept<Grown>("heads", `${keyOf(place)}#tree`);
  const seen = heads.map(readCheckpoint);
  if (seen.length === 0 || !tree) return;
  const going = seen.length === 1 && seen[0]?.size === tree.size;
  const stream = going ? new Stream(tree.size, tree.full) : new Stream();
  let { checkpoint, leaves } = await ask(stream.size);
  const head = readCheckpoint(checkpoint);
  if (head === null || !(await hostSigned(head, tree.server))) return contradicted(place, heads, checkpoint, ["checkpoint_signature"]);
  const roots = new Map<number, Bytes>([[stream.size, await stream.root()]]);
  const wanted = new Set([head.size, ...seen.map((each) => each?.size)]);
  while (stream.size < head.size && leaves.length > 0) {
    for (const leaf of leaves.slice(0, head.size - stream.size)) {
      await stream.appendHash(leaf);
      if (wanted.has(stream.size)) roots.set(stream.size, await stream.root());
    }
    if (stream.size < head.size) ({ leaves } = await ask(stream.size));
  }
  const faults = [...seen, head].map((each) => againstHashes(each, head, roots)).filter((fault) => fault !== null);
  if (faults.length > 0) await contradicted(place, heads, checkpoint, faults);
}

function againstHashes(seen: Checkpoint | null, head: Checkpoint, roots: ReadonlyMap<number, Bytes>): string | null {
  if (seen === null || seen.origin !== head.origin) return "seen_elsewhere";
  if (seen.size > head.size) return "rolled_back";
  const root = roots.get(seen.size);
  return root !== undefined && sameHash(root, seen.root) ? null : "forked";
}

/** Keep what contradicts the head of this device, tell the server, and throw; what shows no other head is not kept. */
export async function contradicted(place: Place, heads: readonly Bytes[], checkpoint: Bytes, faults: readonly string[]): Promise<never> {
  const code = faults.find((each) => AGAINST.has(each));
  const [own] = heads;
  if (code !== undefined && own !== undefined) {
    if (heads.length === 1) await keep("heads", `${keyOf(place)}#against`, checkpoint);
    const said = { kept: new TextDecoder().decode(own), shown: new TextDecoder().decode(heads[1] ?? checkpoint) };
    await post(`${pathOf(place)}/cosign`, said).catch(() => undefined);
  }
  throw new Contradicted(code ?? faults[0] ?? "");
}

/** Keep a head that was held against the last one and against all its entries; never an older one than is kept. */
export async function grown(place: Place, checkpoint: Bytes, entries: readonly Bytes[]): Promise<void> {
  const { faults, full, server } = await headsHold({ ...place, entries, checkpoint, kept: [] });
  if (faults.length === 0 && server !== null) await keepGrown(place, checkpoint, { size: entries.length, full, server });
}

async function keepGrown(place: Place, checkpoint: Bytes, tree: Grown): Promise<void> {
  const newer = (old: Bytes | undefined): boolean => (old === undefined ? -1 : (readCheckpoint(old)?.size ?? -1)) <= tree.size;
  if (!(await keepIf<Bytes>("heads", keyOf(place), checkpoint, newer))) return;
  await keep("heads", `${keyOf(place)}#tree`, tree);
  await keep("heads", `${keyOf(place)}#against`, null);
}

/**
 * Look whether the newest checkpoint grew from the head of this device, if it keeps one; only what is new is fetched. Where another
 * was shown before, no answer does not lift that: who showed it would only have to be silent.
 */
export async function look(place: Place): Promise<void> {
  const [own, against] = await keptHeads(place);
  if (own === undefined) return;
  if (against === undefined && (await grewFrom(place, own, await checkpointOf(place))) !== null) return;
  await standing(place).catch((fault: unknown) => {
    throw against === undefined || fault instanceof Contradicted ? fault : new Contradicted("forked");
  });
}

/** What came since the kept head, if the checkpoint grew from it by just that; null: look at all of it. `size`: the only one to go on from. */
async function grewFrom(place: Place, own: Bytes | undefined, checkpoint: Bytes, size?: number): Promise<readonly Bytes[] | null> {
  const tree = await kept<Grown>("heads", `${keyOf(place)}#tree`);
  const [before, after] = [own === undefined ? null : readCheckpoint(own), readCheckpoint(checkpoint)];
  if (!tree || !before || !after || before.size !== tree.size || before.size !== (size ?? before.size)) return null;
  if (after.size < before.size || after.origin !== before.origin || !(await hostSigned(after, tree.server))) return null;
  const stream = new Stream(tree.size, tree.full);
  if (!sameHash(await stream.root(), before.root)) return null;
  const fresh = await entriesBetween(pathOf(place), before.size, after.size);
  for (const entry of fresh) await stream.append(entry);
  if (stream.size !== after.size || !sameHash(await stream.root(), after.root)) return null;
  await keepGrown(place, checkpoint, { size: stream.size, full: stream.full, server: tree.server });
  return fresh;
}
