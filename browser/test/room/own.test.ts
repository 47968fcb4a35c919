/** What a person chose for themselves stays, by seat and not by line; and whether they talk while muted. */
import { expect, test } from "vitest";

import { Own } from "../../src/room/own.js";
import { Talking } from "../../src/room/voice.js";

function store(kept: Record<string, string> = {}): Pick<Storage, "getItem" | "setItem"> {
  return { getItem: (name) => kept[name] ?? null, setItem: (name, value) => void (kept[name] = value) };
}

test("volumes, what is large and what is hidden are there again when the page is opened anew", () => {
  const kept = store();
  const own = new Own("room", () => undefined, kept);
  own.turn("south-head", 0.25);
  own.turn("south-head share", 0);
  own.pin("south-head");
  own.hideSelf(true);
  own.keys(true);
  const again = new Own("room", () => undefined, kept);
  expect([again.volume("south-head"), again.volume("south-head share"), again.volume("chair")]).toEqual([0.25, 0, 1]);
  expect([again.pinned, again.selfHidden, again.keysOff, again.deskShut]).toEqual(["south-head", true, true, false]);
});

test("a volume is between nothing and all, and what is damaged is nothing", () => {
  const own = new Own("room", () => undefined, store({ room: "{" }));
  own.turn("a", 7);
  own.turn("b", -1);
  expect([own.volume("a"), own.volume("b"), own.pinned]).toEqual([1, 0, null]);
  expect(new Own("room", () => undefined, store({ room: "null" })).pinned).toBeNull();
});

test("what a window does not keep holds as long as the page", () => {
  const full = { getItem: () => null, setItem: () => { throw new Error("full"); } };
  const own = new Own("room", () => undefined, full);
  own.pin("chair");
  expect(own.pinned).toBe("chair");
});

test("a voice is said to be one, a knock on the table is not", () => {
  const talking = new Talking();
  const heard = [0.2, 0, 0, 0, 0, 0, 0, 0, 0].map((level, at) => talking.hear(level, at * 100));
  expect(heard).not.toContain(true);
  const voice = [0.2, 0.1, 0.01, 0.02, 0.1].map((level, at) => talking.hear(level, 1000 + at * 100));
  expect(voice.at(-1)).toBe(true);
  for (let at = 0; at < 10; at += 1) talking.hear(0, 1500 + at * 100);
  expect(talking.hear(0, 5000)).toBe(true); // it is read, too
  expect(talking.hear(0, 9000)).toBe(false);
});
