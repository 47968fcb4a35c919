import { describe, expect, it } from "vitest";

import {
  fill,
  rows,
  secondsUntilTurn,
  switchSeconds,
  type Member,
  type Party,
  type Seat,
  type Signal,
  type State,
} from "../../src/room/model.js";
import { initials } from "../../src/room/seen.js";

const member = (device: string, away = false): Member => ({ device, identity: `${device}.1`, seat: `seat-${device}`, away });
const state = (epoch: number, devices: string, bundle: unknown = null): State => ({
  space: "plenary",
  epoch,
  hall: "h",
  members: [...devices].map((device) => member(device)),
  bundle,
});

describe("the turn to draw", () => {
  it("comes a second later for each admitted device that was here longer", () => {
    const members = state(1, "xabc").members;
    const admitted = (device: string) => device !== "x";
    expect(["a", "b", "c", "x"].map((device) => secondsUntilTurn(members, admitted, device))).toEqual([0, 1, 2, null]);
  });
});

describe("the old key", () => {
  it("goes at once when somebody left, and lives a moment longer when people only came", () => {
    expect(switchSeconds(null, ["a"])).toBe(0);
    expect(switchSeconds(["a"], ["a", "b"])).toBe(0.2);
    expect(switchSeconds(["a", "b"], ["a"])).toBe(0);
    expect(switchSeconds(["a", "b"], ["a", "c"])).toBe(0);
  });
});

describe("tiles", () => {
  const parties: Party[] = ["A", "B"].map((id) => ({ id, name: `Side ${id}`, mark: id, hue: id.toLowerCase() }));
  const seats: Seat[] = ["b", "a", "c"].map((id) => ({
    id: `seat-${id}`,
    party: id === "c" ? "A" : "B",
    name: id,
    role: "head",
    place: "Doha",
  }));
  const speaking: Signal = { camera: true, microphone: true, speaking: true, quality: "good" };

  it("stand by side in the agreed order and do not move when somebody speaks or came earlier", () => {
    const order = (signals: ReadonlyMap<string, Signal>, devices: string) =>
      rows(parties, seats, state(1, devices), signals, "").map((row) => row.tiles.map((tile) => tile.id));
    const expected = [["seat-c"], ["seat-b", "seat-a"]];
    expect(order(new Map(), "abc")).toEqual(expected);
    expect(order(new Map([["a.1", speaking]]), "cba")).toEqual(expected);
  });

  it("show nobody who is not there, and a side without anybody not at all", () => {
    expect(rows(parties, seats, state(1, "a"), new Map(), "a.1").flatMap((row) => row.tiles.map((t) => [t.id, t.mine]))).toEqual([
      ["seat-a", true],
    ]);
    expect(rows(parties, seats, null, new Map(), "")).toEqual([]);
  });
});

describe("words", () => {
  it("are filled in where they have a name for it", () => {
    expect(fill("The table waits for {party}, {x}.", { party: "B" })).toBe("The table waits for \u2068B\u2069, {x}.");
  });

  it("give initials in Latin and in Arabic script, which do not join", () => {
    expect(initials("Farida Daulatzai")).toBe("FD");
    expect(initials("عبدالظاهر کریم")).toBe("ع\u200cک");
    expect([initials("Qari"), initials(""), initials("  ")]).toEqual(["Q", "", ""]);
  });
});
