/** Keys of senders: one each, the old ones overwritten, and none that a departed device holds used any more. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { toBase64url } from "../../src/kit/bytes.js";
import { SOURCES, type Source } from "../../src/room/model.js";
import { Ring, senderKey } from "../../src/room/ring.js";

type Put = { readonly participantIdentity: string; readonly keyIndex: number; readonly updateCurrentKeyIndex: boolean };

let posted: Put[];
const ring = () => new Ring({ postMessage: ({ data }: { readonly data: Put }) => posted.push(data) } as never, "march", "plenary", "a");
const key = (epoch: number) => ({
  epoch,
  members: ["a", "b"],
  key: new Uint8Array(32).fill(epoch),
  senders: [{ device: "a", identity: "a.1" }, { device: "b", identity: "b.1" }],
});
const sets = () => posted.splice(0).map((one) => `${one.participantIdentity} ${one.keyIndex}${one.updateCurrentKeyIndex ? " sends" : ""}`);
/** Slots of an epoch: of what is sent its own, of what is opened all four, so that a frame of another source is a frame that does not open. */
const own = (epoch: number, how = " sends") => SOURCES.map((source, at) => `a.1 ${source} ${4 * epoch + at}${how}`);
const theirs = (epoch: number) => SOURCES.flatMap((source) => [0, 1, 2, 3].map((at) => `b.1 ${source} ${4 * epoch + at}`));
const still = () => new Promise((resume) => setImmediate(() => setTimeout(resume, 20)));

beforeEach(() => {
  posted = [];
});
afterEach(() => vi.useRealTimers());

it("each sender has a key of its own, by device, connection and source, of each epoch, space and talks", async () => {
  const of = async (talks: string, space: string, epoch: number, device: string, identity: string, source: Source) =>
    toBase64url(await senderKey(new Uint8Array(32), talks, space, epoch, { device, identity }, source));
  type Of = readonly [string, string, number, string, string, Source];
  const first: Of = ["march", "plenary", 7, "a", "a.1", "camera"];
  const others: readonly Of[] = [
    ["april", "plenary", 7, "a", "a.1", "camera"], ["march", "nook", 7, "a", "a.1", "camera"],
    ["march", "plenary", 8, "a", "a.1", "camera"], ["march", "plenary", 7, "b", "a.1", "camera"],
    ["march", "plenary", 7, "a", "a.2", "camera"], ["march", "plenary", 7, "a", "a.1", "screen_share"],
  ];
  const made = await Promise.all([of(...first), ...others.map((each) => of(...each))]);
  expect(new Set(made).size).toBe(7);
  expect(made[0]).toBe("OeWnMRh2k0rhkEw3Vp8rTvotXRGnTGvI4mrU1Jk6Zlo");
});

it("others' frames open at once, and ours follow a moment later; nobody else is admitted", async () => {
  const here = ring();
  await here.put(key(7), 0, () => true);
  expect(sets()).toEqual([...theirs(7), ...own(7)]);
  expect(["a.1", "b.1", "b.2", "c.1"].map((one) => here.admits(one))).toEqual([true, true, false, false]);
  here.end();
});

it("a second after somebody left, five after people came, every earlier key is overwritten", async () => {
  for (const [after, seconds] of [[0, 1], [0.05, 5]] as const) {
    const here = ring();
    await here.put(key(7), 0, () => true);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const put = here.put(key(8), after, () => true);
    while (posted.length < 36) await new Promise((resume) => setImmediate(resume));
    await vi.advanceTimersByTimeAsync(after * 1000);
    await put;
    sets();
    await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
    expect(sets()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    vi.useRealTimers();
    await still();
    expect(sets().sort()).toEqual([...own(7, ""), ...theirs(7)]);
    here.end();
  }
});

it("when a holder has gone nothing is sent under the last key, nor under one that was about to be used", async () => {
  const here = ring();
  await here.put(key(7), 0, () => true);
  sets();
  const put = here.put(key(8), 0.05, () => true);
  await here.hold("a.1", 9);
  await put;
  expect(sets()).not.toContain(own(8)[0]);
  await here.put(key(9), 0, () => true);
  expect(sets().slice(-4)).toEqual(own(9));
  await here.hold("a.1", 9); // told late: its key is here
  expect(sets()).toEqual([]);
  here.end();
});
