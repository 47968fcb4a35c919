// @vitest-environment happy-dom
/** Keys at the table: by place, never while one writes, and not at all once they are off. */
import { describe, expect, test } from "vitest";

import { askedBy, KEYS } from "../../src/room/shortcuts.js";

const press = (code: string, more: Partial<KeyboardEvent> = {}) =>
  ({ code, ctrlKey: false, altKey: false, metaKey: false, repeat: false, isComposing: false, defaultPrevented: false, target: document.body, ...more }) as KeyboardEvent;

function within(inner: string): Element {
  document.body.innerHTML = inner;
  return document.body.querySelector("[data-here]")!;
}

describe("a key", () => {
  test("is meant by its place, whatever letter stands there", () => {
    expect(askedBy({ ...press("KeyM"), key: "\u067e" } as KeyboardEvent, false)).toBe("microphone");
    expect(KEYS.map(({ code }) => askedBy(press(code), false))).toEqual(KEYS.map(({ asks }) => asks));
    expect(askedBy(press("KeyQ"), false)).toBeNull();
  });

  test("is the text's own while one writes", () => {
    for (const inner of ["<input data-here>", "<textarea data-here></textarea>", "<select data-here></select>", '<div contenteditable="true"><b data-here></b></div>']) {
      for (const { code } of KEYS) expect(askedBy(press(code, { target: within(inner) }), false)).toBeNull();
    }
    expect(askedBy(press("KeyM", { isComposing: true }), false)).toBeNull();
  });

  test("with another, again and again, or taken already asks for nothing", () => {
    for (const more of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { repeat: true }, { defaultPrevented: true }]) {
      expect(askedBy(press("KeyM", more), false)).toBeNull();
    }
  });

  test("asks for nothing once keys are off", () => {
    for (const { code } of KEYS) expect(askedBy(press(code), true)).toBeNull();
  });

  test("is the desk's on the desk, and where its page has letters of its own", () => {
    expect(askedBy(press("KeyM", { target: within('<aside class="room-desk"><p data-here></p></aside>') }), false)).toBeNull();
    expect(askedBy(press("KeyM"), false, true)).toBeNull();
    expect(askedBy(press("Space"), false, true)).toBe("talk");
  });

  test("that is the space bar presses what it stands on, and talks elsewhere and on the microphone", () => {
    expect(askedBy(press("Space", { target: within("<button data-here></button>") }), false)).toBeNull();
    expect(askedBy(press("Space", { target: within('<button data-control="microphone" data-here></button>') }), false)).toBe("talk");
  });
});
