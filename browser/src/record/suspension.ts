/** Suspensions: what the host's doubt about a device keeps it and its side from. The twin of parley.record.suspension. */

import type { Entry } from "./entries.js";

const HOUR_MS = 3600 * 1000;
const MOST_HOURS = 72; // of a suspension, whatever the talks agreed on

/** `since`: when the side's began, of which this is part. */
export type Suspension = {
  readonly device: string;
  readonly party: string;
  readonly since: string;
  readonly began: string;
  readonly until: string;
};

/** All there were, in order. `begin` and `end` change nothing and return false for what the host may not do. */
export class Suspensions {
  #all: readonly Suspension[] = [];

  /** `binds`: it binds its side; `elsewhere`: in another compartment, so that times are compared, not places. */
  fault(device: string, party: string, entry: Entry, binds: boolean, elsewhere: boolean): string | null {
    const lasting = this.#all.filter((one) => entry.at < one.until && (!elsewhere || one.began < entry.at));
    if (lasting.some((one) => one.device === device)) return "signer_suspended";
    return binds && lasting.some((one) => one.party === party) ? "side_suspended" : null;
  }

  begin(device: string, party: string, hours: number, at: string): boolean {
    const own = this.#all.filter((one) => one.party === party);
    const beside = own.filter((one) => at < one.until);
    if (hours < 1 || hours > MOST_HOURS || beside.some((one) => one.device === device)) return false;
    // A side is at the table for as long as it was kept from it.
    if (beside.length === 0 && own.some(({ since, until }) => at < later(until, Date.parse(until) - Date.parse(since)))) return false;
    const until = earliest(later(at, hours * HOUR_MS), ...beside.map((one) => one.until));
    const since = earliest(at, ...beside.map((one) => one.since));
    this.#all = [...this.#all, { device, party, since, began: at, until }];
    return true;
  }

  end(device: string, at: string): boolean {
    const lasts = (one: Suspension): boolean => one.device === device && at < one.until;
    const found = this.#all.some(lasts);
    this.#all = this.#all.map((one) => (lasts(one) ? { ...one, until: at } : one));
    return found;
  }
}

function later(at: string, ms: number): string {
  return `${new Date(Date.parse(at) + ms).toISOString().slice(0, 19)}Z`;
}

function earliest(first: string, ...others: readonly string[]): string {
  return others.reduce((found, one) => (one < found ? one : found), first);
}
