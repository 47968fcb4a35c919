/** Read a compartment, check it on this device, and if all is well keep its head and cosign it. */

import { fromBase64url, utf8, type Bytes } from "../kit/bytes.js";
import { keep, kept } from "../kit/db.js";
import { post } from "../kit/dom.js";
import { folder, type Files } from "../record/folder.js";
import { cosignature, cosignerName, readCheckpoint } from "../record/notes.js";
import type { Roster } from "../record/roster.js";
import { verify, type Report } from "../record/verify.js";
import { keysOf, publicOf, sign } from "../sign/keys.js";

export type Place = { readonly talks: string; readonly seat: string; readonly compartment: string };

const AT_ONCE = 500;

function pathOf({ talks, seat, compartment }: Place): string {
  return `/talks/${talks}/${seat}/record/${compartment}`;
}

async function bytesOf(path: string): Promise<Bytes> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(String(answer.status));
  return new Uint8Array(await answer.arrayBuffer()) as Bytes;
}

/** Entries of the compartment in order, a page at a time; entries are lines and hold no line break. */
async function* entries(place: Place, size: number): AsyncGenerator<Bytes> {
  for (let from = 0; from < size; from += AT_ONCE) {
    const to = Math.min(from + AT_ONCE, size);
    const page = new TextDecoder().decode(await bytesOf(`${pathOf(place)}/entries?from=${from}&to=${to}`));
    for (const line of page.split("\n")) if (line !== "") yield utf8(line);
  }
}

/** What was checked, and the files that hold exactly the bytes that were: the table's own beside another compartment's. */
export type Checked = { readonly report: Report; readonly files: () => Promise<Files> };

/** Check a compartment against the last head this device kept; the table's roster is read first where it is another. */
export async function checked(place: Place): Promise<Checked> {
  const { talks, compartment } = place;
  const table = compartment === "table" ? null : await checked({ ...place, compartment: "table" });
  const checkpoint = await bytesOf(`${pathOf(place)}/checkpoint`);
  const size = readCheckpoint(checkpoint)?.size ?? 0;
  const seen = await kept<Bytes>("heads", keyOf(place));
  const roster: { roster?: Roster } = table ? { roster: complete(table.report.roster) } : {};
  const read: Bytes[] = [];
  const report = await verify({ ...place, checkpoint, entries: noted(entries(place, size), read), kept: seen ? [seen] : [], ...roster });
  if (report.faults.length === 0) await witness(place, checkpoint);
  else if (seen) await post(`${pathOf(place)}/cosign`, { kept: new TextDecoder().decode(seen) });
  const files = async (): Promise<Files> => [
    ...(await folder(talks, compartment, read, checkpoint)),
    ...(table ? (await table.files()).map(([path, bytes]) => [`table/${path}`, bytes] as const) : []),
  ];
  return { report: { ...report, faults: [...(table?.report.faults ?? []), ...report.faults] }, files };
}

/** The same entries, each put into `read` as it passes. */
async function* noted(from: AsyncIterable<Bytes>, read: Bytes[]): AsyncGenerator<Bytes> {
  for await (const entry of from) {
    read.push(entry);
    yield entry;
  }
}

function complete(roster: Roster): Roster {
  roster.complete = true;
  return roster;
}

function keyOf({ talks, seat, compartment }: Place): string {
  return `${talks}/${seat}/${compartment}`;
}

async function witness(place: Place, checkpoint: Bytes): Promise<void> {
  const head = readCheckpoint(checkpoint);
  const keys = await keysOf(place.talks, place.seat);
  if (head === null || keys === undefined) return;
  await keep("heads", keyOf(place), checkpoint);
  const name = cosignerName(place.talks, place.seat, keys.device);
  if (head.signatures.some((line) => line.name === name)) return;
  const key = fromBase64url((await publicOf(keys)).ed25519);
  const line = await cosignature(head.text, name, Math.floor(Date.now() / 1000), key, (message) => sign(keys, message));
  await post(`${pathOf(place)}/cosign`, { size: head.size, line: line.endsWith("\n") ? line : `${line}\n` });
}

