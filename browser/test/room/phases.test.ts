/** How a seat comes into a space, is brought back and leaves, as timelines: what happened → the phase and what is done. */
import { describe, expect, it } from "vitest";

import { identityOf, isNews, lockOf } from "../../src/room/phases.js";
import { HALL, NOOK, state, Tab } from "./tab.js";

const PLACED = ["connecting", "hall learn 7", "hall connect", "hall hurry in 600", "hall key in 15000"];

describe("coming in", () => {
  it("asks, connects, waits for the key, and sends nothing before it is here", () => {
    const tab = new Tab(HALL);
    expect(tab.join()).toEqual(["asking", "hall say nothing", "hall ask 0"]);
    expect(tab.placed("a.1", 7)).toEqual(PLACED);
    expect(tab.shows()).toBe("joining");
    expect(tab.tick("hurry")).toEqual(["connecting", "hall alive a.1", "hall hurry in 600"]);
    expect(tab.connected()).toEqual(["waiting", "hall say nothing"]);
    expect(tab.shows()).toBe("inside");
    expect(tab.keyed(7)).toEqual(["seated", "hall alive in 4000", "hall speak"]);
    expect(tab.tick("hurry")).toEqual(["seated"]);
    expect(tab.tick("key")).toEqual(["seated"]);
    expect(tab.tick("alive")).toEqual(["seated", "hall alive a.1", "hall alive in 4000"]);
  });

  it("is the same when the key is here before the line stands", () => {
    const tab = new Tab(HALL);
    tab.join();
    tab.placed("a.1", 7);
    expect(tab.keyed(7)).toEqual(["connecting"]);
    expect(tab.connected()).toEqual(["seated", "hall say nothing", "hall alive in 4000", "hall speak"]);
  });

  it("pressed twice asks once", () => {
    const tab = new Tab(HALL);
    tab.join();
    expect(tab.join()).toEqual(["asking"]);
    expect(tab.sit("a.1", 7).join()).toEqual(["seated"]);
  });

  it("refused says why, and asks again only when it is pressed again", () => {
    const tab = new Tab(HALL);
    tab.join();
    expect(tab.failed("not_yet")).toEqual(["outside", "hall say not_yet", "hall drop"]);
    expect(tab.tick("pause")).toEqual(["outside"]);
    expect(tab.join()).toEqual(["asking", "hall say nothing", "hall ask 1"]);
  });

  it("while the engine is away says so, and a second press gets in", () => {
    const tab = new Tab(HALL);
    tab.join();
    expect(tab.failed("engine_away")).toEqual(["outside", "hall say engine_away", "hall drop"]);
    expect(tab.sit("a.1", 7).shows()).toBe("inside");
  });

  it("without a key for fifteen seconds has not reached the table, line or not", () => {
    for (const line of [false, true]) {
      const tab = new Tab(HALL);
      tab.join();
      tab.placed("a.1", 7);
      if (line) tab.connected();
      expect(tab.tick("key")).toEqual(["outside", "hall say unreachable", "hall drop"]);
    }
  });
});

describe("being brought back", () => {
  it("takes the seat anew half a second after the line is lost, with nothing to be pressed", () => {
    const tab = new Tab(HALL).sit("a.1", 7);
    expect(tab.lost()).toEqual(["returning", "hall say returning", "hall pause in 500"]);
    expect(tab.tick("alive")).toEqual(["returning"]);
    expect(tab.tick("pause")).toEqual(["asking", "hall drop", "hall ask 1"]);
    expect(tab.shows()).toBe("returning");
    expect(tab.spaces.of.get(HALL)?.known?.epoch).toBe(7); // who was there is shown all the while
    expect(tab.placed("a.2", 8)[0]).toBe("connecting");
    expect(tab.tick("hurry")).toEqual(["connecting", "hall hurry in 600"]);
    expect(tab.connected()).toEqual(["waiting", "hall say nothing"]);
    expect(tab.keyed(8)).toEqual(["seated", "hall alive in 4000", "hall speak"]);
  });

  it("goes on whatever is answered, after 0.5, 1, 2 and then every 4 seconds, and anew from 0.5 once one sat", () => {
    const tab = new Tab(HALL).sit("a.1", 7);
    const pauses = [tab.lost().at(-1)];
    for (const fault of ["unreachable", "engine_away", "not_yet", "unreachable"] as const) {
      tab.tick("pause");
      const [phase, said, pause] = tab.failed(fault);
      expect([phase, said]).toEqual(["returning", "hall say returning"]);
      pauses.push(pause);
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000, 4000].map((ms) => `hall pause in ${ms}`));
    tab.tick("pause");
    tab.placed("a.2", 8);
    tab.connected();
    tab.keyed(8);
    expect(tab.lost().at(-1)).toBe("hall pause in 500");
  });

  it("tries again when the line came back and no key did", () => {
    const tab = new Tab(HALL).sit("a.1", 7);
    tab.lost();
    tab.tick("pause");
    tab.placed("a.2", 8);
    tab.connected();
    expect(tab.tick("key")).toEqual(["returning", "hall say returning", "hall pause in 1000"]);
  });

  it("begins too when the server does not know the place any more: it was started anew", () => {
    const tab = new Tab(HALL).sit("a.1", 7);
    expect(tab.tick("alive")).toContain("hall alive a.1");
    expect(tab.lost()[0]).toBe("returning"); // 404
  });

  it("is one way back, though the line is lost a second time before the key is here", () => {
    const tab = new Tab(HALL);
    tab.join();
    tab.placed("a.1", 7);
    tab.connected();
    expect(tab.lost()).toEqual(["returning", "hall say returning", "hall pause in 500"]);
    expect(tab.lost()).toEqual(["returning"]);
    expect(tab.tick("key")).toEqual(["returning"]); // the first try ends nothing any more
  });

  it("asks how things are when the stream of news stands again, if it has a place to ask for", () => {
    const tab = new Tab(HALL);
    const stream = () => tab.tell({ kind: "stream", space: HALL });
    tab.join();
    expect(stream()).toEqual(["asking"]);
    tab.placed("a.1", 7);
    expect(stream()).toEqual(["connecting", "hall alive a.1"]);
    tab.lost();
    tab.connected();
    tab.keyed(7);
    expect(stream()).toEqual(["seated", "hall alive a.1"]);
    tab.lost();
    expect(stream()).toEqual(["returning"]);
  });
});

describe("leaving", () => {
  it("gives the place back, and makes ready to come again once it has been taken back", () => {
    const tab = new Tab(HALL).sit("a.1", 7);
    expect(tab.leave()).toEqual(["outside", "hall say nothing", "hall drop", "hall leave a.1"]);
    expect(tab.tell({ kind: "left", space: HALL })).toEqual(["outside", "hall prepare"]);
    expect(tab.leave()).toEqual(["outside"]);
  });

  it("and coming again at once is not upset by the answer to the leave", () => {
    const tab = new Tab(HALL).sit("a.1", 7);
    tab.leave();
    tab.join();
    expect(tab.tell({ kind: "left", space: HALL })).toEqual(["asking"]);
  });

  it("while one is being brought back is not undone by the try that was to come", () => {
    const tab = new Tab(HALL).sit("a.1", 7);
    tab.lost();
    const line = tab.line();
    expect(tab.leave()).toEqual(["outside", "hall say nothing", "hall drop", "hall leave a.1"]);
    expect(tab.tick("pause", HALL, line)).toEqual(["outside"]);
  });

  it("before the place is here gives it back when it comes", () => {
    const tab = new Tab(HALL);
    tab.join();
    expect(tab.leave()).toEqual(["outside", "hall say nothing", "hall drop", "hall leave"]);
    expect(tab.placed("a.1", 7, HALL, 0)).toEqual(["outside", "hall leave a.1"]);
  });

  it("by closing the page is told by a beacon, from wherever one stands but outside", () => {
    const tab = new Tab(HALL, NOOK);
    expect(tab.tell({ kind: "gone" })).toEqual([""]);
    tab.join();
    expect(tab.tell({ kind: "gone" })).toEqual(["", "hall beacon"]);
    tab.placed("a.1", 7);
    expect(tab.tell({ kind: "gone" })).toEqual(["", "hall beacon a.1"]);
    expect(tab.connected()).toEqual(["waiting", "hall say nothing"]); // and the page may be shown again
  });
});

describe("who was put out", () => {
  it("by the facilitator is outside and is not brought back, however the line ends", () => {
    for (const first of ["out", "lost"] as const) {
      const tab = new Tab(HALL).sit("a.1", 7);
      const line = tab.line();
      if (first === "lost") tab.lost();
      expect(tab.tell({ kind: "out", space: HALL, why: "put_out" })).toEqual(["outside", "hall say put_out", "hall drop", "hall prepare"]);
      expect(tab.lost(HALL, line)).toEqual(["outside"]);
      expect(tab.tick("pause", HALL, line)).toEqual(["outside"]);
    }
  });

  it.each(["put_out", "closed", "suspended"] as const)("is told so when asking for the seat again, and is not brought back: %s", (fault) => {
    const tab = new Tab(HALL).sit("a.1", 7);
    tab.lost();
    tab.tick("pause");
    expect(tab.failed(fault)).toEqual(["outside", `hall say ${fault}`, "hall drop"]);
    expect(tab.join()).toEqual(["asking", "hall say nothing", "hall ask 2"]);
  });

  it("or whose table was closed, is outside at once and is told so", () => {
    const tab = new Tab(HALL).sit("a.1", 7);
    expect(tab.tell({ kind: "out", space: HALL, why: "closed" })).toEqual(["outside", "hall say closed", "hall drop", "hall prepare"]);
    expect(tab.tell({ kind: "out", space: HALL, why: "closed" })).toEqual(["outside"]);
  });

  it("while asking gives back the place that comes all the same", () => {
    const tab = new Tab(HALL).sit("a.1", 7);
    tab.lost();
    tab.tick("pause");
    const line = tab.line();
    tab.tell({ kind: "out", space: HALL, why: "put_out" });
    expect(tab.placed("a.2", 8, HALL, line)).toEqual(["outside", "hall leave a.2"]);
  });
});

describe("a space that meets in another hall, for somebody was put out", () => {
  it("is followed there under the same identity, once", () => {
    const tab = new Tab(HALL).sit("a.1", 7);
    expect(tab.heard(8, "a.1", HALL, "h2")).toEqual(["seated", "hall learn 8", "hall move a.1"]);
    expect(tab.heard(9, "a.1 b.1", HALL, "h2")).toEqual(["seated", "hall learn 9"]);
  });

  it("is followed after the line stands, or before; who takes the seat anew is given a place there anyway", () => {
    const tab = new Tab(HALL);
    tab.join();
    tab.placed("a.1", 7);
    expect(tab.heard(8, "a.1", HALL, "h2")).toEqual(["connecting", "hall learn 8", "hall move a.1"]);
    tab.connected();
    tab.lost();
    expect(tab.heard(9, "a.1", HALL, "h3")).toEqual(["returning", "hall learn 9"]);
  });
});

describe("two tabs of one device", () => {
  it("do not fight: the earlier sees the later in the members, and yields", () => {
    const earlier = new Tab(HALL).sit("a.1", 7);
    expect(earlier.heard(8, "b.1 a.2")).toEqual(["outside", "hall say taken_over", "hall drop", "hall prepare"]);
  });

  it("do not fight either when the engine was quicker than the news", () => {
    const earlier = new Tab(HALL).sit("a.1", 7);
    earlier.lost();
    const line = earlier.line();
    expect(earlier.heard(8, "a.2")[0]).toBe("outside");
    expect(earlier.tick("pause", HALL, line)).toEqual(["outside"]);
  });

  it("are not seen in news of before one came back, nor in another device's coming", () => {
    const tab = new Tab(HALL).sit("a.2", 9);
    expect(tab.heard(8, "a.1 b.1")).toEqual(["seated"]);
    expect(tab.heard(10, "a.2 b.1")).toEqual(["seated", "hall learn 10"]);
  });
});

describe("what comes late", () => {
  it("of an identity that is gone changes nothing", () => {
    const tab = new Tab(HALL).sit("a.1", 7);
    tab.lost();
    const gone = tab.line();
    tab.tick("pause");
    tab.placed("a.2", 8);
    for (const late of [
      () => tab.connected(HALL, gone),
      () => tab.keyed(7, HALL, gone),
      () => tab.lost(HALL, gone),
      () => tab.failed("unreachable", HALL, gone),
      () => tab.tick("key", HALL, gone),
      () => tab.tick("alive", HALL, gone),
    ]) {
      expect(late()).toEqual(["connecting"]);
    }
    expect(identityOf(tab.spaces.of.get(HALL)!)).toBe("a.2");
    expect(tab.spaces.of.get(HALL)?.key).toBeNull();
  });

  it("or of a space that nobody named is nothing", () => {
    const tab = new Tab(HALL);
    expect(tab.join("constructor")).toEqual(["unknown"]);
    expect(tab.heard(7, "a.1", "corridor")).toEqual(["unknown"]);
  });
});

describe("the lock", () => {
  const lock = (tab: Tab) => lockOf(tab.spaces.of.get(HALL)!);

  it("says encrypted only while the key in use is for exactly those who are here", () => {
    const tab = new Tab(HALL);
    expect(lock(tab)).toBe("encrypted_here");
    tab.join();
    tab.placed("a.1", 7);
    expect(lock(tab)).toBe("securing");
    tab.connected();
    tab.keyed(7);
    expect(lock(tab)).toBe("encrypted");
    tab.heard(8, "a.1 b.1"); // somebody came
    expect(lock(tab)).toBe("securing");
    tab.keyed(8);
    expect(lock(tab)).toBe("encrypted");
  });

  it("says that nothing is sent when a holder of the key has gone, however often epochs are begun and no key comes", () => {
    const tab = new Tab(HALL).sit("a.1", 7);
    for (const epoch of [8, 9, 10]) {
      tab.heard(epoch, "b.1");
      expect(lock(tab)).toBe("held_back");
    }
    tab.lost();
    tab.tick("pause");
    expect(lock(tab)).toBe("securing");
  });
});

describe("news", () => {
  it("is a newer epoch, or this one's bundle, and never an older epoch", () => {
    expect(isNews(null, state(HALL, 1, "a.1"))).toBe(true);
    expect(isNews(state(HALL, 2, "a.1"), state(HALL, 3, "a.1 b.1"))).toBe(true);
    expect(isNews(state(HALL, 2, "a.1"), state(HALL, 2, "a.1", {}))).toBe(true);
    expect(isNews(state(HALL, 2, "a.1", {}), state(HALL, 2, "a.1"))).toBe(false);
    expect(isNews(state(HALL, 3, "a.1"), state(HALL, 2, "a.1", {}))).toBe(false);
  });
});
