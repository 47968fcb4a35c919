/** Whom a device believes to sit at the table: by the record that it folds itself, its own head first. */

import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";

import { NoKeys, seatOf } from "../../src/room/seat.js";
import { keepKeys } from "../../src/sign/keys.js";
import { Forge, TALKS } from "../record/forge.js";

afterEach(() => vi.unstubAllGlobals());

function serving(forge: Forge): void {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(forge.lines())));
}

/** North's first head, vouched for by itself; and its next device, vouched for by the first. */
async function twoHeads() {
  const forge = await Forge.begun();
  const first = await forge.enrolled("north", "head", "north-head");
  await forge.vouched(first, "north-head", first.device, "north");
  const next = await forge.enrolled("north", "head", "north-head");
  await forge.vouched(first, "north-head", next.device, "north");
  const south = await forge.enrolled("south", "head", "south-head");
  await forge.vouched(south, "south-head", south.device, "south");
  await forge.accepted(south, "south-head", [first.device, next.device], "south");
  await forge.accepted(next, "north-head", [south.device], "north");
  return { forge, first, next, south };
}

test("a head's next device believes the one that vouched for it", async () => {
  const { forge, first, next, south } = await twoHeads();
  serving(forge);
  await keepKeys(TALKS, "north-head", next);
  const { own, roster } = await seatOf(TALKS, "north-head", "/talks/march/north-head");
  expect(own.id).toBe(next.device);
  for (const device of [first, next, south]) expect(roster.admitted(device.device)).not.toBeNull();
});

test("a head that vouched for itself believes nobody who was put in its place", async () => {
  const forge = await Forge.begun();
  const false_ = await forge.enrolled("north", "head", "north-head"); // the server's own: it vouches for itself first
  await forge.vouched(false_, "north-head", false_.device, "north");
  const mine = await forge.enrolled("north", "head", "north-head");
  await forge.vouched(mine, "north-head", mine.device, "north");
  const south = await forge.enrolled("south", "head", "south-head");
  await forge.vouched(south, "south-head", south.device, "south");
  await forge.accepted(south, "south-head", [false_.device, mine.device], "south");
  serving(forge);
  await keepKeys(TALKS, "north-head", mine);
  const { roster } = await seatOf(TALKS, "north-head", "/talks/march/north-head");
  expect(roster.admitted(false_.device)).toBeNull();
});

test("a device that nobody vouched for, or the other side has not accepted, is not admitted", async () => {
  const { forge, next } = await twoHeads();
  const lone = await forge.enrolled("north", "member", "north-member");
  const vouched = await forge.enrolled("north", "list_officer", "north-lists");
  await forge.vouched(next, "north-head", vouched.device, "north");
  serving(forge);
  await keepKeys(TALKS, "north-head", next);
  const { roster } = await seatOf(TALKS, "north-head", "/talks/march/north-head");
  expect(roster.admitted(lone.device)).toBeNull();
  expect(roster.admitted(vouched.device)).toBeNull();
});

test("a browser without the seat's keys is told so", async () => {
  serving(await Forge.begun());
  await expect(seatOf(TALKS, "nobody", "/talks/march/nobody")).rejects.toBeInstanceOf(NoKeys);
});
