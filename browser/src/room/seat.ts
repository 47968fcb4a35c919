/** What the room needs of this browser and of the record: our own keys, and the roster as this device verified it. */

import type { Bytes } from "../kit/bytes.js";
import { readEntry } from "../record/entries.js";
import { SIDES, roster as folded, type Anchors, type Roster as Fold } from "../record/roster.js";
import { keysOf } from "../sign/keys.js";
import { Contradicted, standing } from "../witness/standing.js";
import type { OwnDevice } from "./keys.js";
import type { Roster } from "./table.js";

export type Sitting = { readonly own: OwnDevice; readonly roster: Roster };
export type SeatOf = (talks: string, seat: string) => Promise<Sitting>;

/** This browser holds no keys for the seat: it was invited on another device. */
export class NoKeys extends Error {}

export const seatOf: SeatOf = async (talks, seat) => {
  const keys = await keysOf(talks, seat);
  if (keys === undefined) throw new NoKeys();
  const own = { id: keys.device, signing: keys.ed25519.privateKey, opening: keys.x25519 };
  const roster = new VerifiedRoster(talks, seat, own.id);
  await roster.refresh();
  return { own, roster };
};

/** The table's roster, folded here from signed entries, every signature checked. The server is only the postman. */
class VerifiedRoster implements Roster {
  #entries: Bytes[] = [];
  #fold: Fold | null = null;

  constructor(
    readonly talks: string,
    readonly seat: string,
    readonly own: string,
  ) {}

  readonly admitted = (device: string) => {
    const table = (this.#fold?.sides().length ?? 0) >= SIDES;
    const known = table && this.#fold?.admitted(device) === true ? this.#fold.devices.get(device) : undefined;
    return known === undefined ? null : { ed25519: known.ed25519, x25519: known.x25519 };
  };

  readonly refresh = async (): Promise<void> => {
    const place = { talks: this.talks, seat: this.seat, compartment: "table" };
    this.#entries = await standing(place, this.#entries).catch((fault: unknown) => {
      if (fault instanceof Contradicted) this.#fold = null; // nobody is at this table any more
      throw fault;
    });
    const own = await folded(this.#entries);
    const mine = own.devices.get(this.own);
    // A head that vouched for itself is the first of its party: no other can be put in its place. A head's next
    // device was vouched for by the one before it, and knows of that one only what the record says.
    const first = mine?.role === "head" && this.#entries.some((raw) => isVouchOfItself(raw, mine.id));
    const anchors: Anchors = first ? { [mine.party]: [mine.id] } : {};
    this.#fold = first ? await folded(this.#entries, anchors) : own;
  };
}

function isVouchOfItself(raw: Bytes, device: string): boolean {
  const entry = readEntry(raw);
  return entry?.kind === "roster.device-vouched.1" && entry.device === device && entry.body["device"] === device;
}
