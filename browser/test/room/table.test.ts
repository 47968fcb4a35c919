import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { canonical, concat, fromBase64url, toBase64url, utf8 } from "../../src/kit/bytes.js";
import { deviceId } from "../../src/record/canonical.js";
import { draw, openBundle, type Bundle, type EpochKey, type OwnDevice, type PublicKeys } from "../../src/room/keys.js";
import type { State } from "../../src/room/model.js";
import { TableKeys } from "../../src/room/table.js";

const roster = new Map<string, PublicKeys>();
const admitted = (id: string) => roster.get(id) ?? null;

async function device(): Promise<OwnDevice> {
  const signing = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
  const opening = (await crypto.subtle.generateKey("X25519", false, ["deriveBits"])) as CryptoKeyPair;
  const raw = async (key: CryptoKey) => fromBase64url(toBase64url(new Uint8Array(await crypto.subtle.exportKey("raw", key))));
  const keys = { ed25519: await raw(signing.publicKey), x25519: await raw(opening.publicKey) };
  const id = await deviceId(keys.ed25519, keys.x25519);
  roster.set(id, keys);
  return { id, signing: signing.privateKey, opening };
}

/** A server of a few lines: it keeps the state and takes the first bundle for its epoch. */
class Space {
  epoch = 1;
  bundle: Bundle | null = null;
  offered: Bundle[] = [];
  doubted: number[] = [];
  members: OwnDevice[] = [];

  state(): State {
    const members = this.members.map((one) => ({ device: one.id, identity: `${one.id.slice(0, 16)}.1`, seat: "s", away: false }));
    return { space: "plenary", epoch: this.epoch, hall: "h", members, bundle: this.bundle };
  }

  sit(...members: OwnDevice[]): State {
    this.members = members;
    this.epoch += 1;
    this.bundle = null;
    return this.state();
  }

  readonly relay = {
    doubt: (epoch: number): Promise<State> => {
      this.doubted.push(epoch);
      const drawer = this.members.filter((one) => one.id === this.bundle?.by);
      return Promise.resolve(this.sit(...this.members.filter((one) => !drawer.includes(one)), ...drawer));
    },
    bundle: (bundle: Bundle): Promise<State> => {
      this.offered.push(bundle);
      if (bundle.epoch === this.epoch && this.bundle === null) this.bundle = bundle;
      return Promise.resolve(this.state());
    },
  };

  seat(own: OwnDevice, installed: [number, number][] = [], held: number[] = []): TableKeys {
    const install = (key: EpochKey, after: number) => Promise.resolve(void installed.push([key.epoch, after]));
    return new TableKeys(own, { admitted, refresh: () => Promise.resolve() }, this.relay, "march", "plenary", install, (_, epoch) => held.push(epoch));
  }
}

const realTimeout = globalThis.setTimeout;
const pause = (ms: number) => new Promise((resume) => realTimeout(resume, ms));

/** Lets the fake clock run, and real cryptography a moment. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await pause(20);
}

/** Lets the fake clock stand until something holds; what never does ends in vitest's own time limit. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pass(0);
}

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

describe("a seat at the table", () => {
  it("draws at once when it was here longest, and takes its own key from what was relayed", async () => {
    const [space, a] = [new Space(), await device()];
    const installed: [number, number][] = [];
    const seat = space.seat(a, installed);
    await seat.state(space.sit(a));
    await until(() => installed.length === 1);
    expect(space.offered.map((bundle) => bundle.by)).toEqual([a.id]);
    expect(installed).toEqual([[2, 0]]);
  });

  it("waits two seconds for the one before it, and then draws", async () => {
    const [space, gone, b] = [new Space(), await device(), await device()];
    const seat = space.seat(b);
    await seat.state(space.sit(gone, b));
    await pass(900);
    expect(space.offered).toEqual([]);
    await pass(200);
    await until(() => seat.current !== null);
    expect(space.offered.map((bundle) => bundle.by)).toEqual([b.id]);
    expect(seat.current?.members).toContain(gone.id);
  });

  it("does not draw once somebody else has, and asks nobody twice", async () => {
    const [space, a, b] = [new Space(), await device(), await device()];
    const [first, second] = [space.seat(a), space.seat(b)];
    const state = space.sit(a, b);
    await second.state(state);
    await first.state(state);
    await until(() => space.bundle !== null);
    await second.state(space.state());
    await second.state(space.state());
    await pass(10_000);
    expect(space.offered).toHaveLength(1);
    expect(second.current?.epoch).toBe(2);
  });

  it("draws anew when somebody came while it was drawing", async () => {
    const [space, a, b] = [new Space(), await device(), await device()];
    const installed: [number, number][] = [];
    const seat = space.seat(a, installed);
    const before = space.sit(a);
    space.sit(a, b); // the server knows already, the seat does not
    await seat.state(before);
    await until(() => installed.length === 1);
    expect(space.offered.map((bundle) => bundle.members.length)).toEqual([1, 2]);
    expect(installed.map(([epoch]) => epoch)).toEqual([3]);
    await expect(openBundle(b, admitted, "march", "plenary", space.bundle)).resolves.toMatchObject({ epoch: 3 });
  });

  it("has a key drawn anew, by itself where it is its turn, when what another drew does not open", async () => {
    const [space, a, b] = [new Space(), await device(), await device()];
    const state = space.sit(a, b);
    const drawn = await draw(a, admitted, "march", "plenary", state.epoch, [a.id, b.id]);
    const garbage = Object.fromEntries(drawn.members.map((id) => [id, { ...drawn.sealed[id]!, key: drawn.sealed[a.id]!.key }]));
    const { signature: _, ...body } = { ...drawn, sealed: garbage };
    const said = concat(utf8("parley-epoch-key/1\n"), utf8(canonical(body)));
    const signature = toBase64url(new Uint8Array(await crypto.subtle.sign("Ed25519", a.signing, said)));
    space.bundle = { ...body, signature };
    const seat = space.seat(b);
    await seat.state(space.state());
    expect(seat.disbelieved).toBe("bundle_does_not_open");
    await pass(10);
    await until(() => seat.current !== null);
    expect(space.doubted).toEqual([2]);
    expect([seat.current?.epoch, space.bundle?.by]).toEqual([3, b.id]);
  });

  it("believes no bundle of another epoch than the server's state says", async () => {
    const [space, a, b] = [new Space(), await device(), await device()];
    const [first, second] = [space.seat(a), space.seat(b)];
    await first.state(space.sit(a, b));
    await until(() => space.bundle !== null);
    const old = space.bundle;
    await second.state({ ...space.sit(a, b), bundle: old });
    expect(second.current).toBeNull();
    expect(second.disbelieved).toBe("bundle_of_another_epoch");
  });

  it("sends nothing under a key that somebody holds who has gone, from the news on", async () => {
    const [space, a, b] = [new Space(), await device(), await device()];
    const held: number[] = [];
    const seat = space.seat(a, [], held);
    await seat.state(space.sit(a, b));
    await until(() => seat.current !== null);
    await seat.state(space.sit(a, b)); // a return of one: nobody has gone
    await until(() => seat.current?.epoch === 3);
    expect(held).toEqual([]);
    await seat.state(space.sit(a));
    expect(held).toEqual([4]);
  });

  it("lets a connection send only in the name of its own device", async () => {
    const [space, a, b] = [new Space(), await device(), await device()];
    await space.seat(a).state(space.sit(a, b));
    await until(() => space.bundle !== null);
    const seat = space.seat(b);
    const members = space.state().members.map((one) => (one.device === a.id ? { ...one, identity: `${b.id.slice(0, 16)}.9` } : one));
    await seat.state({ ...space.state(), members });
    expect(seat.current?.members).toHaveLength(2);
    expect(seat.current?.senders.map(({ device }) => device)).toEqual([b.id]);
  });

  it("keeps the old key a moment when people came, and not at all when somebody left", async () => {
    const [space, a, b] = [new Space(), await device(), await device()];
    const installed: [number, number][] = [];
    const seat = space.seat(a, installed);
    for (const members of [[a], [a, b], [a]]) {
      const count = installed.length;
      await seat.state(space.sit(...members));
      await until(() => installed.length > count);
    }
    expect(installed.map(([, after]) => after)).toEqual([0, 0.2, 0]);
  });
});
