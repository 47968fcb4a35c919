/**
 * Fingerprints of devices as words, made here: from the keys that stand in the signed record, folded on this device, or
 * from the key that this browser holds. What the server wrote beside a name is never what people read to each other.
 */

import { deviceId } from "../record/canonical.js";
import { roster } from "../record/roster.js";
import { words } from "../record/words.js";
import { standing } from "../witness/standing.js";
import { keysOf } from "./keys.js";

/** Ten words are 80 bits: a host cannot make a key whose words are another's. Six would do for the ear alone. */
export const SPOKEN = 10;

export function spoken(device: string, lang: string): string {
  return words(device, lang, SPOKEN).join(" · ");
}

/** The fingerprint that a device's keys really have; null if the record knows no such device. */
export type Fingerprint = (device: string) => Promise<string | null>;

/** Fingerprints by the signed record, every signature checked here. Throws Contradicted where it is not the one that this device has seen. */
export async function byRecord(talks: string, seat: string): Promise<Fingerprint> {
  const known = (await roster(await standing({ talks, seat, compartment: "table" }))).devices;
  return async (device) => {
    const found = known.get(device);
    return found ? deviceId(found.ed25519, found.x25519) : null;
  };
}

/** Put the words of each device that `root` names where it is named; false if one is not what it is called. */
export async function spell(root: ParentNode, fingerprint: Fingerprint, lang: string): Promise<boolean> {
  let honest = true;
  for (const place of root.querySelectorAll<HTMLElement>("[data-device]")) {
    const named = place.dataset["device"] ?? "";
    const found = await fingerprint(named);
    honest &&= found === named;
    place.replaceChildren(...(found === null ? [] : [worded(spoken(found, lang))]));
  }
  return honest;
}

export function worded(text: string): HTMLElement {
  const made = document.createElement("bdi");
  made.className = "words";
  made.textContent = text;
  return made;
}

/** Who sits: spell every device on the page, this browser's own from its own key, and say whether all are as named. */
export async function spellPage(status: HTMLElement): Promise<void> {
  const { talks = "", seat = "", good = "", bad = "" } = status.dataset;
  const recorded = await byRecord(talks, seat);
  const own = (await keysOf(talks, seat).catch(() => undefined))?.device;
  // A browser that holds no key of this seat has nothing of its own to compare.
  const mine = own === undefined || [...document.querySelectorAll<HTMLElement>("[data-own]")].every((place) => place.dataset["device"] === own);
  const honest = await spell(document, recorded, document.documentElement.lang);
  status.textContent = honest && mine ? good : bad;
  status.className = honest && mine ? "state done small" : "note stop";
  status.hidden = false;
}
