/** A device's fingerprint as people read it to each other. */

import { words } from "../record/words.js";

/** Ten words are 80 bits: a host cannot make a key whose words are another's. Six would do for the ear alone. */
export const SPOKEN = 10;

export async function spoken(device: string, lang: string): Promise<string> {
  return (await words(device, lang, SPOKEN)).join(" · ");
}

export function worded(text: string): HTMLElement {
  const made = document.createElement("bdi");
  made.className = "words";
  made.textContent = text;
  return made;
}
