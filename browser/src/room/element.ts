/** `<parley-room>`: the table as a custom element. It stands outside whatever the page swaps, so a call never drops. */
import { LitElement, type PropertyValues, type TemplateResult } from "lit";

import { mindDesk } from "./desk.js";
import { Media, type Devices } from "./media.js";
import { rows, type State } from "./model.js";
import type { EpochKey } from "./keys.js";
import { listen } from "../kit/live.js";
import { NoKeys, seatOf, type SeatOf, type Sitting } from "./seat.js";
import { TableKeys } from "./table.js";
import { room, type Page, type Phase, type Scene } from "./view.js";

const ALIVE_MS = 4_000;
const HURRY_MS = 600; // while there is no key yet
const REJOIN_MS = [500, 1_000, 2_000, 4_000];

type Place = { readonly url: string; readonly token: string; readonly identity: string; readonly state: State };

class Closed extends Error {
  constructor(readonly status: number) {
    super(`the server answered ${status}`);
  }
}

export class ParleyRoom extends LitElement {
  static override properties = { data: { type: Object }, scene: { state: true } };

  /** The page's facts and sentences, as JSON. */
  declare data: Page;
  /** How to get our keys and the roster; a test sets its own before joining. */
  seatOf: SeatOf = seatOf;

  #phase: Phase = "outside";
  #panel: Scene["panel"] = "none";
  #camera = true;
  #microphone = false;
  #trouble: string | null = null;
  #devices: Devices = { audioinput: [], videoinput: [], audiooutput: [] };
  #media: Media | null = null;
  #sitting: Promise<Sitting> | null = null;
  #keys: TableKeys | null = null;
  #shown: State | null = null; // who was there, while we are being brought back
  #identity = "";
  #secured = false;
  #firstKey: (() => void) | null = null;
  #alive: ReturnType<typeof setInterval> | null = null;
  #live: AbortController | null = null;
  #desk: AbortController | null = null;

  override createRenderRoot(): HTMLElement {
    return this; // the page's own style sheet; nothing inline
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pagehide", this.#gone);
    this.#desk = new AbortController();
    if (this.data !== undefined) mindDesk(document, this.data.base, this.#desk.signal);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pagehide", this.#gone);
    this.#desk?.abort();
    void this.#leave();
  }

  protected override shouldUpdate(): boolean {
    return this.data !== undefined; // until the page has said who sits here there is nothing to draw
  }

  override render(): TemplateResult {
    return room(this.#scene(), {
      join: () => void this.#join(),
      leave: () => void this.#leave(),
      camera: () => void this.#switch("camera"),
      microphone: () => void this.#switch("microphone"),
      panel: (panel) => void this.#open(panel),
      use: (kind, device) => void this.#media?.use(kind, device),
    });
  }

  protected override firstUpdated(): void {
    this.#prepare();
  }

  protected override updated(_: PropertyValues): void {
    for (const tile of this.querySelectorAll<HTMLElement>(".room-tile")) {
      const video = tile.querySelector("video");
      if (video !== null) this.#media?.show(tile.dataset["identity"] ?? "", video);
    }
    this.dataset["phase"] = this.#phase;
    this.dataset["secured"] = String(this.#secured);
    this.dataset["epoch"] = String(this.#keys?.current?.epoch ?? 0);
  }

  #scene(): Scene {
    const signals = this.#media?.signals() ?? new Map();
    return {
      page: this.data,
      phase: this.#phase,
      rows: rows(this.data.parties, this.data.seats, this.#keys?.known ?? this.#shown, signals, this.#identity),
      camera: this.#camera,
      microphone: this.#microphone,
      secured: this.#secured,
      decrypt: this.#keys?.current?.members ?? [],
      trouble: this.#trouble,
      panel: this.#panel,
      devices: this.#devices,
    };
  }

  async #join(): Promise<void> {
    if (this.#phase === "joining" || this.#phase === "inside") return;
    this.#say("joining", null);
    try {
      await this.#sit();
    } catch (fault) {
      console.warn("room", fault);
      await this.#drop();
      this.#say("outside", troubleOf(fault));
    }
  }

  /** While one waits outside: our keys, the roster, and the worker that encrypts, so that none is waited for later. */
  #prepare(): void {
    const { talks, seat, base, worker } = this.data;
    this.#sitting = this.seatOf(talks, seat, base);
    this.#sitting.catch(() => undefined); // told when the seat is taken
    const media: Media = new Media(worker, () => this.requestUpdate(), () => this.#lost(media));
    this.#media = media;
  }

  /** Takes a place: the line, the key and the camera are asked for at once, and nothing is sent before the key is here. */
  async #sit(): Promise<void> {
    if (this.#media === null) this.#prepare();
    const media = this.#media;
    if (media === null || this.#sitting === null) throw new Error("not prepared");
    media.open(this.#camera, this.#microphone);
    this.#listen();
    const [{ own, roster }, place] = await Promise.all([this.#sitting, this.#post<Place>("join", {})]);
    const { talks, space } = this.data;
    const keyed = new Promise<void>((resolve) => (this.#firstKey = resolve));
    const install = (key: EpochKey, after: number) => this.#install(media, key, after);
    const relay = { bundle: (bundle: unknown) => this.#post<State>("bundle", { bundle }, [409]) };
    const keys = (this.#keys = new TableKeys(own, roster, relay, talks, space, install));
    this.#identity = place.identity;
    void keys.state(place.state);
    const asking = setInterval(() => void this.#sayAlive(), HURRY_MS); // what was told before our stream stood
    void keyed.then(() => clearInterval(asking));
    const connected = media.connect(place.url, place.token).then(() => {
      if (media === this.#media) this.#say("inside", null); // else the seat was left meanwhile
    });
    await Promise.all([connected, within(keyed, 15_000)]).finally(() => clearInterval(asking));
    this.#alive ??= setInterval(() => void this.#sayAlive(), ALIVE_MS);
    await media.publish().catch((refusal: unknown) => this.#refused(refusal));
  }

  async #install(media: Media, key: EpochKey, after: number): Promise<void> {
    const current = () => this.#keys?.current?.epoch === key.epoch;
    const put = media.install(key, after, current);
    if (after === 0) await put;
    this.#secured = true;
    this.#firstKey?.();
    this.requestUpdate();
  }

  /** Hears of the space on the stream that all of this seat's tabs share. */
  #listen(): void {
    this.#live?.abort();
    this.#live = new AbortController();
    const source = new URL(`${this.data.base}/live`, location.href).pathname;
    listen(source, (news) => this.#told(news.event, news.data), this.#live.signal);
  }

  #told(event: string, data: string): void {
    if (event === "room") {
      const state = JSON.parse(data) as State;
      if (state.space === this.data.space) this.#heard(state);
    } else if (event === "line" && data === "up" && this.#identity !== "") {
      void this.#sayAlive(); // what was told while the line was down is in the answer
    }
  }

  #heard(state: State): void {
    void this.#keys?.state(state).then(() => this.requestUpdate());
  }

  async #sayAlive(): Promise<void> {
    if (this.#phase !== "inside" && this.#phase !== "joining") return;
    try {
      this.#heard(await this.#post<State>("alive", { identity: this.#identity }));
    } catch (fault) {
      if (fault instanceof Closed && fault.status === 404 && this.#media !== null) this.#lost(this.#media);
      if (fault instanceof Closed && fault.status === 401) void this.#leave();
    }
  }

  /** The engine or the server has lost us: back to the same place, with camera and microphone as they were. */
  #lost(media: Media): void {
    if (media !== this.#media || this.#phase !== "inside") return;
    this.#say("returning", "returning");
    void this.#return();
  }

  async #return(): Promise<void> {
    for (let attempt = 0; this.#phase === "returning"; attempt += 1) {
      const pause = REJOIN_MS[Math.min(attempt, REJOIN_MS.length - 1)] ?? 4_000;
      await new Promise((resume) => setTimeout(resume, pause));
      try {
        await this.#drop();
        await this.#sit();
      } catch (fault) {
        console.warn("room", fault);
        this.#say("returning", "returning");
      }
    }
  }

  async #leave(): Promise<void> {
    if (this.#phase === "outside") return;
    const identity = this.#identity;
    this.#say("outside", null);
    await this.#drop();
    await this.#post("leave", { identity }).catch(() => undefined);
    if (this.isConnected) this.#prepare();
  }

  readonly #gone = (): void => {
    if (this.#phase === "outside") return;
    const body = new Blob([JSON.stringify({ space: this.data.space, identity: this.#identity })], {
      type: "application/json",
    });
    navigator.sendBeacon(`${this.data.base}/room/leave`, body);
  };

  async #drop(): Promise<void> {
    if (this.#alive !== null) clearInterval(this.#alive);
    this.#alive = null;
    this.#live?.abort();
    this.#live = null;
    this.#shown = this.#phase === "returning" ? (this.#keys?.known ?? this.#shown) : null;
    this.#keys?.close();
    this.#keys = null;
    this.#secured = false;
    this.#identity = "";
    this.#panel = "none";
    const media = this.#media;
    this.#media = null;
    media?.end();
  }

  async #switch(what: "camera" | "microphone"): Promise<void> {
    const on = what === "camera" ? !this.#camera : !this.#microphone;
    try {
      await this.#media?.[what](on);
      if (what === "camera") this.#camera = on;
      else this.#microphone = on;
      this.#trouble = null;
    } catch (refusal) {
      this.#refused(refusal);
    }
    this.requestUpdate();
  }

  /** The browser or the person said no to a device: say so, and show of both what really goes out. */
  #refused(refusal: unknown): void {
    console.warn("room", refusal);
    this.#trouble = "device_refused";
    const sent = this.#media?.sent;
    this.#camera = sent?.camera === true;
    this.#microphone = sent?.microphone === true;
    this.requestUpdate();
  }

  async #open(panel: Scene["panel"]): Promise<void> {
    this.#panel = panel;
    if (panel === "devices" && this.#media !== null) this.#devices = await this.#media.devices();
    this.requestUpdate();
  }

  #say(phase: Phase, trouble: string | null): void {
    this.#phase = phase;
    this.#trouble = trouble;
    this.requestUpdate();
  }

  async #post<T>(what: string, body: object, also: readonly number[] = []): Promise<T> {
    const answer = await fetch(`${this.data.base}/room/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ space: this.data.space, ...body }),
    });
    if (!answer.ok && !also.includes(answer.status)) throw new Closed(answer.status);
    return (answer.status === 204 ? null : await answer.json()) as T;
  }
}

function troubleOf(fault: unknown): string {
  if (fault instanceof NoKeys) return "no_keys_here";
  if (fault instanceof Closed && fault.status === 503) return "engine_away";
  if (fault instanceof Closed && fault.status === 403) return "not_yet";
  return "unreachable";
}

function within<T>(wanted: Promise<T>, ms: number): Promise<T> {
  return Promise.race([wanted, new Promise<never>((_, reject) => setTimeout(() => reject(new Error("no key")), ms))]);
}

customElements.define("parley-room", ParleyRoom);
