/** Whom a device believes to sit at the table: by the record that it folds itself, its own head first. */

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { NoKeys, seatOf } from "../../src/room/seat.js";
import { Contradicted } from "../../src/witness/standing.js";
import { keepKeys } from "../../src/sign/keys.js";
import { Forge, TALKS } from "../record/forge.js";

beforeEach(() => vi.stubGlobal("indexedDB", new IDBFactory())); // a browser that keeps no head yet
afterEach(() => vi.unstubAllGlobals());

function serving(forge: Forge): void {
  vi.stubGlobal("fetch", (path: string) => forge.answer(path));
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
  const { own, roster } = await seatOf(TALKS, "north-head");
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
  const { roster } = await seatOf(TALKS, "north-head");
  expect(roster.admitted(false_.device)).toBeNull();
});

test("a device that nobody vouched for, or the other side has not accepted, is not admitted", async () => {
  const { forge, next } = await twoHeads();
  const lone = await forge.enrolled("north", "member", "north-member");
  const vouched = await forge.enrolled("north", "list_officer", "north-lists");
  await forge.vouched(next, "north-head", vouched.device, "north");
  serving(forge);
  await keepKeys(TALKS, "north-head", next);
  const { roster } = await seatOf(TALKS, "north-head");
  expect(roster.admitted(lone.device)).toBeNull();
  expect(roster.admitted(vouched.device)).toBeNull();
});

test("a browser without the seat's keys is told so", async () => {
  serving(await Forge.begun());
  await expect(seatOf(TALKS, "nobody")).rejects.toBeInstanceOf(NoKeys);
});

test("fewer than two sides is no table: who vouched for itself is nobody there", async () => {
  const forge = await Forge.begun(undefined, [{ id: "host", kind: "host" }]);
  const ghost = await forge.enrolled("host", "facilitator", "ghost");
  await forge.vouched(ghost, "ghost", ghost.device, "host");
  serving(forge);
  await keepKeys(TALKS, "ghost", ghost);
  const { roster } = await seatOf(TALKS, "ghost");
  expect(roster.admitted(ghost.device)).toBeNull();
});

test("a record made anew in which no party is a side seats no ghost on a device that keeps a head", async () => {
  const { forge, first } = await twoHeads();
  serving(forge);
  await keepKeys(TALKS, "north-head", first);
  const { roster } = await seatOf(TALKS, "north-head"); // keeps the head
  const forked = await Forge.begun(forge.server, [{ id: "north", kind: "host" }, { id: "south", kind: "host" }]);
  const ghost = await forked.enrolled("south", "facilitator", "ghost");
  await forked.vouched(ghost, "ghost", ghost.device, "south");
  serving(forked);
  await expect(roster.refresh()).rejects.toMatchObject({ code: "rolled_back" });
  expect(roster.admitted(ghost.device)).toBeNull();
  expect(roster.admitted(first.device)).toBeNull(); // nobody is at a table whose record is in doubt
  await expect(seatOf(TALKS, "north-head")).rejects.toBeInstanceOf(Contradicted);
});
