/** The words of a fingerprint are made from keys on the signed record, and from nothing that a page says. */

import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";

import { words } from "../../src/record/words.js";
import { byOwnKey, byRecord, recorded, spoken } from "../../src/sign/spell.js";
import { Forge } from "../record/forge.js";

afterEach(() => vi.unstubAllGlobals());

test("a device on the record has the fingerprint of its keys, another has none", async () => {
  const forge = await Forge.begun();
  const keys = await forge.enrolled("north", "head", "north-head");
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(forge.lines())));
  const fingerprint = await byRecord("/talks/march/north-head");
  expect(await fingerprint(keys.device)).toBe(keys.device);
  expect(await fingerprint("0".repeat(64))).toBeNull();
});

test("an entry changed on the way makes no fingerprint", async () => {
  const forge = await Forge.begun();
  const keys = await forge.enrolled("north", "head", "north-head");
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(forge.lines().replace('"role":"head"', '"role":"hand"'))));
  expect(await (await byRecord("/talks/march/north-head"))(keys.device)).toBeNull();
});

test("ten words are spoken, of which the first six are the digest's", () => {
  const device = "0123456789abcdef".repeat(4);
  expect(spoken(device, "ps").split(" · ")).toHaveLength(10);
  expect(spoken(device, "en").split(" · ").slice(0, 6)).toEqual(words(device, "en"));
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
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(forge.lines())));
  const known = await recorded("/talks/march/south-head");
  expect([known.get(first.device)?.renewed, known.get(first.device)?.byWord]).toEqual([false, true]);
  expect([known.get(second.device)?.renewed, known.get(second.device)?.byWord]).toEqual([true, false]);
});
