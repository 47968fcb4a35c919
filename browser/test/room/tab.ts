/** A page without a page, for timelines: it is told what happened, and answers with the phase after it and what is to be done. */
import type { State } from "../../src/room/model.js";
import { outside, shown, step, type Effect, type Fault, type Happened, type Spaces, type Timer } from "../../src/room/phases.js";

export const HALL = "hall"; // names come from the server: any will do
export const NOOK = "nook";

/** A space as the server says it; members as `device.tab`, longest present first. */
export const state = (space: string, epoch: number, members: string, bundle: unknown = null, hall = "h1"): State => ({
  space,
  epoch,
  members: members.split(" ").map((identity) => ({ device: identity.split(".")[0]!, identity, seat: "s", away: false })),
  bundle,
  hall,
});

/** One effect in a few words: `hall ask 0`. */
function words(effect: Effect): string {
  const { do: what, space } = effect;
  if (what === "ask") return `${space} ask ${effect.line}`;
  if (what === "alive" || what === "move" || what === "leave" || what === "beacon") return `${space} ${what} ${effect.identity}`.trimEnd();
  if (what === "time") return `${space} ${effect.timer} in ${effect.ms}`;
  if (what === "say") return `${space} say ${effect.trouble ?? "nothing"}`;
  return what === "learn" ? `${space} learn ${effect.state.epoch}` : `${space} ${what}`;
}

/** A page with these spaces; every telling gives the phase after it and what is to be done. */
export class Tab {
  spaces: Spaces;
  constructor(...names: string[]) {
    this.spaces = outside(names);
  }

  tell(event: Happened): string[] {
    const { spaces, effects } = step(this.spaces, event);
    this.spaces = spaces;
    const phase = "space" in event ? (this.spaces.of.get(event.space)?.phase.at ?? "unknown") : "";
    return [phase, ...effects.map(words)];
  }

  line(space = HALL): number {
    return this.spaces.of.get(space)?.line ?? -1;
  }

  join = (space = HALL, keep = false) => this.tell({ kind: "join", space, keep });
  leave = (space = HALL) => this.tell({ kind: "leave", space });
  placed = (identity: string, epoch: number, space = HALL, line = this.line(space)) =>
    this.tell({ kind: "placed", space, line, identity, url: "u", token: "t", state: state(space, epoch, identity) });
  failed = (fault: Fault, space = HALL, line = this.line(space)) =>
    this.tell({ kind: "failed", space, line, fault });
  connected = (space = HALL, line = this.line(space)) => this.tell({ kind: "connected", space, line });
  keyed = (epoch: number, space = HALL, line = this.line(space)) =>
    this.tell({ kind: "keyed", space, line, key: { epoch, members: ["a"] } });
  lost = (space = HALL, line = this.line(space)) => this.tell({ kind: "lost", space, line });
  tick = (timer: Timer, space = HALL, line = this.line(space)) =>
    this.tell({ kind: "tick", space, line, timer });
  heard = (epoch: number, members: string, space = HALL, hall = "h1") =>
    this.tell({ kind: "heard", space, state: state(space, epoch, members, null, hall) });

  sit(identity: string, epoch: number, space = HALL): this {
    this.join(space);
    this.placed(identity, epoch, space);
    this.connected(space);
    this.keyed(epoch, space);
    return this;
  }

  shows = (space = HALL) => shown(this.spaces.of.get(space)!);
}
