// @vitest-environment happy-dom
/** Who can decrypt, as the padlock lists it: every device that holds the key, whether it has a name on this page or not. */
import { render } from "lit";
import { expect, test } from "vitest";

import { room, type Does, type Scene } from "../../src/room/view.js";
import type { Row } from "../../src/room/model.js";

const [NAMED, GHOST] = ["a".repeat(64), "b".repeat(64)];
const signal = { camera: false, microphone: false, speaking: false, quality: "good" };
const tile = { id: "north-head", identity: "north.1", device: NAMED, name: "Najib", role: "head", place: "Kabul", mine: true, away: false, signal };
const rows = [{ party: { id: "north", name: "The North", mark: "N", hue: 1 }, tiles: [tile] }] as unknown as Row[];

function drawn(decrypt: readonly string[]): HTMLElement {
  const words = { unnamed_device: "A device that has no name here: {device}" };
  const page = { talks: "march", seat: "north-head", words, kept: [], program: "0".repeat(64) };
  const scene = { page, phase: "inside", rows, lock: "encrypted", refused: { strange: false, unopened: [] }, decrypt, trouble: null, panel: "padlock" } as unknown as Scene;
  const place = document.createElement("div");
  render(room(scene, {} as Does), place);
  return place;
}

const listed = (decrypt: readonly string[]): string => drawn(decrypt).querySelector(".room-panel")?.textContent ?? "";

test("a device that holds the key and has no seat on the page is listed by its own name", () => {
  expect(listed([NAMED, GHOST])).toContain(`A device that has no name here: \u2068${GHOST.slice(0, 16)}\u2069`);
  expect(listed([NAMED, GHOST])).toContain("Najib");
});

test("who hears and who can decrypt stand in one table, the command for experts folded", () => {
  const place = drawn([NAMED, GHOST]);
  const cells = [...place.querySelectorAll("table tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent?.trim()));
  expect(place.querySelectorAll(".room-panel table")).toHaveLength(1);
  expect(cells.map((row) => row.slice(1))).toEqual([
    ["yes", "yes"],
    ["not_known", "yes"],
  ]);
  expect(drawn([]).querySelector("table tbody td:last-child")?.textContent).toBe("not_yet_so");
  expect(place.querySelector("details:not([open]) code")?.textContent).toContain("tools/program.py");
});

test("where every device has a name, none is called nameless", () => {
  expect(listed([NAMED])).not.toContain("no name here");
});
