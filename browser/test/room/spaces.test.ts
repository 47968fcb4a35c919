/** Several spaces at once: each on its own, one of them to speak in; and what holds whatever happens. */
import { describe, expect, it } from "vitest";

import { identityOf, maySpeak, outside, step, type Happened, type Spaces } from "../../src/room/phases.js";
import { HALL, NOOK, state, Tab } from "./tab.js";

describe("of two spaces", () => {
  it("each has epochs, members and a key of its own", () => {
    const tab = new Tab(HALL, NOOK).sit("a.1", 70);
    tab.join(NOOK, true);
    tab.placed("a.9", 3, NOOK);
    tab.keyed(3, NOOK);
    expect(tab.heard(4, "a.9 b.9", NOOK)).toEqual(["connecting", "nook learn 4"]);
    expect(tab.heard(69, "a.1 b.1")).toEqual(["seated"]); // older than the hall's, though newer than the nook's
    expect([HALL, NOOK].map((space) => tab.spaces.of.get(space)?.known?.epoch)).toEqual([70, 4]);
    expect([HALL, NOOK].map((space) => tab.spaces.of.get(space)?.key?.epoch)).toEqual([70, 3]);
  });

  it("one is left when the other is entered", () => {
    const tab = new Tab(HALL, NOOK).sit("a.1", 7);
    expect(tab.join(NOOK)).toEqual([
      "asking",
      ...["hall say nothing", "hall drop", "hall leave a.1", "nook say nothing", "nook ask 0"],
    ]);
    expect(tab.spaces.of.get(HALL)?.phase.at).toBe("outside");
  });

  it("one may keep its line, over which nothing is sent, and is spoken in again at once", () => {
    const tab = new Tab(HALL, NOOK).sit("a.1", 7);
    expect(tab.join(NOOK, true)).toEqual(["asking", "hall hush", "nook say nothing", "nook ask 0"]);
    tab.placed("a.9", 3, NOOK);
    tab.connected(NOOK);
    tab.keyed(3, NOOK);
    expect([HALL, NOOK].map((space) => maySpeak(tab.spaces, space))).toEqual([false, true]);
    expect(tab.tick("alive")).toEqual(["seated", "hall alive a.1", "hall alive in 4000"]);
    expect(tab.join(HALL)).toEqual(["seated", ...["nook say nothing", "nook drop", "nook leave a.9"], "hall speak"]);
  });

  it("one that is kept while it is being brought back sends nothing from what is left of its line", () => {
    const tab = new Tab(HALL, NOOK).sit("a.1", 7);
    tab.lost();
    expect(tab.join(NOOK, true)).toEqual(["asking", "hall hush", "nook say nothing", "nook ask 0"]);
    expect(tab.join(HALL, true)).toEqual(["returning"]);
  });

  it("the one that is kept comes back without a word and without sending", () => {
    const tab = new Tab(HALL, NOOK).sit("a.1", 7);
    tab.join(NOOK, true);
    expect(tab.lost()).toEqual(["returning", "hall pause in 500"]);
    tab.tick("pause");
    tab.placed("a.2", 8);
    tab.connected();
    expect(tab.keyed(8)).toEqual(["seated", "hall alive in 4000"]);
  });
});

/** Numbers below `most`, the same at every run (Mulberry32). */
function seeded(seed: number): (most: number) => number {
  let at = seed;
  return (most) => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}

describe("whatever happens, ten thousand times", () => {
  const NAMES = [HALL, NOOK, "booth"];
  const RARE = ["leave", "left", "out", "heard", "stream", "gone", "failed", "lost", "tick"];
  const OFTEN = ["join", "placed", "connected", "keyed"];

  function any(draw: (most: number) => number, spaces: Spaces, serial: number): Happened {
    const space = [...NAMES, "nowhere"][draw(4)]!;
    const line = (spaces.of.get(space)?.line ?? 0) - (draw(5) === 0 ? 1 : 0);
    const told = state(space, draw(40), [`a.${serial - draw(4)}`, "b.1"].slice(draw(2)).join(" "), draw(2) === 0 ? null : {});
    const kinds = draw(6) === 0 ? RARE : OFTEN;
    const kind = kinds[draw(kinds.length)] as Happened["kind"];
    const fault = (["not_yet", "engine_away", "no_keys_here", "unreachable"] as const)[draw(4)]!;
    const timer = (["alive", "hurry", "key", "pause"] as const)[draw(4)]!;
    const key = { epoch: draw(40), members: [] };
    const place = { identity: `a.${serial}`, url: "u", token: "t", state: state(space, draw(40), `a.${serial}`) };
    return { kind, space, line, keep: draw(2) === 0, fault, timer, key, ...place, ...(kind === "heard" ? { state: told } : {}) } as Happened;
  }

  it("one speaks in one space, is seated only with an identity and a key, and does nothing in a space nobody named", () => {
    const draw = seeded(22_03_2020);
    const sending = new Set<string>();
    const lines = new Map<string, number>(); // what stands in the world, by the effects alone
    const seen = new Map<string, number>();
    let spaces = outside(NAMES);
    for (let serial = 0; serial < 10_000; serial += 1) {
      const result = step(spaces, any(draw, spaces, serial));
      spaces = result.spaces;
      for (const effect of result.effects) {
        expect(NAMES).toContain(effect.space);
        if (effect.do === "ask") {
          expect(lines.has(effect.space)).toBe(false); // never two lines to one space
          lines.set(effect.space, effect.line);
        }
        if (effect.do === "speak") sending.add(effect.space);
        if (effect.do === "hush" || effect.do === "drop") sending.delete(effect.space);
        if (effect.do === "drop") lines.delete(effect.space);
      }
      expect(sending.size).toBeLessThan(2);
      expect([...spaces.of.keys()]).toEqual(NAMES);
      expect(spaces.of.get(spaces.here ?? "")?.phase.at).not.toBe("outside");
      const seated = [...spaces.of.values()].filter((one) => one.phase.at === "seated").length;
      if (seated > 1) seen.set("several seated", (seen.get("several seated") ?? 0) + 1);
      for (const [space, standing] of spaces.of) {
        const { at } = standing.phase;
        seen.set(at, (seen.get(at) ?? 0) + 1);
        if (at === "seated") {
          expect(identityOf(standing)).not.toBe("");
          expect(standing.key).not.toBeNull();
        }
        if (maySpeak(spaces, space)) expect([...sending]).toEqual([space]);
        expect(lines.get(space)).toBe(at === "outside" ? undefined : standing.line);
      }
    }
    const phases = ["outside", "asking", "connecting", "waiting", "seated", "returning", "several seated"];
    for (const phase of phases) expect(seen.get(phase), phase).toBeGreaterThan(200);
  });
});
