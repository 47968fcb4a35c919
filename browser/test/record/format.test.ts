/** Bytes: canonical JSON, digests, statements, entries, notes and words, as Python and others make them. */

import { describe, expect, test } from "vitest";
import { fromBase64url, toHex, utf8, type Json } from "../../src/kit/bytes.js";
import {
  bindingStatement,
  canonical,
  contentDigest,
  cosignature,
  cosignedAt,
  deviceId,
  enrolmentStatement,
  epochKeyStatement,
  hostSigned,
  origin,
  proceduralStatement,
  readCheckpoint,
  readEntry,
  readNote,
  serverId,
  signInStatement,
  signatureHolds,
  unbundled,
  words,
} from "../../src/record/index.js";
import { hex, vectors, type Ours } from "./vectors.js";

const ours = vectors<Ours>("parley.json");
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe("canonical JSON", () => {
  type Case = { readonly name: string; readonly input: string; readonly hex?: string; readonly output?: string };
  const rfc = vectors<{ cases: Case[]; refused: string[] }>("rfc8785.json");

  test.each(rfc.cases)("is RFC 8785's: $name", (each) => {
    const expected = each.hex ?? toHex(utf8(each.output ?? ""));
    expect(toHex(utf8(canonical(JSON.parse(each.input) as Json)))).toBe(expected);
  });

  test.each(rfc.refused.filter((each) => each !== "NaN" && each !== "[0.0]"))("refuses %s", (each) => {
    expect(() => canonical(JSON.parse(each) as Json)).toThrow(RangeError);
  });

  test("takes a text about surrogates for what it is", () => {
    expect(canonical("\\ud800")).toBe('"\\\\ud800"');
  });
});

test("digests and fingerprints are Python's", async () => {
  for (const { salt, bytes, digest } of ours.contents) {
    expect(await contentDigest(fromBase64url(salt), fromBase64url(bytes))).toBe(digest);
  }
  for (const { ed25519, x25519, id } of ours.keys.devices) {
    expect(await deviceId(fromBase64url(ed25519), fromBase64url(x25519))).toBe(id);
  }
  const server = fromBase64url(ours.keys.server.ed25519);
  expect(await serverId(server)).toBe(ours.keys.server.id);
  expect(await origin(ours.talks, "table", server)).toBe(ours.keys.origin);
  await expect(contentDigest(utf8("short"), utf8(""))).rejects.toThrow(RangeError);
  await expect(deviceId(utf8("short"), server)).rejects.toThrow(RangeError);
  await expect(serverId(utf8("short"))).rejects.toThrow(RangeError);
});

test("statements are Python's, to the byte", async () => {
  const { said, unsigned, bundle, ...expected } = ours.statements;
  const head = ours.keys.devices[1];
  if (head === undefined) throw new Error("no head in the vectors");
  expect(text(bindingStatement(said))).toBe(expected.binding);
  expect(text(proceduralStatement(unsigned))).toBe(expected.procedural);
  expect(text(epochKeyStatement(bundle))).toBe(expected.epoch_key);
  expect(text(enrolmentStatement(head.id, "n-1", "gov-head", ours.talks))).toBe(expected.enrolment);
  const page = "https://table.example";
  expect(text(signInStatement(new Uint8Array(32), head.id, page, "gov-head", ours.talks))).toBe(expected.sign_in);
  const key = fromBase64url(head.ed25519);
  const signature = fromBase64url(expected.binding_signature);
  expect(await signatureHolds(key, signature, bindingStatement(said))).toBe(true);
  expect(await signatureHolds(key, signature, utf8(expected.sign_in))).toBe(false);
  expect(await signatureHolds(utf8("no key"), signature, bindingStatement(said))).toBe(false);
});

test("entries are read, and what is none is refused", () => {
  for (const raw of ours.entries) expect(readEntry(utf8(raw))).not.toBeNull();
  expect(ours.refused.filter((raw) => readEntry(utf8(raw)) !== null)).toEqual([]);
  expect(readEntry(Uint8Array.of(0xff))).toBeNull();
});

test.each([
  ["2020-13-22T07:30:00Z", false],
  ["2020-02-30T00:00:00Z", false],
  ["2020-03-22T24:00:00Z", false],
  ["2020-03-22T29:30:00Z", false], // a claim then would never have been too soon
  ["0000-12-31T00:00:00Z", false],
  ["1969-12-31T23:59:59Z", false],
  ["1970-01-01T00:00:00Z", true],
  ["2020-02-29T23:59:59Z", true],
  ["2999-12-31T23:59:59Z", true],
  ["3000-01-01T00:00:00Z", false],
  ["9999-12-31T00:00:00Z", false],
])("an entry at %s is one: %s", (at, read) => {
  const raw = (ours.entries.at(-1) ?? "").replace(/"at":"[^"]*"/, `"at":"${at}"`);
  expect(readEntry(utf8(raw)) !== null).toBe(read);
});

test.each([
  [32, true],
  [33, false],
  [990, false], // Python read none, the browser all
  [1500, false],
])("a body of %i levels is read: %s", (levels, read) => {
  const raw = JSON.parse(ours.entries.at(-1) ?? "") as { readonly [name: string]: Json };
  for (const [open, close] of [["[", "]"], ['{"a":', "}"]]) {
    const body = `{"a":${open?.repeat(levels - 2)}{}${close?.repeat(levels - 2)}}`;
    const entry = canonical({ ...raw, body: {} }).replace('"body":{}', `"body":${body}`);
    expect(readEntry(utf8(entry)) !== null).toBe(read);
  }
});

test("bundles come apart into their entries, and one that is cut short does not", () => {
  expect(unbundled(Uint8Array.of(0, 2, 7, 8, 0, 0, 0, 1, 9)).map(toHex)).toEqual(["0708", "", "09"]);
  expect(() => unbundled(Uint8Array.of(0, 2, 7))).toThrow(RangeError);
});

describe("notes", () => {
  type Go = { readonly note: { readonly vkey: string; readonly note: string }; readonly tampered: string[] };
  const go = vectors<Go>("go.json");

  test("a note that Go signed holds, and what Go refuses does not", async () => {
    const key = Uint8Array.from(atob(go.note.vkey.split("+").slice(2).join("+")), (each) => each.charCodeAt(0)).slice(1);
    const read = readCheckpoint(utf8(go.note.note));
    expect(read !== null && (await hostSigned(read, key))).toBe(true);
    for (const tampered of go.tampered) {
      const other = readCheckpoint(utf8(tampered));
      expect(other !== null && (await hostSigned(other, key))).toBe(false);
    }
  });

  test("cosignatures are Python's, and only their own device's", async () => {
    const { note, size, root, time, cosigner, cosignature: line } = ours.checkpoint;
    const read = readCheckpoint(utf8(note));
    const device = ours.keys.devices[1];
    if (read === null || device === undefined) throw new Error("no checkpoint in the vectors");
    expect([read.size, toHex(read.root)]).toEqual([size, root]);
    const key = fromBase64url(device.ed25519);
    const found = await Promise.all(read.signatures.map((each) => cosignedAt(read.text, each, cosigner, key)));
    expect(found).toEqual([null, time, null]);
    const seen = readNote(utf8(note))?.signatures[1]?.signature.slice(8);
    expect(await cosignature(read.text, cosigner, time, key, async () => seen ?? utf8(""))).toBe(line);
  });

  test("a name with a space of any kind, as Python counts them, makes no note", () => {
    const named = (letter: string) => readNote(utf8(`${ours.checkpoint.note}\u2014 na${letter}me AAAAAAAA\n`))?.signatures.at(-1)?.name;
    expect(ours.checkpoint.in_no_name.filter((letter) => named(letter) !== undefined)).toEqual([]);
    expect(ours.checkpoint.in_names.map(named)).toEqual(ours.checkpoint.in_names.map((letter) => `na${letter}me`));
  });

  test("sizes and times are those that every program reads as the same number", async () => {
    const { note, cosigner, sizes, times } = ours.checkpoint;
    const [head, device] = [readCheckpoint(utf8(note)), ours.keys.devices[1]];
    if (head === null || device === undefined) throw new Error("no checkpoint in the vectors");
    expect(sizes.map((each) => readCheckpoint(utf8(each))?.size)).toEqual([0, 1, 2 ** 53 - 1, ...Array(10)]);
    const lines = times.map((line) => readNote(utf8(note + line))?.signatures.at(-1) ?? head.signatures[0]);
    const key = fromBase64url(device.ed25519);
    const found = lines.map((line) => (line ? cosignedAt(head.text, line, cosigner, key) : null));
    expect(await Promise.all(found)).toEqual([0, 2 ** 53 - 1, null, null, null, null]);
  });

  test.each(["", "\n\n", "a\n\nb\n", "a\n1\nAA==\n\n\u2014 a AAAAAAAA\n", "a\n01\n", "a\n\n\u2014 a+b AAAAAAAA\n"])(
    "%j is no checkpoint",
    (each) => expect(readCheckpoint(utf8(each))).toBeNull(),
  );
});

test("words are Python's", async () => {
  const digest = `00017f80feff${"0".repeat(52)}`;
  for (const [lang, expected] of Object.entries(ours.words)) expect(await words(digest, lang)).toEqual(expected);
  for (const lang of ["xx", "constructor", "__proto__"]) expect(await words(digest, lang)).toEqual(ours.words["en"]);
  await expect(words("00", "en")).rejects.toThrow(RangeError);
});

describe("RFC 9180's own vector", () => {
  test("opens with the library that opens room keys", async () => {
    const { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } = await import("@hpke/core");
    const vector = vectors<{ readonly [name: string]: string }>("hpke.json");
    const of = (name: string) => hex(vector[name] ?? "").buffer;
    const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
    const recipientKey = await suite.kem.importKey("raw", of("skRm"), false);
    const recipient = await suite.createRecipientContext({ recipientKey, enc: of("enc"), info: of("info") });
    expect(toHex(new Uint8Array(await recipient.open(of("ct"), of("aad"))))).toBe(vector["pt"]);
  });
});
