import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { fromBase64url, toBase64url } from "../../src/kit/bytes.js";
import { draw, openBundle, type Bundle, type OwnDevice, type PublicKeys } from "../../src/room/keys.js";

type Given = {
  readonly id: string;
  readonly ed25519: string;
  readonly x25519: string;
  readonly private: { readonly ed25519: string; readonly x25519: string };
};
type Vector = { readonly talks: string; readonly space: string; readonly key: string; readonly bundle: Bundle; readonly devices: Given[] };

const vector = JSON.parse(readFileSync(new URL("../../../tests/room/vectors/bundle.json", import.meta.url), "utf8")) as Vector;
const PKCS8 = { Ed25519: "302e020100300506032b657004220420", X25519: "302e020100300506032b656e04220420" } as const;

async function secret(kind: "Ed25519" | "X25519", raw: string, uses: KeyUsage[]): Promise<CryptoKey> {
  const head = Uint8Array.from(PKCS8[kind].match(/../g) ?? [], (byte) => parseInt(byte, 16));
  const whole = new Uint8Array([...head, ...fromBase64url(raw)]);
  return crypto.subtle.importKey("pkcs8", whole, kind, false, uses);
}

async function device(given: Given): Promise<OwnDevice> {
  const publicKey = await crypto.subtle.importKey("raw", fromBase64url(given.x25519), "X25519", true, []);
  return {
    id: given.id,
    signing: await secret("Ed25519", given.private.ed25519, ["sign"]),
    opening: { publicKey, privateKey: await secret("X25519", given.private.x25519, ["deriveBits"]) },
  };
}

const all = new Map<string, PublicKeys>(
  vector.devices.map((one) => [one.id, { ed25519: fromBase64url(one.ed25519), x25519: fromBase64url(one.x25519) }]),
);
const admitted = (id: string) => all.get(id) ?? null;
const without = (stranger: string) => (id: string) => (id === stranger ? null : admitted(id));
const own = await Promise.all(vector.devices.map(device));
const ids = own.map((one) => one.id);
const [a, b, c] = own as [OwnDevice, OwnDevice, OwnDevice];
const { talks, space } = vector;

const why = (opening: Promise<unknown>) => opening.then(() => "", (fault: { readonly code?: string }) => fault.code);

describe("a bundle", () => {
  it("that Python drew is opened here by every member, to the same key", async () => {
    for (const one of own) {
      const found = await openBundle(one, admitted, talks, space, vector.bundle);
      expect(toBase64url(found.key)).toBe(vector.key);
      expect(found.members).toEqual([...ids].sort());
    }
  });

  it("drawn here is opened by every member, and is another key each time", async () => {
    const bundles = await Promise.all([1, 2].map(() => draw(a, admitted, talks, space, 9, ids)));
    const keys = new Set<string>();
    for (const bundle of bundles) {
      const mine = toBase64url((await openBundle(a, admitted, talks, space, bundle)).key);
      expect(toBase64url((await openBundle(c, admitted, talks, space, bundle)).key)).toBe(mine);
      keys.add(mine);
    }
    expect(keys.size).toBe(2);
  });

  it("is not sealed to a device that the verified roster does not admit", async () => {
    const bundle = await draw(a, without(c.id), talks, space, 9, ids);
    expect(bundle.members).toEqual([a.id, b.id].sort());
    expect(JSON.stringify(bundle)).not.toContain(c.id);
    expect(await why(openBundle(c, admitted, talks, space, bundle))).toBe("not_for_this_device");
  });

  it("with a stranger among its members, or drawn by one, is refused", async () => {
    expect(await why(openBundle(a, without(c.id), talks, space, vector.bundle))).toBe("member_not_on_roster");
    expect(await why(openBundle(a, without(vector.bundle.by), talks, space, vector.bundle))).toBe("member_not_on_roster");
  });

  it("changed in anything is refused", async () => {
    const changed: readonly [string, object][] = [
      ["bundle_signature", { epoch: vector.bundle.epoch + 1 }],
      ["bundle_signature", { by: a.id }],
      ["bundle_for_another_space", { space: "corridor" }],
      ["bundle_shape", { members: [...vector.bundle.members].reverse() }],
      ["bundle_shape", { format: "parley-bundle/2" }],
      ["bundle_shape", { extra: 1 }],
    ];
    for (const [code, change] of changed) {
      expect(await why(openBundle(a, admitted, talks, space, { ...vector.bundle, ...change }))).toBe(code);
    }
    for (const nothing of [null, 5, "x", [], {}]) {
      expect(await why(openBundle(a, admitted, talks, space, nothing))).toBe("bundle_shape");
    }
  });

  it("names no device with a weak key, and one that does is refused", async () => {
    const weak = { ed25519: admitted(c.id)?.ed25519 ?? new Uint8Array(32), x25519: new Uint8Array(32) };
    const careless = (id: string) => (id === c.id ? weak : admitted(id)); // a roster that let it in
    const bundle = await draw(a, careless, talks, space, 9, ids);
    expect(bundle.members).toEqual([a.id, b.id].sort());
    expect(await why(openBundle(a, careless, talks, space, vector.bundle))).toBe("member_key_weak");
  });

  it("is not drawn by a device that is not admitted itself", async () => {
    expect(await why(draw(a, without(a.id), talks, space, 9, ids))).toBe("not_admitted_here");
  });
});

