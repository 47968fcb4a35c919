/** One device's part in agreeing on epoch keys, over time. The twin of `parley/rehearsal/seatkeys.py`. */
import { secondsUntilTurn, sendersOf, switchSeconds, type State } from "./model.js";
import { isNews } from "./phases.js";
import { Disbelieved, draw, openBundle, type Admitted, type Bundle, type EpochKey, type OwnDevice } from "./keys.js";

export type Roster = {
  readonly admitted: Admitted;
  /** Reads and verifies the record again, for a device that nobody has heard of yet. */
  readonly refresh: () => Promise<void>;
};

/** What the room asks of the server. `bundle` answers with the state after, whether it was taken or not. */
export type Relay = {
  readonly bundle: (bundle: Bundle) => Promise<State>;
  /** Says that the bundle of an epoch does not open here; answers with the state after. */
  readonly doubt: (epoch: number) => Promise<State>;
};

const DOUBTED = ["bundle_does_not_open", "bundle_signature", "bundle_shape"]; // the drawer's doing, never our own lateness

export class TableKeys {
  current: EpochKey | null = null;
  known: State | null = null;
  /** Why the last bundle was not believed, null if it was. */
  disbelieved: string | null = null;
  #turn: ReturnType<typeof setTimeout> | null = null;
  #queue: Promise<void> = Promise.resolve();

  constructor(
    readonly own: OwnDevice,
    readonly roster: Roster,
    readonly relay: Relay,
    readonly talks: string,
    readonly space: string,
    /** Told every epoch key once, in order; `after`: how many seconds the old one still encrypts. */
    readonly install: (key: EpochKey, after: number) => Promise<void>,
    /** Somebody who holds the current key has gone: until this epoch's key is installed nothing may be sent. */
    readonly hold: (identity: string, epoch: number) => void,
  ) {}

  /** Takes in what the server says, one after the other; late and repeated news change nothing. */
  state(next: State): Promise<void> {
    this.#queue = this.#queue.then(() => this.#take(next)).catch((fault) => console.warn("room keys", fault));
    return this.#queue;
  }

  close(): void {
    if (this.#turn !== null) clearTimeout(this.#turn);
    this.#turn = null;
  }

  async #take(next: State): Promise<void> {
    if (!isNews(this.known, next)) return;
    if (next.epoch !== this.known?.epoch) this.close();
    this.known = next;
    if (this.current !== null && this.current.epoch >= next.epoch) return;
    this.#holdIfLeft(next);
    const { admitted, refresh } = this.roster;
    if (next.members.some((member) => admitted(member.device) === null)) await refresh();
    if (next.bundle !== null) await this.#open(next);
    else if (this.#turn === null) this.#wait(next);
  }

  #holdIfLeft(next: State): void {
    const present = next.members.map((member) => member.device);
    const mine = this.current?.senders.find(({ device }) => device === this.own.id);
    if (mine !== undefined && this.current?.members.some((device) => !present.includes(device)) === true) {
      this.hold(mine.identity, next.epoch);
    }
  }

  async #open(state: State): Promise<void> {
    this.close();
    try {
      const opened = await openBundle(this.own, this.roster.admitted, this.talks, this.space, state.bundle);
      if (opened.epoch !== state.epoch) throw new Disbelieved("bundle_of_another_epoch");
      const found = { ...opened, senders: sendersOf(state.members, opened.members) };
      const after = switchSeconds(this.current?.members ?? null, found.members);
      this.current = found;
      this.disbelieved = null;
      await this.install(found, after);
    } catch (fault) {
      if (!(fault instanceof Disbelieved)) throw fault;
      this.disbelieved = fault.code;
      if (DOUBTED.includes(fault.code)) this.#doubt(state.epoch);
    }
  }

  /** Has the key drawn anew, by another device; when the server has had enough of it, later. */
  #doubt(epoch: number): void {
    if (this.#turn !== null) return;
    this.#turn = setTimeout(() => {
      this.#turn = null;
      this.relay
        .doubt(epoch)
        .then((after) => (after.epoch > epoch ? this.state(after) : undefined))
        .catch((fault) => console.warn("room keys", fault));
    }, 0);
  }

  #wait(state: State): void {
    const admitted = (device: string) => this.roster.admitted(device) !== null;
    const seconds = secondsUntilTurn(state.members, admitted, this.own.id);
    if (seconds === null) return;
    this.#turn = setTimeout(() => {
      this.#turn = null;
      const present = state.members.map((member) => member.device);
      draw(this.own, this.roster.admitted, this.talks, this.space, state.epoch, present)
        .then((bundle) => this.relay.bundle(bundle))
        .then((after) => this.state(after))
        .catch((fault) => console.warn("room keys", fault));
    }, seconds * 1000);
  }
}
