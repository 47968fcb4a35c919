/** A content as the sheet shows it. */

import type { Bytes } from "../kit/bytes.js";
import { visible } from "./visible.js";

/** The bytes as a person can read them: text, JSON indented, what either hides written out; null for a spreadsheet, of which the page says what it is. */
export function legible(media: string, bytes: Bytes): string | null {
  const text = new TextDecoder().decode(bytes);
  if (media.startsWith("text/")) return visible(text);
  if (media.startsWith("application/json")) return visible(JSON.stringify(JSON.parse(text), null, 1));
  return null;
}
