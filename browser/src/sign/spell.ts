/**
 * Fingerprints of devices as words, made here: from the keys that stand in the signed record, folded on this device, or
 * from the key that this browser holds. What the server wrote beside a name is never what people read to each other.
 */

import { rosterEntries } from "../kit/entries.js";
import { deviceId } from "../record/canonical.js";
import { roster, type Device } from "../record/roster.js";
import { Contradicted, keptHeads, standing } from "../witness/standing.js";
import { rowOf } from "./keys.js";
import { spoken, worded } from "./spoken.js";

/** The fingerprint that a device's keys really have; null if the record knows no such device. */
export type Fingerprint = (device: string) => Promise<string | null>;

/** A seat's page: `base` is its path. */
export type Page = { readonly base: string; readonly talks: string; readonly seat: string };

/**
 * The devices of the signed record, every signature checked here; null if this device may not read yet who sits. Throws
 * Contradicted where the record is not the one that this device has seen.
 */
export async function recorded({ base, talks, seat }: Page): Promise<ReadonlyMap<string, Device> | null> {
  const place = { talks, seat, compartment: "table" };
  const entries = await standing(place).catch(async (fault: unknown) => {
    // A head that is not admitted yet reads who sits and no more. A device that keeps a head was admitted: it reads all of it.
    if (fault instanceof Contradicted || (await keptHeads(place)).length > 0) throw fault;
    return rosterEntries(base);
  });
  return entries === null ? null : (await roster(entries)).devices;
}

export function fingerprints(known: ReadonlyMap<string, Device>): Fingerprint {
  return async (device) => {
    const found = known.get(device);
    return found ? deviceId(found.ed25519, found.x25519) : null;
  };
}

/** Fingerprints by the key that this browser holds: it knows no device but its own. */
export function byOwnKey(own: { readonly device: string } | undefined): Fingerprint {
  return (device) => Promise.resolve(own?.device === device ? device : null);
}

/** Put the words of each device that `root` names where it is named; false if one is not what it is called. */
export async function spell(root: ParentNode, fingerprint: Fingerprint, lang: string): Promise<boolean> {
  let honest = true;
  for (const place of root.querySelectorAll<HTMLElement>("[data-device]")) {
    const named = place.dataset["device"] ?? "";
    const found = await fingerprint(named);
    honest &&= found === named;
    place.replaceChildren(...(found === null ? [] : [worded(await spoken(found, lang))]));
  }
  return honest;
}

/**
 * Who sits: spell every device on the page, this browser's own from its own key, and say whether all are as named.
 * A page without a base is that of a device that waits: it names its own alone, and may not read the roster yet.
 */
export async function spellPage(status: HTMLElement): Promise<void> {
  const { base = "", talks = "", seat = "", good = "", bad = "" } = status.dataset;
  const row = await rowOf(talks, seat).catch(() => undefined); // locked or not: its fingerprint is no secret
  const known = base ? await recorded({ base, talks, seat }) : null;
  const fingerprint = known ? fingerprints(known) : byOwnKey(row);
  const own = row?.device;
  // A browser that holds no key of this seat has nothing of its own to compare.
  const mine = own === undefined || [...document.querySelectorAll<HTMLElement>("[data-own]")].every((place) => place.dataset["device"] === own);
  const honest = await spell(document, fingerprint, document.documentElement.lang);
  status.textContent = honest && mine ? good : bad;
  status.className = honest && mine ? "state done small" : "note stop";
  status.hidden = false;
}
