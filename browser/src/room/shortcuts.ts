/** Keys at the table: by their place on the keyboard, never by their letter, never while one writes, and only as long as one wants them. */

export type Asked = "microphone" | "camera" | "desk" | "self" | "full" | "chat" | "sheet" | "talk";

/** In the order of the sheet; the letter is of the place, on a keyboard for English. */
export const KEYS: readonly { readonly code: string; readonly letter: string; readonly asks: Asked }[] = [
  { code: "Space", letter: "␣", asks: "talk" },
  { code: "KeyM", letter: "M", asks: "microphone" },
  { code: "KeyV", letter: "V", asks: "camera" },
  { code: "KeyC", letter: "C", asks: "chat" },
  { code: "KeyD", letter: "D", asks: "desk" },
  { code: "KeyS", letter: "S", asks: "self" },
  { code: "KeyF", letter: "F", asks: "full" },
  { code: "Slash", letter: "?", asks: "sheet" },
];

type Pressed = Pick<KeyboardEvent, "code" | "ctrlKey" | "altKey" | "metaKey" | "repeat" | "isComposing" | "defaultPrevented" | "target">;

/** What a key asks for here; null: nothing, or it is somebody else's. `deskHasKeys`: the page on the desk has letters of its own. */
export function askedBy(event: Pressed, off: boolean, deskHasKeys = false): Asked | null {
  const target = event.target as Element | null;
  if (off || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing || event.defaultPrevented) return null;
  if (isWriting(target) || target?.closest?.(".room-desk") != null) return null; // the desk's pages have keys of their own
  const asks = KEYS.find((each) => each.code === event.code)?.asks ?? null;
  if (asks === "talk") return isPressable(target) ? null : asks; // there the space bar presses
  return deskHasKeys ? null : asks;
}

function isWriting(target: Element | null): boolean {
  return target?.closest?.("input, textarea, select, [contenteditable]:not([contenteditable=false])") != null;
}

function isPressable(target: Element | null): boolean {
  return target?.closest?.("button:not([data-control=microphone]), a[href], summary, [role=button]") != null;
}
