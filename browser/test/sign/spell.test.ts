/** The words of a fingerprint are made from keys on the signed record, and from nothing that a page says. */

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { words } from "../../src/record/words.js";
import { byRecord, spoken } from "../../src/sign/spell.js";
import { Forge } from "../record/forge.js";

beforeEach(() => vi.stubGlobal("indexedDB", new IDBFactory())); // a browser that keeps no head yet
afterEach(() => vi.unstubAllGlobals());

test("a device on the record has the fingerprint of its keys, another has none", async () => {
  const forge = await Forge.begun();
  const keys = await forge.enrolled("north", "head", "north-head");
  vi.stubGlobal("fetch", (path: string) => forge.answer(path));
  const fingerprint = await byRecord("march", "north-head");
  expect(await fingerprint(keys.device)).toBe(keys.device);
  expect(await fingerprint("0".repeat(64))).toBeNull();
});

test("an entry changed on the way makes no fingerprint", async () => {
  const forge = await Forge.begun();
  const keys = await forge.enrolled("north", "head", "north-head");
  vi.stubGlobal("fetch", async (path: string) => new Response((await (await forge.answer(path)).text()).replace('"role":"head"', '"role":"hand"')));
  await expect(byRecord("march", "north-head")).rejects.toMatchObject({ code: "checkpoint_root" });
  expect(keys.device).toHaveLength(64);
});

test("ten words are spoken, of which the first six are the digest's", () => {
  const device = "0123456789abcdef".repeat(4);
  expect(spoken(device, "ps").split(" · ")).toHaveLength(10);
  expect(spoken(device, "en").split(" · ").slice(0, 6)).toEqual(words(device, "en"));
});
