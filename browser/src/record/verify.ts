/** The browser's verifier: a compartment's entries against its head, its keys, and the last head this device kept. */

import { toHex, type Bytes } from "../kit/bytes.js";
import { serverId, signatureHolds } from "./canonical.js";
import { readEntry, type Entry } from "./entries.js";
import { cosignedAt, cosignerName, hostSigned, origin, readCheckpoint, type Checkpoint } from "./notes.js";
import { Roster, type Anchors } from "./roster.js";
import { Stream, sameHash } from "./tree.js";

/** What cannot be true: a code of docs/record-format.md, where it stands, and what stands there. */
export type Fault = { readonly code: string; readonly where: string; readonly found: string };

export type Cosigned = { readonly party: string; readonly seat: string; readonly device: string; readonly time: number };

export type Report = {
  readonly faults: readonly Fault[];
  readonly size: number;
  readonly root: string; // lower hex
  readonly server: string; // the fingerprint that all procedure rests on; "" if there is none
  readonly cosigned: readonly Cosigned[];
  readonly roster: Roster;
};

/** What is to be verified; `roster` is the table's, folded and marked complete, where another compartment is read. */
export type Folder = {
  readonly talks: string;
  readonly compartment: string;
  readonly entries: AsyncIterable<Bytes> | Iterable<Bytes>;
  readonly checkpoint: Bytes;
  readonly kept?: readonly Bytes[];
  readonly anchors?: Anchors;
  readonly server?: string; // fingerprint, as somebody wrote it down
  readonly roster?: Roster;
};

export async function verify(folder: Folder): Promise<Report> {
  const faults: Fault[] = [];
  const add = (code: string, where: string, found = ""): void => void faults.push({ code, where, found });
  const roster = folder.roster ?? new Roster(folder.anchors);
  const head = readCheckpoint(folder.checkpoint);
  const kept = (folder.kept ?? []).map(readCheckpoint);
  const roots = new Map<number, Bytes>();
  const stream = new Stream();
  const acts = new Set<string>();
  const wanted = new Set([head, ...kept].map((each) => each?.size));
  if (head === null) add("file_malformed", "checkpoint");
  if (wanted.has(0)) roots.set(0, await stream.root());
  for await (const raw of folder.entries) {
    const where = `entry ${stream.size}`;
    const entry = readEntry(raw);
    if (entry === null) add("entry_malformed", where);
    else for (const code of await entryFaults(entry, folder, roster, stream.size, acts)) add(code, where, entry.kind);
    await stream.append(raw);
    if (wanted.has(stream.size)) roots.set(stream.size, await stream.root());
  }
  const server = roster.server;
  if (server === null) add("server_key_missing", "entry 0");
  const fingerprint = server ? await serverId(server) : "";
  if (folder.server !== undefined && folder.server !== fingerprint) add("server_untrusted", "entry 0", fingerprint);
  if (head !== null && head.size !== stream.size) add("checkpoint_size", "checkpoint", `${stream.size} entries`);
  if (head !== null && server !== null) {
    for (const code of await headFaults(head, folder, server, roots)) add(code, "checkpoint", head.origin);
  }
  for (const [number, each] of kept.entries()) {
    const code = await keptFault(each, folder, server, roots, stream.size);
    if (code !== null) add(code, `seen head ${number + 1}`, each?.origin);
  }
  const cosigned = head === null ? [] : await cosigners(head, folder.talks, roster);
  return { faults, size: stream.size, root: toHex(await stream.root()), server: fingerprint, cosigned, roster };
}

/** Codes of faults; the roots of the tree's full subtrees; the key that signs here. */
export type Held = { readonly faults: readonly string[]; readonly full: readonly Bytes[]; readonly server: Bytes | null };

/**
 * What is wrong between entries, their head and heads that were kept: as `verify`, without a look at what entries say. Whoever
 * folds the roster from them checks their signatures there.
 */
export async function headsHold(folder: Folder & { readonly entries: readonly Bytes[]; readonly kept: readonly Bytes[] }): Promise<Held> {
  const roster = new Roster();
  const first = folder.entries[0] === undefined ? null : readEntry(folder.entries[0]);
  if (first !== null) await entryFaults(first, folder, roster, 0, new Set());
  const [head, kept] = [readCheckpoint(folder.checkpoint), folder.kept.map(readCheckpoint)];
  const { server } = roster;
  if (server === null || head === null) return { faults: [server === null ? "server_key_missing" : "file_malformed"], full: [], server };
  const wanted = new Set([head, ...kept].map((each) => each?.size));
  const [stream, roots] = [new Stream(), new Map<number, Bytes>()];
  for (const raw of folder.entries) {
    await stream.append(raw);
    if (wanted.has(stream.size)) roots.set(stream.size, await stream.root());
  }
  const faults = head.size === stream.size ? [] : ["checkpoint_size"];
  faults.push(...(await headFaults(head, folder, server, roots)));
  for (const each of kept) {
    const code = await keptFault(each, folder, server, roots, stream.size);
    if (code !== null) faults.push(code);
  }
  return { faults, full: stream.full, server };
}

async function entryFaults(
  entry: Entry,
  folder: Folder,
  roster: Roster,
  place: number,
  acts: Set<string>,
): Promise<string[]> {
  const faults: string[] = [];
  if (entry.seq !== place) faults.push("entry_misplaced");
  if (entry.talks !== folder.talks || entry.compartment !== folder.compartment) return [...faults, "wrong_compartment"];
  const act = `${entry.device}/${entry.command}`;
  if (entry.binding && acts.has(act)) faults.push("act_replayed");
  if (entry.binding) acts.add(act);
  const key = roster.key(entry);
  if (key !== null && !(await signatureHolds(key, entry.signature, entry.statement))) {
    return [...faults, "signature_false"];
  }
  const fault = roster.fault(entry) ?? (await folded(entry, roster, key));
  return fault === null ? faults : [...faults, fault];
}

async function folded(entry: Entry, roster: Roster, key: Bytes | null): Promise<string | null> {
  if (!roster.complete) return key === null ? null : roster.apply(entry);
  const first = entry.kind === "roster.server-key.1" && entry.seq === 0;
  return entry.kind.startsWith("roster.") && !first ? "roster_elsewhere" : null;
}

async function headFaults(
  head: Checkpoint,
  folder: Folder,
  server: Bytes,
  roots: ReadonlyMap<number, Bytes>,
): Promise<string[]> {
  const faults: string[] = [];
  if (head.origin !== (await origin(folder.talks, folder.compartment, server))) faults.push("checkpoint_origin");
  if (!(await hostSigned(head, server))) faults.push("checkpoint_signature");
  const root = roots.get(head.size);
  if (root !== undefined && !sameHash(root, head.root)) faults.push("checkpoint_root");
  return faults;
}

async function keptFault(
  head: Checkpoint | null,
  folder: Folder,
  server: Bytes | null,
  roots: ReadonlyMap<number, Bytes>,
  size: number,
): Promise<string | null> {
  if (head === null) return "seen_malformed";
  if (server === null || head.origin !== (await origin(folder.talks, folder.compartment, server))) {
    return "seen_elsewhere";
  }
  if (!(await hostSigned(head, server))) return "seen_unsigned";
  if (head.size > size) return "rolled_back";
  const root = roots.get(head.size);
  return root === undefined || sameHash(root, head.root) ? null : "forked";
}

async function cosigners(head: Checkpoint, talks: string, roster: Roster): Promise<Cosigned[]> {
  const found: Cosigned[] = [];
  for (const line of head.signatures) {
    for (const device of roster.devices.values()) {
      if (!roster.accepted(device) || line.name !== cosignerName(talks, device.seat, device.id)) continue;
      const time = await cosignedAt(head.text, line, line.name, device.ed25519);
      if (time !== null) found.push({ party: device.party, seat: device.seat, device: device.id, time });
    }
  }
  return found;
}
