/** Read a compartment, check it on this device, and if all is well keep its head and cosign it. */

import { fromBase64url, type Bytes } from "../kit/bytes.js";
import { post } from "../kit/dom.js";
import { entriesBetween } from "../kit/entries.js";
import { folder, type Files } from "../record/folder.js";
import { cosignature, cosignerName, readCheckpoint } from "../record/notes.js";
import type { Roster } from "../record/roster.js";
import { verify, type Report } from "../record/verify.js";
import { keysIfOpen, publicOf, rowOf, sign } from "../sign/keys.js";
import { checkpointOf, contradicted, grown, keptHeads, pathOf, type Place } from "./standing.js";

/** What was checked, and the files that hold exactly the bytes that were: the table's own beside another compartment's. */
export type Checked = { readonly report: Report; readonly files: () => Promise<Files> };

/** Check a compartment against the last head this device kept; the table's roster is read first where it is another. */
export async function checked(place: Place): Promise<Checked> {
  const { talks, compartment } = place;
  const table = compartment === "table" ? null : await checked({ ...place, compartment: "table" });
  const heads = await keptHeads(place); // before the checkpoint: another tab may keep a newer one meanwhile
  const checkpoint = await checkpointOf(place);
  const size = readCheckpoint(checkpoint)?.size ?? 0;
  const roster: { roster?: Roster } = table ? { roster: complete(table.report.roster) } : {};
  const read = await entriesBetween(pathOf(place), 0, size);
  const report = await verify({ ...place, checkpoint, entries: read, kept: heads, ...roster });
  if (report.faults.length === 0) await witness(place, checkpoint, read);
  else await contradicted(place, heads, checkpoint, report.faults.map(({ code }) => code)).catch(() => undefined);
  const files = async (): Promise<Files> => [
    ...(await folder(talks, compartment, read, checkpoint)),
    ...(table ? (await table.files()).map(([path, bytes]) => [`table/${path}`, bytes] as const) : []),
  ];
  return { report: { ...report, faults: [...(table?.report.faults ?? []), ...report.faults] }, files };
}

function complete(roster: Roster): Roster {
  roster.complete = true;
  return roster;
}

async function witness(place: Place, checkpoint: Bytes, entries: readonly Bytes[]): Promise<void> {
  const head = readCheckpoint(checkpoint);
  if (head === null || (await rowOf(place.talks, place.seat)) === undefined) return;
  await grown(place, checkpoint, entries);
  const keys = await keysIfOpen(place.talks, place.seat);
  if (keys === undefined) return; // locked: the head is kept, and cosigned by a later page
  const name = cosignerName(place.talks, place.seat, keys.device);
  if (head.signatures.some((line) => line.name === name)) return;
  const key = fromBase64url((await publicOf(keys)).ed25519);
  const line = await cosignature(head.text, name, Math.floor(Date.now() / 1000), key, (message) => sign(keys, message));
  await post(`${pathOf(place)}/cosign`, { size: head.size, line: line.endsWith("\n") ? line : `${line}\n` });
}

