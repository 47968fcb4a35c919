/** What is written at the table: read by the holders of the key, by nobody else, once, and under the name of whoever wrote it. */
import { beforeAll, beforeEach, expect, test } from "vitest";

import { canonical, concat, fromBase64url, toBase64url, utf8 } from "../../src/kit/bytes.js";
import { signatureHolds } from "../../src/record/canonical.js";
import { Chat, LONGEST, type ChatKey, type Message } from "../../src/room/chat.js";
import type { OwnDevice } from "../../src/room/keys.js";
import { lend, type Lent } from "../../src/room/lent.js";

type Person = { readonly own: OwnDevice; readonly identity: string; readonly ed25519: Uint8Array<ArrayBuffer> };

const people: Record<string, Person> = {};
const admitted = (device: string) => {
  const known = Object.values(people).find(({ own }) => own.id === device);
  return known === undefined ? null : { ed25519: known.ed25519, x25519: known.ed25519 };
};
const chatOf = (who: string, space = "plenary") => new Chat(people[who]!.own, admitted, "march", space);
let key: ChatKey;
let [writer, reader]: Chat[] = [];

async function keyOf(epoch: number, bytes: number, ...holders: string[]): Promise<ChatKey> {
  const material = await crypto.subtle.importKey("raw", new Uint8Array(32).fill(bytes), "HKDF", false, ["deriveKey"]);
  const senders = holders.map((who) => ({ device: people[who]!.own.id, identity: people[who]!.identity }));
  return { epoch, members: senders.map(({ device }) => device), senders, material };
}

async function signed(who: string, message: Message): Promise<Message> {
  const { signature: _, ...body } = message;
  const made = await crypto.subtle.sign("Ed25519", people[who]!.own.signing, concat(utf8("parley-chat/1\n"), utf8(canonical(body))));
  return { ...body, signature: toBase64url(new Uint8Array(made)) };
}

beforeAll(async () => {
  lend({ canonical, concat, utf8, toBase64url, fromBase64url, signatureHolds } as unknown as Lent);
  for (const [at, who] of ["najib", "laila", "rahim"].entries()) {
    const pair = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
    const ed25519 = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const id = String(at).repeat(64);
    people[who] = { own: { id, signing: pair.privateKey, opening: pair }, identity: `${id.slice(0, 16)}.1`, ed25519 };
  }
  key = await keyOf(7, 1, "najib", "laila");
});
beforeEach(() => {
  [writer, reader] = [chatOf("najib"), chatOf("laila")];
});

const write = (text: string) => writer!.write(key, people["najib"]!.identity, text);

test("is read as it was written, with who wrote it and who can read it", async () => {
  for (const text of ["Ten names today.", "لس نومونه نن.", "\u0080 and the end", "x".repeat(LONGEST)]) {
    const read = await reader!.read([key], await write(text));
    expect(read).toEqual({ device: people["najib"]!.own.id, identity: people["najib"]!.identity, text, readers: key.members });
  }
  await expect(write("x".repeat(LONGEST + 1))).rejects.toThrow(RangeError);
});

test("says its length to nobody but in blocks, and no word of it", async () => {
  const [short, long] = [await write("yes"), await write("no, and here is why, at some length")];
  expect(short.sealed.length).toBe(long.sealed.length);
  expect(JSON.stringify(long)).not.toContain("why");
});

test("comes once, and not before what came after it", async () => {
  const [first, second] = [await write("first"), await write("second")];
  expect(await reader!.read([key], second)).not.toBeNull();
  expect(await reader!.read([key], second)).toBeNull();
  expect(await reader!.read([key], first)).toBeNull();
});

test("is not read with another epoch's key, nor in another space or other talks", async () => {
  const message = await write("here and now");
  expect(await reader!.read([await keyOf(8, 1, "najib", "laila")], message)).toBeNull();
  expect(await reader!.read([await keyOf(7, 2, "najib", "laila")], message)).toBeNull();
  expect(await chatOf("laila", "nook").read([key], message)).toBeNull();
  expect(await reader!.read([key], await signed("najib", { ...message, talks: "april" }))).toBeNull();
});

test("is refused under a name that is not its writer's, whoever holds the key", async () => {
  const message = await write("I agree");
  const [najib, laila] = [people["najib"]!, people["laila"]!];
  expect(await reader!.read([key], { ...message, by: laila.own.id, identity: laila.identity })).toBeNull();
  expect(await reader!.read([key], await signed("laila", message))).toBeNull(); // a member who writes in another's name
  expect(await reader!.read([key], await signed("najib", { ...message, identity: laila.identity }))).toBeNull();
  expect(await reader!.read([key], { ...message, sealed: `${message.sealed.slice(0, -2)}AA` })).toBeNull();
  const stranger = await chatOf("rahim").write(key, people["rahim"]!.identity, "I was never here");
  expect(await reader!.read([key], stranger)).toBeNull();
  expect(await reader!.read([key], message)).toMatchObject({ device: najib.own.id });
});

test("that is no message is none", async () => {
  const message = await write("whole");
  for (const broken of [null, 5, "x", {}, { ...message, more: 1 }, { ...message, number: -1 }, { ...message, number: 1.5 }, { ...message, sealed: "=" }, { ...message, format: "parley-chat/2" }]) {
    expect(await reader!.read([key], broken)).toBeNull();
  }
});
