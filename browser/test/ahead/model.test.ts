import { expect, test } from "vitest";

import { cookieOf, familiesOf, keptIn, wanted, type Words } from "../../src/ahead/model.js";

const TEXT = familiesOf('"Source Sans 3", Vazirmatn, "Near Source Sans", system-ui, sans-serif');
const DISPLAY = familiesOf('"Source Serif 4", Vazirmatn, "Near Source Serif", Georgia, serif');
const DOCUMENT = familiesOf('"Source Serif 4", "Noto Naskh Arabic", "Near Source Serif", Georgia, serif');
const PASHTO = "نن دلته څه کیږي او تاسو ته څه پاتې دي";

const set = (text: string, families: readonly string[], weight = 400): Words => ({ text, families, weight });

test("a page in Pashto needs one file, though our name and a language stand on it in Latin", () => {
  expect(wanted([set("Parley", DISPLAY, 600), set(PASHTO, DISPLAY, 600), set(PASHTO, TEXT), set("English", TEXT)])).toEqual(["vazirmatn"]);
});

test("a page in English needs that of its words and that of its title, and nothing for a script it does not show", () => {
  expect(wanted([set("What waits for you", DISPLAY, 600), set("Two things wait for you here.", TEXT), set("پښتو", TEXT)])).toEqual([
    "source-sans",
    "source-serif-600",
  ]);
});

test("a document in two languages needs those of documents, by weight, the longest first", () => {
  const words = [set("Clause one of the agreement", DOCUMENT), set(PASHTO, DOCUMENT), set(PASHTO, DOCUMENT), set("Clause one, heavy", DOCUMENT, 700)];
  expect(wanted(words)).toEqual(["naskh-400", "source-serif-400", "source-serif-600"]);
  expect(wanted([set(PASHTO, DOCUMENT, 700)])).toEqual(["naskh-700"]);
});

test("what stands in a family of none of our files needs none, digits neither", () => {
  expect(wanted([set("a digest in plain letters", ["ui-monospace", "monospace"]), set("1234567890123456", TEXT)])).toEqual([]);
});

test("what a browser keeps is told by name, and only names of ours are believed", () => {
  const kept = keptIn("language=ps; kept=vazirmatn.evil.source-sans");
  expect([...kept].sort()).toEqual(["source-sans", "vazirmatn"]);
  expect(cookieOf(kept.add("naskh-400"))).toMatch(/^kept=naskh-400\.source-sans\.vazirmatn; path=\/; /);
  expect([...keptIn("unkept=vazirmatn")]).toEqual([]);
});

test("of a style sheet the newest state is kept, beside others and beside faces", () => {
  const before = "kept=parley-0123456789ab.room-0123456789ab.vazirmatn.parley-evil";
  expect([...keptIn(before, "parley-ba9876543210")].sort()).toEqual(["parley-ba9876543210", "room-0123456789ab", "vazirmatn"]);
  expect([...keptIn(before, "naskh-400")].sort()).toEqual(["naskh-400", "parley-0123456789ab", "room-0123456789ab", "vazirmatn"]);
});
