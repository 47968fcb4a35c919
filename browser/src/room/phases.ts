/**
 * How a seat comes into spaces, is brought back and leaves: what happened → how one stands, and what is to be done about it.
 *
 * The element carries the effects out and tells what came of them. Everything is kept by the space's name; the names come
 * from the server. Of all spaces one is *here*: there one speaks. Another may keep its line, over which nothing is sent.
 */
import type { State } from "./model.js";

/** This tab's place in a space: its name in the media engine, the device it belongs to (empty if the server did not say), its hall. */
export type Place = { readonly identity: string; readonly device: string; readonly hall: string };

/** Why one is outside; faults are by the names of their sentences. */
export type Why = Fault | "not_asked" | "left" | "taken_over";
export type Fault = "forked" | "not_yet" | "put_out" | "closed" | "suspended" | "joined_too_often" | "engine_away" | "no_keys_here" | "key_locked" | "unreachable";

/** `tries`: how often one is being brought back; 0: one comes of one's own accord, and a fault ends it. */
export type Phase =
  | { readonly at: "outside"; readonly why: Why }
  | { readonly at: "asking"; readonly tries: number }
  | { readonly at: "connecting"; readonly tries: number; readonly place: Place }
  | { readonly at: "waiting"; readonly tries: number; readonly place: Place } // the line stands, the key is not here
  | { readonly at: "seated"; readonly place: Place }
  | { readonly at: "returning"; readonly tries: number; readonly place: Place | null }; // a pause before it is tried

/** The key in use: its epoch, and the devices that can decrypt. */
export type Key = { readonly epoch: number; readonly members: readonly string[] };

/** How one stands with one space. */
export type Standing = {
  readonly phase: Phase;
  /** The number of the line; another at each try, so that what is told late of a line that is gone is known by it. */
  readonly line: number;
  /** Who is there, as last told; kept while one is being brought back. */
  readonly known: State | null;
  readonly key: Key | null;
};

export type Spaces = { readonly here: string | null; readonly of: ReadonlyMap<string, Standing> };

export type Timer = "alive" | "hurry" | "key" | "pause";

export type Happened =
  /** The person takes a seat here; `keep`: the line of the space they were in is kept for the way back. */
  | { readonly kind: "join"; readonly space: string; readonly keep: boolean }
  /** The person leaves, is signed out, or the table is taken off the page. */
  | { readonly kind: "leave"; readonly space: string }
  | { readonly kind: "left"; readonly space: string } // the server has taken the place back
  /** The facilitator put this seat out, or closed the table for everybody. An engine that drops the line does not say so: it drops theirs too who may come back. */
  | { readonly kind: "out"; readonly space: string; readonly why: "put_out" | "closed" }
  | { readonly kind: "heard"; readonly space: string; readonly state: State }
  | { readonly kind: "stream"; readonly space: string } // of news; it stands again
  | { readonly kind: "gone" } // the page is being left or closed
  | (OfLine & { readonly kind: "placed"; readonly identity: string; readonly url: string; readonly token: string; readonly state: State })
  | (OfLine & { readonly kind: "failed"; readonly fault: Fault })
  | (OfLine & { readonly kind: "connected" })
  | (OfLine & { readonly kind: "keyed"; readonly key: Key })
  | (OfLine & { readonly kind: "lost" }) // the engine, or the server, does not have us any more
  | (OfLine & { readonly kind: "tick"; readonly timer: Timer });
type Told<K extends Happened["kind"]> = Extract<Happened, { readonly kind: K }>;
type OfLine = { readonly space: string; readonly line: number };

export type Effect = { readonly space: string } & (
  | { readonly do: "prepare" } // our keys, the roster and the worker, so that none is waited for later
  | { readonly do: "ask"; readonly line: number }
  | { readonly do: "connect"; readonly url: string; readonly token: string }
  | { readonly do: "learn"; readonly state: State } // what the keys are to be agreed on
  | { readonly do: "move"; readonly identity: string } // the line, to the hall where the space now meets
  | { readonly do: "alive"; readonly identity: string }
  | { readonly do: "time"; readonly timer: Timer; readonly ms: number }
  | { readonly do: "speak" } // send what the camera and the microphone give
  | { readonly do: "hush" } // … and no longer, on a line that is kept
  | { readonly do: "say"; readonly trouble: string | null } // or nothing; only of where one is
  | { readonly do: "drop" } // the line and all that belongs to it
  | { readonly do: "leave"; readonly identity: string }
  | { readonly do: "beacon"; readonly identity: string }
);

export type Step = { readonly spaces: Spaces; readonly effects: readonly Effect[] };
type Turn = readonly [Standing, readonly Effect[]];

const QUIET: readonly Why[] = ["not_asked", "left"]; // what the person did: nothing needs to be said of it
const ALIVE_MS = 4_000;
const HURRY_MS = 600; // while there is no key yet: what was told before our stream stood
const KEY_MS = 15_000;
const RETURN_MS = [500, 1_000, 2_000, 4_000];

export const OUTSIDE: Standing = { phase: { at: "outside", why: "not_asked" }, line: 0, known: null, key: null };

/** Outside of every space there is. */
export function outside(names: readonly string[]): Spaces {
  return { here: null, of: new Map(names.map((name) => [name, OUTSIDE])) };
}

/** What becomes of it, and what is to be done, in this order. What is told of an unknown space, or too late, changes nothing. */
export function step(spaces: Spaces, event: Happened): Step {
  if (event.kind === "gone") return { spaces, effects: [...spaces.of].flatMap(beacon) };
  const standing = spaces.of.get(event.space);
  if (standing === undefined) return { spaces, effects: [] };
  if (event.kind === "join") return joined(spaces, event.space, event.keep);
  const here = spaces.here === event.space;
  const late = "line" in event && event.line !== standing.line;
  const [next, effects] = late ? ofNoLine(standing, event) : turn(standing, event, here);
  return { spaces: put(spaces, event.space, next), effects: effects.filter((one) => here || one.do !== "say") };
}

/** What the page shows of it. */
export type Shown = "outside" | "joining" | "inside" | "returning";

export function shown({ phase }: Standing): Shown {
  if (phase.at === "outside" || phase.at === "returning") return phase.at;
  if (phase.at === "waiting" || phase.at === "seated") return "inside";
  return phase.tries === 0 ? "joining" : "returning";
}

/**
 * What the lock says: one's sound is encrypted for exactly those present; the key for them is not here yet, and the one in use is only
 * those present's too; somebody left who holds it, so nothing is sent.
 */
export type Lock = "encrypted_here" | "securing" | "held_back" | "encrypted";

export function lockOf({ phase, known, key }: Standing): Lock {
  if (phase.at === "outside") return "encrypted_here";
  if (key === null || known === null) return "securing";
  if (key.epoch >= known.epoch) return "encrypted";
  const present = known.members.map((member) => member.device);
  return key.members.every((device) => present.includes(device)) ? "securing" : "held_back";
}

/** By what name the engine knows us there; empty while it knows us by none. */
export function identityOf({ phase }: Standing): string {
  return ("place" in phase ? phase.place?.identity : undefined) ?? "";
}

export function maySpeak(spaces: Spaces, space: string): boolean {
  return spaces.here === space && spaces.of.get(space)?.phase.at === "seated";
}

/** Whether `next` tells us something: never an older epoch, never the same epoch without its bundle again. */
export function isNews(known: State | null, next: State): boolean {
  if (known === null || next.epoch > known.epoch) return true;
  return next.epoch === known.epoch && (next.bundle !== null || known.bundle === null);
}

function put(spaces: Spaces, space: string, standing: Standing): Spaces {
  const here = spaces.here === space && standing.phase.at === "outside" ? null : spaces.here;
  return { here, of: new Map(spaces.of).set(space, standing) };
}

function joined(spaces: Spaces, space: string, keep: boolean): Step {
  const before = spaces.here;
  let now = spaces;
  const effects: Effect[] = [];
  if (before !== null && before !== space) {
    const hasLine = identityOf(now.of.get(before) ?? OUTSIDE) !== ""; // one that is lost may still send for a moment
    if (keep && hasLine) effects.push({ do: "hush", space: before });
    if (!keep) {
      const left = step(now, { kind: "leave", space: before });
      now = left.spaces;
      effects.push(...left.effects);
    }
  }
  const standing = now.of.get(space) ?? OUTSIDE;
  now = { ...now, here: space };
  if (standing.phase.at === "seated" && before !== space) effects.push({ do: "speak", space });
  if (standing.phase.at !== "outside") return { spaces: now, effects };
  effects.push({ do: "say", space, trouble: null }, { do: "ask", space, line: standing.line });
  return { spaces: put(now, space, { ...standing, phase: { at: "asking", tries: 0 } }), effects };
}

function turn(standing: Standing, event: Exclude<Happened, Told<"join" | "gone">>, here: boolean): Turn {
  const { space } = event;
  const { phase } = standing;
  switch (event.kind) {
    case "leave":
      if (phase.at === "outside") return [standing, []];
      return ended(standing, space, "left", { do: "leave", space, identity: identityOf(standing) });
    case "left":
      return [standing, phase.at === "outside" ? [{ do: "prepare", space }] : []];
    case "out":
      return phase.at === "outside" ? [standing, []] : ended(standing, space, event.why, { do: "prepare", space });
    case "heard":
      return heard(standing, space, event.state);
    case "stream":
      return [standing, alive(standing, space)];
    case "placed":
      return placed(standing, event);
    case "failed":
      return failed(standing, space, event.fault);
    case "connected":
      return connected(standing, space, here);
    case "keyed":
      return keyed({ ...standing, key: event.key }, space, here);
    case "lost":
      return lost(standing, space);
    case "tick":
      return ticked(standing, space, event.timer);
  }
}

/** A place that comes after one has given up waiting for it is given back; all else of that line is over. */
function ofNoLine(standing: Standing, event: Happened): Turn {
  if (event.kind !== "placed") return [standing, []];
  return [standing, [{ do: "leave", space: event.space, identity: event.identity }]];
}

function placed(standing: Standing, { space, identity, url, token, state }: Told<"placed">): Turn {
  if (standing.phase.at !== "asking") return [standing, []];
  const device = state.members.find((member) => member.identity === identity)?.device ?? "";
  const phase: Phase = { at: "connecting", tries: standing.phase.tries, place: { identity, device, hall: state.hall } };
  return [
    { ...standing, phase, known: state },
    [
      { do: "learn", space, state },
      { do: "connect", space, url, token },
      { do: "time", space, timer: "hurry", ms: HURRY_MS },
      { do: "time", space, timer: "key", ms: KEY_MS },
    ],
  ];
}

function connected(standing: Standing, space: string, here: boolean): Turn {
  const { phase } = standing;
  if (phase.at !== "connecting") return [standing, []];
  const [next, effects] = keyed({ ...standing, phase: { ...phase, at: "waiting" } }, space, here);
  return [next, [{ do: "say", space, trouble: null }, ...effects]];
}

/** One is seated once there are a line and a key; nothing is sent before. */
function keyed(standing: Standing, space: string, here: boolean): Turn {
  const { phase, key } = standing;
  if (phase.at === "outside" || phase.at === "asking") return [{ ...standing, key: null }, []];
  if (phase.at !== "waiting" || key === null) return [standing, []];
  const effects: Effect[] = [{ do: "time", space, timer: "alive", ms: ALIVE_MS }];
  if (here) effects.push({ do: "speak", space });
  return [{ ...standing, phase: { at: "seated", place: phase.place } }, effects];
}

/** Takes in who is there. Of two tabs of one device the later sits; the earlier sees it in the members, and yields. */
function heard(standing: Standing, space: string, state: State): Turn {
  const { phase, known } = standing;
  if (!("place" in phase) || phase.place === null || !isNews(known, state)) return [standing, []];
  const { identity, device } = phase.place;
  const mine = state.members.filter((member) => member.device === device);
  if (mine.length > 0 && mine.every((member) => member.identity !== identity)) {
    return ended(standing, space, "taken_over", { do: "prepare", space });
  }
  const effects: Effect[] = [{ do: "learn", space, state }];
  if (state.hall === phase.place.hall) return [{ ...standing, known: state }, effects];
  if (phase.at !== "returning") effects.push({ do: "move", space, identity }); // it asks for a place anew anyway
  return [{ ...standing, known: state, phase: { ...phase, place: { ...phase.place, hall: state.hall } } }, effects];
}

function lost(standing: Standing, space: string): Turn {
  const { phase } = standing;
  if (phase.at === "seated") return returning(standing, space, 1, phase.place);
  return phase.at === "waiting" ? returning(standing, space, phase.tries + 1, phase.place) : [standing, []];
}

/** What asking again does not change. */
const FINAL: readonly Fault[] = ["put_out", "closed", "suspended"];

function failed(standing: Standing, space: string, fault: Fault): Turn {
  const { phase } = standing;
  if (phase.at !== "asking" && phase.at !== "connecting" && phase.at !== "waiting") return [standing, []];
  if (phase.tries === 0 || FINAL.includes(fault)) return ended(standing, space, fault);
  return returning(standing, space, phase.tries + 1, "place" in phase ? phase.place : null);
}

/** Back to the same place; later each time, until one sits again. */
function returning(standing: Standing, space: string, tries: number, place: Place | null): Turn {
  const ms = RETURN_MS[Math.min(tries, RETURN_MS.length) - 1] ?? 0;
  return [
    { ...standing, phase: { at: "returning", tries, place } },
    [
      { do: "say", space, trouble: "returning" },
      { do: "time", space, timer: "pause", ms },
    ],
  ];
}

function ticked(standing: Standing, space: string, timer: Timer): Turn {
  const { phase, key, line } = standing;
  const unkeyed = (phase.at === "connecting" || phase.at === "waiting") && key === null;
  if (timer === "key") return unkeyed ? failed(standing, space, "unreachable") : [standing, []];
  if (timer === "pause") {
    if (phase.at !== "returning") return [standing, []];
    const next: Standing = { ...standing, phase: { at: "asking", tries: phase.tries }, line: line + 1, key: null };
    return [next, [{ do: "drop", space }, { do: "ask", space, line: line + 1 }]];
  }
  if (timer === "hurry" ? !unkeyed : phase.at !== "seated") return [standing, []];
  const ms = timer === "hurry" ? HURRY_MS : ALIVE_MS;
  return [standing, [...alive(standing, space), { do: "time", space, timer, ms }]];
}

/** Says to the server that we are there; not while we are being brought back, before the line stands. */
function alive(standing: Standing, space: string): Effect[] {
  const identity = identityOf(standing);
  const says = shown(standing) === "joining" || shown(standing) === "inside";
  return says && identity !== "" ? [{ do: "alive", space, identity }] : [];
}

function ended(standing: Standing, space: string, why: Why, then?: Effect): Turn {
  const effects: Effect[] = [{ do: "say", space, trouble: QUIET.includes(why) ? null : why }, { do: "drop", space }];
  if (then !== undefined) effects.push(then);
  return [{ phase: { at: "outside", why }, line: standing.line + 1, known: null, key: null }, effects];
}

function beacon([space, standing]: readonly [string, Standing]): Effect[] {
  return standing.phase.at === "outside" ? [] : [{ do: "beacon", space, identity: identityOf(standing) }];
}
