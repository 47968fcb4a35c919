/** The newest checkpoint against the head that this device keeps: what grew is taken, what did not stops, and only what fits again lifts it. */

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Contradicted, foreseen, keptHeads, look, standing, type Hashes } from "../../src/witness/standing.js";
import { readCheckpoint } from "../../src/record/notes.js";
import { leafHash } from "../../src/record/tree.js";
import { Forge, TALKS } from "../record/forge.js";

const PLACE = { talks: TALKS, seat: "north-head", compartment: "table" };
let asked: string[] = [];
let told: unknown[] = [];

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  [asked, told] = [[], []];
});
afterEach(() => vi.unstubAllGlobals());

function serving(forge: Forge, size?: number): void {
  vi.stubGlobal("fetch", (path: string, more?: RequestInit) => {
    asked.push(path.slice(path.lastIndexOf("/") + 1));
    if (more?.body) told.push(JSON.parse(String(more.body)));
    return forge.answer(path, size);
  });
}

async function sized(size: number, like?: Forge): Promise<Forge> {
  const forge = await Forge.begun(like?.server);
  while (forge.entries.length < size) await forge.noted("talks.noted.1", { number: forge.entries.length });
  return forge;
}

const heads = async () => (await keptHeads(PLACE)).map((note) => readCheckpoint(note)?.size);
const code = (work: Promise<unknown>) => work.then(() => "", (fault: unknown) => (fault instanceof Contradicted ? fault.code : "lost"));

test("a head is kept as the record grows, and of a grown one only what is new is fetched", async () => {
  const forge = await sized(5);
  serving(forge);
  const read = await standing(PLACE);
  expect(read).toHaveLength(5);
  await forge.noted("talks.noted.1", { number: 5 });
  asked = [];
  await look(PLACE);
  expect(asked).toEqual(["checkpoint", "entries?from=5&to=6"]);
  expect(await heads()).toEqual([6]);
  await forge.noted("talks.noted.1", { number: 6 });
  await look(PLACE);
  expect(await standing(PLACE, read)).toHaveLength(7);
});

test("a device that keeps no head has nothing to look at", async () => {
  serving(await sized(3));
  await look(PLACE);
  expect(asked).toEqual([]);
});

test("a shorter record stops, is told with both heads, and lifts only when the missing entries are back", async () => {
  const forge = await sized(9);
  serving(forge);
  await standing(PLACE);
  serving(forge, 6);
  expect(await code(look(PLACE))).toBe("rolled_back");
  const [said] = told as { kept: string; shown: string }[];
  expect([said?.kept, said?.shown].map((note) => note?.split("\n")[1])).toEqual(["9", "6"]);
  expect(await code(standing(PLACE))).toBe("rolled_back");
  const other = await sized(0, forge);
  other.entries.push(...forge.entries.slice(0, 6));
  while (other.entries.length < 12) await other.noted("talks.noted.1", { other: other.entries.length });
  serving(other); // it went on without what is missing
  expect(await code(look(PLACE))).toBe("forked");
  serving(forge);
  expect(await code(look(PLACE))).toBe("");
  expect(await heads()).toEqual([9]);
});

test("a record shown once that is another one stops for good, though the true one is shown again", async () => {
  const forge = await sized(9);
  serving(forge);
  await standing(PLACE);
  const forked = await sized(2, forge);
  while (forked.entries.length < 12) await forked.noted("talks.noted.1", { false: forked.entries.length });
  serving(forked);
  expect(await code(look(PLACE))).toBe("forked");
  serving(forge);
  expect(await code(look(PLACE))).toBe("rolled_back"); // behind what was shown once
  while (forge.entries.length < 13) await forge.noted("talks.noted.1", { number: forge.entries.length });
  for (const ask of [look, standing]) expect(await code(ask(PLACE))).toBe("forked");
});

test("another record shown to a page that has read the true one is kept and told like any other", async () => {
  const forge = await sized(9);
  serving(forge);
  const read = await standing(PLACE);
  const forked = await sized(2, forge);
  while (forked.entries.length < 12) await forked.noted("talks.noted.1", { false: forked.entries.length });
  serving(forked);
  expect(await code(standing(PLACE, read))).toBe("forked");
  expect(await heads()).toEqual([9, 12]);
  expect(told).toHaveLength(1);
});

test("a line that is lost is no contradiction, and nothing is kept of it", async () => {
  const forge = await sized(4);
  serving(forge);
  await standing(PLACE);
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("the line is down")));
  expect(await code(look(PLACE))).toBe("lost");
  vi.stubGlobal("fetch", (path: string) => (path.includes("entries") ? new Response("") : forge.answer(path)));
  await forge.noted("talks.noted.1", { number: 4 });
  expect(await code(standing(PLACE))).toBe("lost");
  serving(forge);
  expect(await code(look(PLACE))).toBe("");
});

test("who has shown another record does not take the warning away by answering nothing", async () => {
  const forge = await sized(9);
  serving(forge);
  await standing(PLACE);
  serving(forge, 6);
  expect(await code(look(PLACE))).toBe("rolled_back");
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 503 })));
  expect(await code(look(PLACE))).toBe("forked");
  expect(await code(standing(PLACE))).toBe("lost");
  serving(forge);
  expect(await code(look(PLACE))).toBe("");
});

test("a head of another server's key stops", async () => {
  serving(await sized(4));
  await standing(PLACE);
  serving(await sized(9));
  expect(await code(look(PLACE))).toBe("seen_elsewhere");
});

test("of two tabs the one that asked earlier neither takes back the head nor cries", async () => {
  const forge = await sized(5);
  serving(forge);
  await standing(PLACE);
  vi.stubGlobal("fetch", async (path: string) => {
    const early = await forge.answer(path, 5);
    if (path.endsWith("/checkpoint")) {
      serving(forge);
      await forge.noted("talks.noted.1", { number: 5 });
      await look(PLACE); // the other tab, meanwhile
    }
    return early;
  });
  expect(await code(standing(PLACE))).toBe("");
  expect(await heads()).toEqual([6]);
});

/** What an invitation tells of a record, three hashes at a time. */
function hashesOf(forge: Forge, size = forge.entries.length): (from: number) => Promise<Hashes> {
  return async (from) => {
    asked.push(`from ${from}`);
    const leaves = await Promise.all(forge.entries.slice(from, Math.min(size, from + 3)).map(leafHash));
    return { checkpoint: await forge.head(size), leaves };
  };
}

test("an invitation's record is held against the kept head by hashes alone, and only by what came since", async () => {
  const forge = await sized(5);
  serving(forge);
  await foreseen(PLACE, () => Promise.reject(new Error("a browser that keeps no head asks nothing")));
  await standing(PLACE);
  while (forge.entries.length < 10) await forge.noted("talks.noted.1", { number: forge.entries.length });
  asked = [];
  await foreseen(PLACE, hashesOf(forge));
  expect(asked).toEqual(["from 5", "from 8"]);
  expect(await heads()).toEqual([5]); // what was not read is not kept
});

test("an invitation to a shorter record, another one, or one by another server stops, and what was shown is kept", async () => {
  const forge = await sized(9);
  serving(forge);
  await standing(PLACE);
  expect(await code(foreseen(PLACE, hashesOf(forge, 6)))).toBe("rolled_back");
  expect(await heads()).toEqual([9, 6]);
  expect(await code(foreseen(PLACE, hashesOf(forge)))).toBe(""); // both are of it
  const other = await sized(0, forge);
  other.entries.push(...forge.entries.slice(0, 6));
  while (other.entries.length < 12) await other.noted("talks.noted.1", { other: other.entries.length });
  expect(await code(foreseen(PLACE, hashesOf(other)))).toBe("forked");
  expect(await code(foreseen(PLACE, hashesOf(await sized(12))))).toBe("checkpoint_signature");
});

test("an invitation whose line breaks, or that tells fewer hashes than its head, is not believed", async () => {
  const forge = await sized(9);
  serving(forge);
  await standing(PLACE);
  await forge.noted("talks.noted.1", { number: 9 });
  const none = async (): Promise<Hashes> => ({ checkpoint: await forge.head(), leaves: [] });
  expect(await code(foreseen(PLACE, none))).toBe("forked");
  expect(await code(foreseen(PLACE, () => Promise.reject(new Error("down"))))).toBe("lost");
});
