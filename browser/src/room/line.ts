/** One line to one space: keys, sound and pictures, news, and its timers. It does what it is told and tells what came of it. */
import { entriesBetween } from "../kit/entries.js";
import { listen } from "../kit/live.js";
import { readEntry } from "../record/entries.js";
import type { ChatKey } from "./chat.js";
import type { Bundle, EpochKey } from "./keys.js";
import { Media } from "./media.js";
import { Ring } from "./ring.js";
import type { State } from "./model.js";
import type { Happened, Timer } from "./phases.js";
import type { SeatOf, Sitting } from "./seat.js";
import { ask, Closed, faultOf, type Placed } from "./server.js";
import { TableKeys } from "./table.js";
import type { Page } from "./view.js";

type Recorded = { readonly compartment: string; readonly kind: string; readonly seq: number };

export class Line {
  readonly media: Media;
  readonly #sitting: Promise<Sitting>;
  readonly #over = new AbortController();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #number = -1; // until a place is asked for
  #keys: TableKeys | null = null;
  /** Of the last two epochs, the newest first: what is written is sealed under them. */
  written: readonly ChatKey[] = [];
  sits: Sitting | null = null;
  #connecting: Promise<void> = Promise.resolve();

  /** While one waits outside: our keys, the roster, and the worker that encrypts, so that none is waited for later. */
  constructor(
    readonly page: Page,
    readonly space: string,
    seatOf: SeatOf,
    readonly tell: (event: Happened) => void,
    changed: () => void,
    readonly happened: (data: string) => void = () => undefined,
  ) {
    this.#sitting = seatOf(page.talks, page.seat);
    this.#sitting.catch(() => undefined); // told when the seat is taken
    this.media = new Media(page.worker, page.engine ?? "", changed, () => tell({ kind: "lost", space, line: this.#number }));
  }

  /** Asks for a place and for the devices at once; nothing is sent before the key is here. */
  async ask(number: number, camera: boolean, microphone: boolean): Promise<void> {
    this.#number = number;
    this.media.open(camera, microphone);
    this.#listen();
    try {
      const [sitting, place] = await Promise.all([this.#standing(), this.#ask<Placed>("join", {})]);
      if (!this.#over.signal.aborted) this.#keys = this.#keysOf(sitting);
      this.tell({ kind: "placed", space: this.space, line: number, ...place });
    } catch (fault) {
      this.#failed(fault);
    }
  }

  /** Who we are and who sits here, by the record as it is now: it was read when the page was opened. */
  async #standing(): Promise<Sitting> {
    const sitting = await this.#sitting;
    await sitting.roster.refresh();
    return sitting;
  }

  connect(url: string, token: string): Promise<void> {
    this.#connecting = this.#connect(url, token);
    return this.#connecting;
  }

  async #connect(url: string, token: string): Promise<void> {
    try {
      await this.media.connect(url, token);
      this.tell({ kind: "connected", space: this.space, line: this.#number });
    } catch (fault) {
      this.#failed(fault);
    }
  }

  /** Follows the space to another hall, one move after the other; a line that cannot is lost, and the seat is taken anew. */
  move(identity: string): Promise<void> {
    this.#connecting = this.#connecting.then(() => this.#move(identity));
    return this.#connecting;
  }

  async #move(identity: string): Promise<void> {
    if (this.#over.signal.aborted) return;
    try {
      const { url, token } = await this.#ask<Placed>("move", { identity });
      if (!this.#over.signal.aborted) await this.media.move(url, token);
    } catch (fault) {
      console.warn("room", fault);
      this.tell({ kind: "lost", space: this.space, line: this.#number });
    }
  }

  learn(state: State): void {
    void this.#keys?.state(state);
  }

  async alive(identity: string): Promise<void> {
    const { space } = this;
    try {
      this.tell({ kind: "heard", space, state: await this.#ask<State>("alive", { identity }) });
    } catch (fault) {
      if (!(fault instanceof Closed)) return;
      if (fault.status === 404) this.tell({ kind: "lost", space, line: this.#number });
      if (fault.status === 401 && !this.#over.signal.aborted) this.tell({ kind: "leave", space });
    }
  }

  time(timer: Timer, ms: number): void {
    const due = setTimeout(() => {
      this.#timers.delete(due);
      this.tell({ kind: "tick", space: this.space, line: this.#number, timer });
    }, ms);
    this.#timers.add(due);
  }

  end(): void {
    this.#over.abort();
    for (const due of this.#timers) clearTimeout(due);
    this.#keys?.close();
    this.media.end();
  }

  #keysOf(sitting: Sitting): TableKeys {
    const { own, roster } = (this.sits = sitting);
    const install = (key: EpochKey, after: number) => this.#install(key, after);
    const ring = new Ring(this.media.worker, this.page.talks, this.space, own.id);
    this.media.keyedBy(ring);
    const relay = { bundle: (bundle: Bundle) => this.#offer(bundle), doubt: (epoch: number) => this.#doubt(epoch) };
    const hold = (identity: string, epoch: number) => void ring.hold(identity, epoch);
    return new TableKeys(own, roster, relay, this.page.talks, this.space, install, hold);
  }

  async #offer(bundle: Bundle): Promise<State> {
    const state = await this.#ask<State>("bundle", { bundle }, [409]);
    this.tell({ kind: "heard", space: this.space, state });
    return state;
  }

  async #doubt(epoch: number): Promise<State> {
    const state = await this.#ask<State>("doubt", { epoch });
    this.tell({ kind: "heard", space: this.space, state });
    return state;
  }

  async #install(key: EpochKey, after: number): Promise<void> {
    const current = () => !this.#over.signal.aborted && this.#keys?.current?.epoch === key.epoch;
    const material = crypto.subtle.importKey("raw", key.key, "HKDF", false, ["deriveKey"]); // before the key is overwritten
    const put = this.media.install(key, after, current);
    if (after === 0) await put;
    const { epoch, members, senders } = key;
    this.written = [{ epoch, members, senders, material: await material }, ...this.written].slice(0, 2);
    this.tell({ kind: "keyed", space: this.space, line: this.#number, key: { epoch, members } });
  }

  /** Hears of the space on the stream that all of this seat's tabs share. */
  #listen(): void {
    const source = new URL(`${this.page.base}/live`, location.href).pathname;
    listen(source, ({ event, data }) => this.#told(event, data), this.#over.signal);
  }

  #told(event: string, data: string): void {
    const { space } = this;
    if (event === "room") {
      const state = JSON.parse(data) as State;
      if (state.space === space) this.tell({ kind: "heard", space, state });
    } else if (event === "table") {
      this.happened(data);
    } else if (event === "line" && data === "up") {
      this.tell({ kind: "stream", space }); // what was told while the line was down is in the answer
    } else if (event === "recorded") {
      this.#recorded(JSON.parse(data) as Recorded).catch((fault: unknown) => console.warn("room", fault));
    }
  }

  /** Whom the facilitator puts out, and that the table closed, stands on the record; from the engine it looks as if only the line were lost. */
  async #recorded({ compartment, kind, seq }: Recorded): Promise<void> {
    if (compartment === "table" && kind === "talks.session-closed.1") return this.tell({ kind: "out", space: this.space, why: "closed" });
    if (compartment !== "table" || kind !== "room.seat-removed.1") return;
    const raw = (await entriesBetween(`${this.page.base}/record/table`, seq, seq + 1))[0];
    const body = raw === undefined ? undefined : readEntry(raw)?.body;
    if (body?.["seat"] === this.page.seat && body["space"] === this.space) this.tell({ kind: "out", space: this.space, why: "put_out" });
  }

  #failed(fault: unknown): void {
    console.warn("room", fault);
    this.tell({ kind: "failed", space: this.space, line: this.#number, fault: faultOf(fault) });
  }

  #ask<T>(what: string, body: object, also: readonly number[] = []): Promise<T> {
    return ask<T>(this.page.base, this.space, what, body, also);
  }
}
