/**
 * All that only those at the table need: LiveKit, the tiles, the controls. It comes while one stands at the door, which does not wait for it.
 *
 * Of the first script's modules only types are imported here; what draws is lent.
 */
import { Chat, type Read } from "./chat.js";
import { written } from "./chatpanel.js";
import { controls, settings } from "./controls.js";
import { lend, type Lent } from "./lent.js";
import { html, nothing, word } from "./lent.js";
import type { Line } from "./line.js";
import type { Media } from "./media.js";
import { Awake } from "./awake.js";
import type { State } from "./model.js";
import { nameOnDesk } from "./offcamera.js";
import { Own } from "./own.js";
import { person } from "./person.js";
import { drawTiles, standTiles } from "./seen.js";
import { sheet } from "./sheet.js";
import { shutDoor } from "./shut.js";
import { ended, opened, sent, shares } from "./sharing.js";
import { askedBy, type Asked } from "./shortcuts.js";
import type { Does, Page, Scene } from "./view.js";
import { Ear } from "./voice.js";
import type { TemplateResult } from "lit";

export * from "./livekit.js";
export { flows, Outgoing } from "./outgoing.js";

/** What the table asks of the page that holds it. */
export type Host = {
  readonly root: HTMLElement;
  readonly page: () => Page;
  readonly does: Does;
  readonly media: () => Media | null;
  readonly line: () => Line | null;
  readonly ask: <T>(what: string, body: object) => Promise<T>;
  /** What the server answered of the space. */
  readonly heard: (state: State) => void;
  readonly changed: () => void;
};

const LONG_MS = 400; // the microphone pressed for longer is on for as long

const SAID_MS = 8_000;

/** What is told to all who sit here, and is no state of the space. */
export type News = { readonly kind: string; readonly space: string; readonly seat: string; readonly identity: string; readonly message?: unknown };

/** A message as it stands here, until one leaves. */
export type Said = Read & { readonly name: string; readonly at: Date };

export class Inside {
  readonly own: Own;
  readonly #resized = new ResizeObserver(() => this.#stand());
  readonly #over = new AbortController();
  readonly #ear: Ear;
  #scene: Scene | null = null;
  readonly #awake = new Awake(() => this.say("screen_sleeps"));
  #chat: Chat | null = null;
  #chatLine: Line | null = null;
  #messages: readonly Said[] = [];
  #unread = 0;
  #shares = false;
  #looksAt: string | null = null; // whose screen, by identity
  #toldShare: string | null = null;
  #person = ""; // whose panel is open
  #said: { readonly name: string; readonly values: Readonly<Record<string, string>>; readonly until: number } | null = null;
  #holds = false; // one talks for as long as one holds
  #since = 0; // when that began
  #long: ReturnType<typeof setTimeout> | "held" | null = null; // a press on the microphone's button

  constructor(
    readonly host: Host,
    lent: Lent,
  ) {
    lend(lent);
    const { talks, seat } = host.page();
    this.own = new Own(`parley-room/${talks}/${seat}`, host.changed);
    this.#ear = new Ear(host.changed);
    const { signal } = this.#over;
    document.addEventListener("keydown", this.#pressed, { signal });
    document.addEventListener("keyup", this.#released, { signal });
    for (const name of ["blur", "pointerup", "pointercancel"]) addEventListener(name, () => this.release(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.release(), { signal });
    nameOnDesk(this.own, () => this.#scene?.phase === "inside" || this.#scene?.phase === "returning", signal);
  }

  table(scene: Scene): TemplateResult {
    return drawTiles(scene, this);
  }

  shut(scene: Scene): TemplateResult | null {
    return shutDoor(scene);
  }

  controls(scene: Scene): TemplateResult {
    return controls(scene, this);
  }

  panel(scene: Scene): TemplateResult | typeof nothing {
    if (scene.panel === "devices") return settings(scene, this);
    if (scene.panel === "chat") return written(scene, this);
    if (scene.panel === "person") return person(scene, this, this.#person);
    return scene.panel === "shortcuts" ? sheet(scene, this) : nothing;
  }

  /** What is to be said at once, above the table. */
  notes(scene: Scene): TemplateResult {
    const said = this.#said !== null && performance.now() < this.#said.until ? word(scene, this.#said.name, this.#said.values) : null;
    return html`<p class="room-said room-told" role="status" data-note="said" ?hidden=${said === null}>${said ?? nothing}</p>
    <p class="room-said" role="status" data-note="talking" ?hidden=${!this.talksMuted(scene)}>${this.talksMuted(scene) ? word(scene, "talking_muted") : nothing}</p>`;
  }

  /** Says something for a while, in words that hide nothing and move nothing. */
  say(name: string, values: Readonly<Record<string, string>> = {}): void {
    this.#said = { name, values, until: performance.now() + SAID_MS };
    setTimeout(this.host.changed, SAID_MS + 50);
    this.host.changed();
  }

  get shares(): boolean {
    return this.#shares;
  }

  /** Whether one looks at what somebody else shows; nobody has to. */
  looks(scene: Scene): boolean {
    return scene.share !== null && scene.share === this.#looksAt;
  }

  look(scene: Scene): void {
    this.#looksAt = this.looks(scene) ? null : scene.share;
    this.host.changed();
  }

  /** Shows a screen, or no longer. */
  async share(identity: string): Promise<void> {
    const room = this.host.media()?.room ?? null;
    if (room === null) return;
    if (this.#shares) return this.#unshare(room, identity);
    let tracks: Awaited<ReturnType<typeof opened>> = [];
    try {
      tracks = await opened(room);
      this.host.heard(await this.host.ask<State>("share", { identity, on: true }));
      await sent(room, tracks);
      this.#shares = true;
    } catch (refusal) {
      for (const track of tracks) track.stop();
      if ((refusal as { name?: string }).name === "NotAllowedError") return; // the person picked nothing
      this.say((refusal as { status?: number }).status === 409 ? "share_taken" : "share_failed");
      await this.host.ask("share", { identity, on: false }).catch(() => undefined);
    }
    this.host.changed();
  }

  async #unshare(room: Parameters<typeof ended>[0], identity: string): Promise<void> {
    this.#shares = false;
    await ended(room).catch(() => undefined);
    await this.host.ask("share", { identity, on: false }).catch(() => undefined);
    this.host.changed();
  }

  /** What is shared is told once, and shown to whoever presses; what ended is no longer sent. */
  #mindShare(scene: Scene): void {
    const media = this.host.media();
    const me = scene.rows.flatMap((row) => row.tiles).find((tile) => tile.mine)?.identity ?? "";
    media?.shared(scene.share, this.looks(scene));
    const stopped = this.#shares && (!shares(media?.room ?? null) || (scene.phase === "inside" && scene.share !== me));
    if (stopped && media?.room) void this.#unshare(media.room, me); // the browser's own button, or the line was another
    if (scene.share === this.#toldShare) return;
    this.#toldShare = scene.share;
    if (scene.share !== this.#looksAt) this.#looksAt = null; // another's, or the next, is looked at by another press
    const who = scene.rows.flatMap((row) => row.tiles).find((tile) => tile.identity === scene.share);
    if (who !== undefined && !who.mine) this.say("shares", { name: who.name });
  }

  /** What the server tells all who sit here. */
  told(news: News): void {
    if (news.space !== this.host.page().space) return;
    if (news.kind === "muted") this.#muted(news);
    if (news.kind === "chat") void this.#read(news.message);
  }

  get said(): readonly Said[] {
    return this.#messages;
  }

  get unread(): number {
    return this.#unread;
  }

  /** Writes to those who hold the key now; throws if it was not passed on. */
  async write(text: string): Promise<void> {
    const [line, scene] = [this.host.line(), this.#scene];
    const [key, me] = [line?.written[0], scene?.rows.flatMap((row) => row.tiles).find((tile) => tile.mine)];
    const chat = this.#chatOf(line);
    if (chat === null || key === undefined || me === undefined || scene?.lock !== "encrypted") throw new Error("no key yet");
    await this.host.ask("chat", { identity: me.identity, message: await chat.write(key, me.identity, text) });
  }

  async #read(message: unknown): Promise<void> {
    const line = this.host.line();
    const read = await this.#chatOf(line)?.read(line?.written ?? [], message);
    if (read == null) return;
    const tile = this.#scene?.rows.flatMap((row) => row.tiles).find((each) => each.device === read.device);
    this.#messages = [...this.#messages, { ...read, name: tile?.name ?? read.device.slice(0, 16), at: new Date() }];
    if (this.#scene?.panel !== "chat") {
      this.#unread += 1;
      if (tile?.mine !== true) this.say("wrote", { name: tile?.name ?? "" });
    }
    this.host.changed();
  }

  /** Another line is another connection, with keys and numbers of its own. */
  #chatOf(line: Line | null): Chat | null {
    if (line?.sits == null) return null;
    if (line !== this.#chatLine) {
      const { own, roster } = line.sits;
      const { talks } = this.host.page();
      this.#chat = new Chat(own, roster.admitted, talks, line.space);
      this.#chatLine = line;
    }
    return this.#chat;
  }

  #muted({ seat, identity }: News): void {
    const { page, root } = this.host;
    const mine = root.querySelector<HTMLElement>(".room-tile:has(video.mine)")?.dataset["identity"] === identity;
    if (mine) this.host.does.speak(false); // the engine does it too; nobody switches it on but oneself
    this.say(mine ? "muted_by_host" : "host_muted", { name: page().seats.find((one) => one.id === seat)?.name ?? "" });
  }

  /** Opens what can be done about one person. */
  about(seat: string): void {
    const again = this.#scene?.panel === "person" && this.#person === seat;
    this.#person = seat;
    this.host.does.panel(again ? "none" : "person");
  }

  mute(identity: string): void {
    void this.host.ask("mute", { identity }).catch(() => this.say("not_muted"));
  }

  /** As loud as this person wants whoever it is of, from its first moment on. */
  tune(sound: HTMLMediaElement): void {
    const tile = this.#scene?.rows.flatMap((row) => row.tiles).find((each) => each.identity === sound.dataset["identity"]);
    if (tile === undefined) return void (sound.muted = true); // of whom nobody knows yet who it is; the next drawing tunes it
    const share = sound.dataset["source"] === "screen_share_audio" ? " share" : "";
    sound.volume = this.own.volume(`${tile.id}${share}`);
    sound.muted = sound.volume === 0;
  }

  talksMuted(scene: Scene): boolean {
    return scene.phase === "inside" && !scene.microphone && this.#ear.talks;
  }

  /** Talks until `release`; somebody whose microphone is on does so anyway. */
  hold(): void {
    if (this.#scene?.phase !== "inside" || this.#scene.microphone || this.#holds) return;
    this.#holds = true;
    this.#since = performance.now();
    this.host.does.speak(true);
  }

  get holds(): boolean {
    return this.#holds;
  }

  /** A finger on the microphone's button: for long it is a hold, else a press. */
  pressDown(): void {
    this.#long = setTimeout(() => {
      if (this.#scene?.microphone === true) return; // who is heard anyway is not muted by a slow finger
      this.#long = "held";
      this.hold();
    }, LONG_MS);
  }

  pressed(): void {
    const held = this.#long === "held";
    this.#lift();
    if (!held) this.host.does.microphone();
  }

  #lift(): void {
    if (typeof this.#long !== "string" && this.#long !== null) clearTimeout(this.#long);
    this.#long = null;
  }

  release(): void {
    if (this.#long !== "held") this.#lift();
    if (!this.#holds) return;
    this.#holds = false;
    this.host.does.speak(false);
  }

  /** After each drawing. */
  drawn(scene: Scene): void {
    this.#scene = scene;
    const { root } = this.host;
    root.dataset["desk"] = this.own.deskShut ? "shut" : "open";
    const table = root.querySelector(".room-table");
    const controls = root.querySelector(".room-controls");
    for (const each of [table, controls, this.#above]) if (each !== null) this.#resized.observe(each);
    const inside = scene.phase === "inside";
    if (!inside) this.release(); // brought back, one is muted as before
    this.#ear.listen(inside && !scene.microphone ? (this.host.media()?.microphoneTrack ?? null) : null);
    if (scene.panel === "chat") this.#unread = 0;
    if (scene.phase === "outside") this.#messages = []; // nothing stays behind
    this.#awake.keep(inside);
    this.#mindShare(scene);
    const screen = root.querySelector<HTMLVideoElement>(".room-share video");
    if (screen !== null && scene.share !== null) this.host.media()?.show(scene.share, screen, "screen_share");
    for (const sound of document.querySelectorAll<HTMLMediaElement>("audio[data-identity]")) this.tune(sound);
    this.#stand();
  }

  get asleep(): boolean {
    return this.#awake.refused;
  }

  end(): void {
    this.#awake.keep(false);
    this.#over.abort();
    this.#ear.end();
    this.#resized.disconnect();
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const scene = this.#scene;
    if (scene === null || (scene.phase !== "inside" && scene.phase !== "returning")) return;
    const asks = askedBy(event, this.own.keysOff, document.querySelector("#desk [data-key]") !== null);
    if (event.code === "Space" && this.#holds) event.preventDefault(); // held down it comes again and again
    if (asks === null || (asks === "talk" && scene.microphone)) return;
    event.preventDefault();
    this.#do(asks, scene);
  };

  readonly #released = (event: KeyboardEvent): void => {
    if (event.code !== "Space" || !this.#holds) return;
    event.preventDefault(); // on the microphone's own button it would press it
    const pressed = (event.target as Element).closest?.("[data-control=microphone]") !== null && performance.now() - this.#since < LONG_MS;
    if (pressed) this.#holds = false; // and a short one there is a press: it stays on
    else this.release();
  };

  #do(asks: Asked, scene: Scene): void {
    const { does } = this.host;
    if (asks === "talk") this.hold();
    else if (asks === "microphone") does.microphone();
    else if (asks === "camera") does.camera();
    else if (asks === "desk") this.own.shutDesk(!this.own.deskShut);
    else if (asks === "self") this.own.hideSelf(!this.own.selfHidden);
    else if (asks === "full") this.full();
    else if (asks === "chat") does.panel(scene.panel === "chat" ? "none" : "chat");
    else if (asks === "sheet") does.panel(scene.panel === "shortcuts" ? "none" : "shortcuts");
  }

  full(): void {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    else void this.host.root.requestFullscreen().catch(() => undefined); // a browser that has none
  }

  /** What is said over the table of who else is in the rooms. */
  get #above(): HTMLElement | null {
    return document.querySelector(".room-company");
  }

  #stand(): void {
    const table = this.host.root.querySelector<HTMLElement>(".room-table");
    const controls = this.host.root.querySelector<HTMLElement>(".room-controls");
    const shell = this.host.root.parentElement?.style;
    shell?.setProperty("--under-thumb", `${controls?.offsetHeight ?? 72}px`);
    shell?.setProperty("--over-table", `${this.#above?.offsetHeight ?? 0}px`); // a phone's table takes the rest
    if (this.#scene !== null && table !== null) standTiles(table, this.#scene, this);
  }
}
