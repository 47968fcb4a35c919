/** The words of a fingerprint are made from keys on the signed record, and from nothing that a page says. */

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Device } from "../../src/record/roster.js";
import { words } from "../../src/record/words.js";
import { byOwnKey, fingerprints, recorded, type Page } from "../../src/sign/spell.js";
import { spoken } from "../../src/sign/spoken.js";
import { Forge } from "../record/forge.js";

const NORTH: Page = { base: "/talks/march/north-head", talks: "march", seat: "north-head" };

beforeEach(() => vi.stubGlobal("indexedDB", new IDBFactory())); // a browser that keeps no head yet
afterEach(() => vi.unstubAllGlobals());

test("a device on the record has the fingerprint of its keys, another has none", async () => {
  const forge = await Forge.begun();
  const keys = await forge.enrolled("north", "head", "north-head");
  vi.stubGlobal("fetch", (path: string) => forge.answer(path));
  const fingerprint = fingerprints((await recorded(NORTH)) ?? new Map());
  expect(await fingerprint(keys.device)).toBe(keys.device);
  expect(await fingerprint("0".repeat(64))).toBeNull();
});

test("an entry changed on the way makes no fingerprint", async () => {
  const forge = await Forge.begun();
  const keys = await forge.enrolled("north", "head", "north-head");
  vi.stubGlobal("fetch", async (path: string) => new Response((await (await forge.answer(path)).text()).replace('"role":"head"', '"role":"hand"')));
  await expect(recorded(NORTH)).rejects.toMatchObject({ code: "checkpoint_root" });
  expect(keys.device).toHaveLength(64);
});

test("ten words are spoken, of which the first six are the digest's", async () => {
  const device = "0123456789abcdef".repeat(4);
  expect((await spoken(device, "ps")).split(" · ")).toHaveLength(10);
  expect((await spoken(device, "en")).split(" · ").slice(0, 6)).toEqual(await words(device, "en"));
});

test("a device that waits knows its own words, and nobody else's", async () => {
  const forge = await Forge.begun();
  const keys = await forge.enrolled("north", "head", "north-head");
  expect(await byOwnKey(keys)(keys.device)).toBe(keys.device);
  expect(await byOwnKey(keys)("0".repeat(64))).toBeNull();
  expect(await byOwnKey(undefined)(keys.device)).toBeNull();
});

test("a head that no earlier device vouches for is known as one from the signed record", async () => {
  const forge = await Forge.begun();
  const first = await forge.enrolled("north", "head", "north-head");
  await forge.vouched(first, "north-head", first.device, "north");
  const second = await forge.enrolled("north", "head", "north-head");
  await forge.noted("roster.device-revoked.1", { device: first.device, reason: "lost" });
  await forge.vouched(second, "north-head", second.device, "north");
  vi.stubGlobal("fetch", (path: string) => Promise.resolve(path === "/talks/march/south-head/roster" ? new Response(forge.entries.map((raw) => `${new TextDecoder().decode(raw)}\n`).join("")) : new Response("", { status: 403 })));
  const known = (await recorded({ base: "/talks/march/south-head", talks: "march", seat: "south-head" })) ?? new Map<string, Device>();
  expect([known.get(first.device)?.renewed, known.get(first.device)?.byWord]).toEqual([false, true]);
  expect([known.get(second.device)?.renewed, known.get(second.device)?.byWord]).toEqual([true, false]);
});

test("who may not read yet who sits knows nobody; a device that keeps a head is not told so", async () => {
  const forge = await Forge.begun();
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 403 })));
  expect(await recorded(NORTH)).toBeNull();
  vi.stubGlobal("fetch", (path: string) => forge.answer(path));
  await recorded(NORTH);
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 403 })));
  await expect(recorded(NORTH)).rejects.toThrow("403");
});
