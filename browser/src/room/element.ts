/** `<parley-room>`: the table as a custom element. It stands outside whatever the page swaps, so a call never drops. */
import "../kit/held.js";
import "./company.js";
import { LitElement, type PropertyValues, type TemplateResult } from "lit";

import { mindDesk } from "./desk.js";
import type { Inside } from "./inside.js";
import { Line } from "./line.js";
import { livekit, type Devices, type Media } from "./media.js";
import { rows, type State } from "./model.js";
import { identityOf, lockOf, OUTSIDE, outside, shown, step, type Effect, type Happened, type Standing } from "./phases.js";
import { seatOf, type SeatOf } from "./seat.js";
import { ask, tellGone } from "./server.js";
import "../sign/unlock.js";
import { LENT, room, type Does, type Page, type Scene } from "./view.js";

export class ParleyRoom extends LitElement {
  static override properties = { data: { type: Object }, scene: { state: true } };

  /** The page's facts and sentences, as JSON. */
  declare data: Page;
  /** How to get our keys and the roster; a test sets its own before joining. */
  seatOf: SeatOf = seatOf;

  #spaces = outside([]);
  #lines = new Map<string, Line>(); // by space: the one in use, or the one made ready
  #panel: Scene["panel"] = "none";
  #camera = true;
  #microphone = false;
  #switching = 0;
  #trouble: string | null = null;
  #devices: Devices = { audioinput: [], videoinput: [], audiooutput: [] };
  #desk: AbortController | null = null;
  #inside: Inside | null = null;
  #words: Page["words"] = {}; // those that only the table needs

  override createRenderRoot(): HTMLElement {
    return this; // the page's own style sheet; nothing inline
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pagehide", this.#gone);
    this.#desk = new AbortController();
    document.addEventListener("parley-unlocked", this.#unlocked, { signal: this.#desk.signal });
    document.addEventListener("keydown", this.#escaped, { signal: this.#desk.signal });
    if (this.data !== undefined) mindDesk(document, this.data.base, this.#desk.signal);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pagehide", this.#gone);
    this.#desk?.abort();
    this.#inside?.end();
    for (const space of this.#spaces.of.keys()) this.#tell({ kind: "leave", space });
  }

  /** What the server wrote there, so that there are words before any script, gives way. */
  protected override willUpdate(): void {
    if (!this.hasUpdated) this.replaceChildren();
  }

  protected override shouldUpdate(): boolean {
    return this.data !== undefined; // until the page has said who sits here there is nothing to draw
  }

  override render(): TemplateResult {
    return room(this.#scene(), this.#does);
  }

  readonly #does: Does = {
    join: () => this.#tell({ kind: "join", space: this.#space, keep: false }),
    leave: () => this.#tell({ kind: "leave", space: this.#space }),
    camera: () => void this.#switch("camera"),
    microphone: () => void this.#switch("microphone"),
    speak: (on) => void this.#switch("microphone", on),
    panel: (panel) => void this.#open(panel),
    use: (kind, device) => void this.#media?.use(kind, device),
  };

  protected override firstUpdated(): void {
    this.#spaces = outside([this.data.space]);
    this.#prepare(this.data.space);
    void this.#comeInside();
  }

  /** The table's own script, words and style come while one stands at the door; what did not come is asked for at the press. */
  async #comeInside(): Promise<void> {
    if (this.#inside !== null) return;
    const [come] = await Promise.all([livekit(this.data.engine ?? "").catch(() => null), this.#dressed(), this.#worded()]);
    if (come === null || this.#inside !== null) return;
    const host = { root: this, page: () => this.#page, does: this.#does, media: () => this.#media, line: () => this.#lines.get(this.#space) ?? null, ask: <T>(what: string, body: object) => ask<T>(this.data.base, this.#space, what, body), heard: (state: State) => this.#tell({ kind: "heard", space: state.space, state }), changed: () => this.requestUpdate() };
    this.#inside = new come.Inside(host, LENT);
    this.requestUpdate();
  }

  async #dressed(): Promise<void> {
    const { style } = this.data;
    if (style === undefined || document.querySelector("link[data-table]") !== null) return;
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
    link.dataset["table"] = "";
    document.head.append(link);
    await new Promise((go) => ["load", "error"].forEach((how) => link.addEventListener(how, go, { once: true })));
  }

  async #worded(): Promise<void> {
    const answer = await fetch(`${this.data.base}/room/words`).catch(() => null);
    if (answer?.ok === true) this.#words = (await answer.json()) as Page["words"];
  }

  get #page(): Page {
    return { ...this.data, words: { ...this.data.words, ...this.#words } };
  }

  protected override updated(_: PropertyValues): void {
    for (const tile of this.querySelectorAll<HTMLElement>(".room-tile")) {
      const video = tile.querySelector("video");
      if (video !== null) this.#media?.show(tile.dataset["identity"] ?? "", video);
    }
    this.#inside?.drawn(this.#scene());
    const { key } = this.#standing;
    this.dataset["phase"] = shown(this.#standing);
    this.dataset["secured"] = String(lockOf(this.#standing) === "encrypted");
    this.dataset["epoch"] = String(key?.epoch ?? 0);
  }

  /** The space that is shown: where one is, or else the page's own. */
  get #space(): string {
    return this.#spaces.here ?? this.data.space;
  }

  get #standing(): Standing {
    return this.#spaces.of.get(this.#space) ?? OUTSIDE;
  }

  get #media(): Media | null {
    return this.#lines.get(this.#space)?.media ?? null;
  }

  #scene(): Scene {
    const signals = this.#media?.signals() ?? new Map();
    const { known, key } = this.#standing;
    return {
      page: this.#page,
      phase: shown(this.#standing),
      rows: rows(this.data.parties, this.data.seats, known, signals, identityOf(this.#standing)),
      ...this.#shownOut(),
      lock: lockOf(this.#standing),
      refused: this.#media?.refused() ?? { strange: false, unopened: [] },
      decrypt: key?.members ?? [],
      trouble: this.#trouble,
      share: known?.share ?? null,
      panel: this.#panel,
      devices: this.#devices,
      inside: this.#inside,
    };
  }

  /** Something happened: `phases.ts` says what becomes of it, and here it is done. */
  #tell(event: Happened): void {
    const { spaces, effects } = step(this.#spaces, event);
    this.#spaces = spaces;
    for (const effect of effects) this.#carryOut(effect);
    this.requestUpdate();
  }

  #carryOut(effect: Effect): void {
    const { space } = effect;
    const line = this.#lines.get(space);
    switch (effect.do) {
      case "prepare":
        return void (this.isConnected && this.#prepare(space));
      case "ask":
        void this.#comeInside();
        return void this.#prepare(space).ask(effect.line, this.#camera, this.#microphone);
      case "connect":
        return void line?.connect(effect.url, effect.token);
      case "learn":
        return line?.learn(effect.state);
      case "move":
        return void line?.move(effect.identity);
      case "alive":
        return void line?.alive(effect.identity);
      case "time":
        return line?.time(effect.timer, effect.ms);
      case "speak":
        return void line?.media.publish().catch((refusal: unknown) => this.#refused(refusal));
      case "hush":
        return void line?.media.hush();
      case "say":
        return void (this.#trouble = effect.trouble);
      case "drop":
        return this.#drop(space);
      case "leave":
        return void this.#leave(space, effect.identity);
      case "beacon":
        return tellGone(this.data.base, space, effect.identity);
    }
  }

  /** The line that is ready for a space, made if there is none. */
  #prepare(space: string): Line {
    const ready = this.#lines.get(space);
    if (ready !== undefined) return ready;
    const line = new Line(this.data, space, this.seatOf, (event) => this.#tell(event), () => this.#notice(), (data) => this.#inside?.told(JSON.parse(data)));
    line.media.tune = (sound) => this.#inside?.tune(sound);
    this.#lines.set(space, line);
    return line;
  }

  #drop(space: string): void {
    this.#lines.get(space)?.end();
    this.#lines.delete(space);
    this.#panel = "none";
  }

  async #leave(space: string, identity: string): Promise<void> {
    await ask(this.data.base, space, "leave", { identity }).catch(() => undefined);
    this.#tell({ kind: "left", space });
  }

  /** What was made ready while the key was locked has none: it is made anew. */
  readonly #unlocked = (): void => {
    if (shown(this.#standing) !== "outside") return;
    this.#trouble = null;
    this.#drop(this.#space);
    this.#prepare(this.#space);
    this.requestUpdate();
  };

  /** Escape closes what was opened, and leads back to what opened it. */
  readonly #escaped = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || this.#panel === "none") return;
    const opener = this.#panel === "padlock" ? ".room-lock" : `[data-control=${this.#panel}]`;
    void this.#open("none");
    this.querySelector<HTMLElement>(opener)?.focus();
  };

  readonly #gone = (): void => this.#tell({ kind: "gone" });

  /** Of camera and microphone: outside what one comes with; inside what really goes out, and of the microphone whether it should and does not. */
  #shownOut(): Pick<Scene, "camera" | "microphone" | "silent"> {
    const sent = shown(this.#standing) === "inside" ? this.#media?.sent : undefined;
    if (sent === undefined) return { camera: this.#camera, microphone: this.#microphone, silent: false };
    return { ...sent, silent: this.#microphone && !sent.microphone && this.#media?.microphoneTrack !== null };
  }

  /** What another hand switched off stays off until our person switches it on. */
  #notice(): void {
    for (const what of ["camera", "microphone"] as const) {
      const taken = this.#media?.taken(what) ?? null;
      if (taken === null || this.#switching > 0 || !(what === "camera" ? this.#camera : this.#microphone)) continue;
      void this.#switch(what, false);
      if (taken === "gone") this.#trouble = `${what}_gone`;
    }
    this.requestUpdate();
  }

  async #switch(what: "camera" | "microphone", on = !(what === "camera" ? this.#camera : this.#microphone)): Promise<void> {
    this.#switching += 1;
    try {
      await this.#media?.[what](on);
      if (what === "camera") this.#camera = on;
      else this.#microphone = on;
      if (on) this.#trouble = null;
    } catch (refusal) {
      this.#refused(refusal);
    }
    this.#switching -= 1;
    this.requestUpdate();
  }

  /** The browser or the person said no to a device: say so, and show of both what really goes out. */
  #refused(refusal: unknown): void {
    console.warn("room", refusal);
    this.#trouble = refusal instanceof Error && refusal.name === "OverconstrainedError" ? "device_gone" : "device_refused";
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
}

customElements.define("parley-room", ParleyRoom);
