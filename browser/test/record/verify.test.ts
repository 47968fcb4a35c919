/** The browser's verifier and roster against the scenes and attacks of tests/record/attacks.py. */

import { describe, expect, test } from "vitest";
import { fromBase64url, utf8 } from "../../src/kit/bytes.js";
import { roster, verify } from "../../src/record/index.js";
import { Suspensions } from "../../src/record/suspension.js";
import { Forge } from "./forge.js";
import { vectors, type Ours } from "./vectors.js";

const ours = vectors<Ours>("parley.json");
const entries = ours.entries.map(utf8);
const sound = { talks: ours.talks, compartment: "table", entries, checkpoint: utf8(ours.checkpoint.note) };
const codes = (faults: readonly { readonly code: string }[]) => [...new Set(faults.map((each) => each.code))].sort();

test("a sound record has no fault, and names who cosigned it", async () => {
  const report = await verify({ ...sound, kept: [utf8(ours.checkpoint.older)], server: ours.keys.server.id });
  expect(report.faults).toEqual([]);
  expect([report.size, report.root]).toEqual([ours.checkpoint.size, ours.checkpoint.root]);
  expect(report.cosigned.map((each) => each.party)).toEqual(["government", "taliban"]);
  expect(report.server).toBe(ours.keys.server.id);
});

describe.each(ours.attacks)("$name", (attack) => {
  const folder = {
    talks: ours.talks,
    compartment: "table",
    entries: attack.entries.map(utf8),
    checkpoint: utf8(attack.checkpoint),
  };

  test("is found with the evidence", async () => {
    const evidence = { kept: attack.kept.map(utf8), anchors: attack.anchors };
    const pinned = attack.server === null ? {} : { server: attack.server };
    const report = await verify({ ...folder, ...evidence, ...pinned });
    expect(codes(report.faults)).toEqual(attack.found);
  });

  test("without it is found as far as the record alone shows", async () => {
    const report = await verify(folder);
    expect(codes(report.faults)).toEqual(attack.alone);
  });
});

test("the roster admits whom Python admits", async () => {
  const fold = await roster(entries);
  expect([...fold.devices.keys()].filter((id) => fold.admitted(id)).sort()).toEqual(ours.admitted);
  expect(fold.admitted("0".repeat(64))).toBe(false);
});

describe.each(ours.parties)("a party called $party", ({ party, entries, checkpoint, admitted }) => {
  const table = { talks: ours.talks, compartment: "table", entries: entries.map(utf8), checkpoint: utf8(checkpoint) };

  test("is one like any other", async () => {
    const { faults, roster: fold } = await verify(table);
    expect(faults).toEqual([]);
    expect([...fold.devices.keys()].filter((id) => fold.admitted(id)).sort()).toEqual(admitted);
  });

  test("is held to the heads that it wrote down", async () => {
    const { faults } = await verify({ ...table, anchors: { [party]: ["0".repeat(64)] } });
    expect(codes(faults)).toContain("head_untrusted");
  });
});

test("a head that my party did not write down cannot vouch for itself on my device", async () => {
  const fold = await roster(entries, { government: ["0".repeat(64)] });
  const devices = [...fold.devices.values()].filter((device) => device.party === "government");
  expect(devices.map((device) => fold.admitted(device.id))).toEqual([false, false]);
});

test("an entry that the server did not sign changes nothing in the roster", async () => {
  const forged = entries.map((raw, at) => (at === 3 ? utf8((ours.entries[3] ?? "").replace('"head"', '"hea"')) : raw));
  const fold = await roster(forged);
  expect(fold.devices.size).toBe(ours.keys.devices.length - 1);
});

test("another compartment is held against the table's roster, by time", async () => {
  const table = await roster(entries);
  table.complete = true;
  const empty = { ...sound, compartment: "side-government", entries: entries.slice(0, 1), roster: table };
  expect(codes((await verify(empty)).faults)).toContain("wrong_compartment");
});

test("what is no checkpoint, and no record, is told", async () => {
  const report = await verify({ ...sound, entries: [utf8("{}")], checkpoint: utf8("x"), kept: [utf8("y")] });
  expect(codes(report.faults)).toEqual(["entry_malformed", "file_malformed", "seen_malformed", "server_key_missing"]);
});

test("a key of another length is no server's", () => {
  expect(fromBase64url(ours.keys.server.ed25519).length).toBe(32);
});

test("an act that the host writes down a second time changes nothing in the roster", async () => {
  const forge = await Forge.begun();
  const head = await forge.enrolled("north", "head", "north-head");
  await forge.vouched(head, "north-head", head.device, "north");
  const [one, other, next] = [await forge.enrolled("north", "member", "one"), await forge.enrolled("north", "member", "other"), await forge.enrolled("north", "head", "north-head")];
  const south = await forge.enrolled("south", "head", "south-head");
  await forge.vouched(south, "south-head", south.device, "south");
  for (const who of [one, other]) await forge.vouched(head, "north-head", who.device, "north");
  await forge.accepted(south, "south-head", [head.device, one.device, other.device], "south");
  await forge.named(head, "north-head", one.device, "north");
  const naming = forge.entries.length - 1;
  await forge.named(head, "north-head", other.device, "north");
  await forge.again(naming);
  await forge.vouchedAsDeputy(one, "one", next.device, "north");
  await forge.accepted(south, "south-head", [next.device], "south");
  const fold = await roster(forge.entries);
  expect([fold.admitted(one.device), fold.admitted(next.device)]).toEqual([true, false]);
});

test("a time that runs back over centuries is counted as Python counts it", () => {
  const suspensions = new Suspensions();
  expect(suspensions.begin("d", "p", 72, "2999-12-31T00:00:00Z")).toBe(true);
  expect(suspensions.end("d", "1970-01-02T00:00:00Z")).toBe(true);
  expect(suspensions.begin("d", "p", 1, "1970-01-03T00:00:00Z")).toBe(true);
});
