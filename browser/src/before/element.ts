/** `<parley-equipment>`: before the table, one question a page: are you heard, do you hear, are you seen, does the line carry it? */

import "../kit/common.js";
import { choose, chosen, keepLine, type DeviceKind } from "../kit/chosen.js";
import { part, post, reveal } from "../kit/dom.js";
import { choosesSpeaker, levels, listed, opened, tone } from "./devices.js";
import { browserOf, heardIn, verdictOf, type Outcome, type Report, type Step } from "./model.js";

type Asked = "microphone" | "speaker" | "camera" | "line" | "done";
const ORDER: readonly Asked[] = ["microphone", "speaker", "camera", "line", "done"];

class Equipment extends HTMLElement {
  #end = new AbortController(); // what is open on this question
  #stream: MediaStream | null = null;
  #report: Report | null = null;

  connectedCallback(): void {
    for (const button of this.querySelectorAll<HTMLElement>("[data-on]")) button.addEventListener("click", () => this.#onward(button));
    this.#press("try-microphone", () => void this.#microphone());
    this.#press("try-camera", () => void this.#camera());
    this.#press("play", () => void this.#play());
    this.#press("heard", () => this.#say("speaker", "speaker_works"));
    this.#press("not-heard", () => this.#say("speaker", "speaker_silent"));
    this.#press("try-line", () => void this.#line());
    this.#press("send", () => void this.#send());
    for (const select of this.querySelectorAll<HTMLSelectElement>("select[data-kind]")) {
      select.addEventListener("change", () => this.#chose(select.dataset["kind"] as DeviceKind, select.value));
    }
    if (!choosesSpeaker()) reveal(this, "choose-speaker", false);
    addEventListener("popstate", () => this.#show(this.#asked));
    this.#show(this.#asked);
  }

  disconnectedCallback(): void {
    this.#close();
  }

  get #asked(): Asked {
    const named = location.hash.slice(1) as Asked;
    return ORDER.includes(named) ? named : "microphone";
  }

  #press(name: string, act: () => void): void {
    part(this, name)?.addEventListener("click", act);
  }

  #onward(button: HTMLElement): void {
    history.pushState(null, "", `#${button.dataset["on"]}`);
    this.#show(this.#asked);
  }

  #show(asked: Asked): void {
    this.#close();
    for (const section of this.querySelectorAll<HTMLElement>("[data-step]")) section.hidden = section.dataset["step"] !== asked;
    const heading = this.querySelector<HTMLElement>(`[data-step="${asked}"] h1`);
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
    if (asked === "speaker") void this.#list("audiooutput");
  }

  /** Whoever goes on is neither heard nor seen any more. */
  #close(): void {
    this.#end.abort();
    this.#end = new AbortController();
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
  }

  #chose(kind: DeviceKind, id: string): void {
    choose(kind, id);
    if (kind === "audioinput") void this.#microphone(id);
    if (kind === "videoinput") void this.#camera(id);
  }

  async #open(kind: "audioinput" | "videoinput", where: "microphone" | "camera", id?: string): Promise<MediaStream | null> {
    this.#close();
    const signal = this.#end.signal;
    const found = await opened(kind, id);
    const stream = "stream" in found ? found.stream : null;
    if (signal.aborted) stream?.getTracks().forEach((track) => track.stop());
    if (signal.aborted) return null;
    await this.#list(kind, "fault" in found && found.fault === "gone");
    if ("fault" in found) {
      this.#say(where, found.fault);
      this.#how(where, found.fault === "denied");
      return null;
    }
    this.#how(where, false);
    this.#stream = found.stream;
    found.stream.getTracks()[0]?.addEventListener("ended", () => this.#say(where, "ended"), { signal });
    return found.stream;
  }

  async #microphone(id?: string): Promise<void> {
    const stream = await this.#open("audioinput", "microphone", id);
    if (stream === null) return;
    this.#say("microphone", "quiet");
    const meter = this.querySelector<HTMLMeterElement>("meter");
    const heard: number[] = [];
    const tell = (level: number): void => {
      if (meter) meter.value = Math.min(100, level * 400);
      const before = heardIn(heard);
      heard.push(level);
      const now = heardIn(heard);
      if (now !== before && stream.active) this.#say("microphone", now);
    };
    levels(stream, tell, this.#end.signal);
  }

  async #camera(id?: string): Promise<void> {
    const stream = await this.#open("videoinput", "camera", id);
    const preview = part<HTMLVideoElement>(this, "preview");
    if (preview) preview.srcObject = stream;
    if (stream === null) return;
    await preview?.play().catch(() => undefined);
    this.#say("camera", "camera_works");
  }

  async #play(): Promise<void> {
    const played = await tone();
    reveal(this, "tone-question", played);
    this.#say("speaker", played ? "speaker_asked" : "gone");
  }

  /** `gone`: the one that was chosen is not there, and none stands in its place. */
  async #list(kind: DeviceKind, gone = false): Promise<void> {
    const select = this.querySelector<HTMLSelectElement>(`select[data-kind="${kind}"]`);
    const found = "mediaDevices" in navigator ? await listed(kind) : [];
    if (select === null) return;
    const kept = chosen(kind);
    const options = found.map(({ id, label }, at) => new Option(label || `${at + 1}`, id, false, id === kept));
    if (gone) options.unshift(new Option("", "", true, true));
    select.replaceChildren(...options);
    select.closest<HTMLElement>("[data-choice]")?.toggleAttribute("hidden", found.length === 0);
  }

  /** Says what was found, in the page's words. */
  #say(where: string, what: string): void {
    const place = this.querySelector<HTMLElement>(`[data-verdict="${where}"]`);
    const said = this.#words(what);
    if (place === null || said === null) return;
    place.dataset["is"] = what;
    place.replaceChildren(...said.childNodes);
  }

  #words(what: string): HTMLElement | null {
    const template = this.querySelector<HTMLTemplateElement>("template[data-says]");
    return (template?.content.querySelector(`[data-say="${what}"]`)?.cloneNode(true) ?? null) as HTMLElement | null;
  }

  /** How it is allowed in this browser. */
  #how(where: string, shown: boolean): void {
    const place = this.querySelector<HTMLElement>(`[data-how="${where}"]`);
    const said = this.#words(`how_${browserOf(navigator.userAgent)}`);
    place?.replaceChildren(...(shown && said !== null ? said.childNodes : []));
  }

  async #line(): Promise<void> {
    const { base } = this.dataset;
    const button = part<HTMLButtonElement>(this, "try-line");
    if (button) button.disabled = true;
    this.#say("line", "line_trying");
    for (const row of this.querySelectorAll<HTMLElement>("[data-line]")) this.#row(row, { state: "not_tried" });
    const { tried } = await import("./line.js");
    this.#report = await tried(base ?? "", (step, outcome) => this.#told(step, outcome));
    this.#say("line", `line_${verdictOf(this.#report)}`);
    keepLine(this.#report.up.state === "weak" || this.#report.down.state === "weak");
    reveal(this, "report", true);
    if (button) button.disabled = false;
  }

  #told(step: Step, outcome: Outcome): void {
    const row = this.querySelector<HTMLElement>(`[data-line="${step}"]`);
    if (row) this.#row(row, outcome);
  }

  #row(row: HTMLElement, { state, value }: Outcome): void {
    row.dataset["is"] = state;
    const [place, figure] = [part(row, "state"), part(row, "value")];
    place?.replaceChildren(...(this.#words(`state_${state}`)?.childNodes ?? []));
    if (figure) figure.textContent = value === undefined ? "" : (figure.dataset["value"] ?? "").replace("#", figures(row.dataset["line"] === "loss" ? value / 10 : value));
  }

  /** Only if its person presses for it. */
  async #send(): Promise<void> {
    const button = part<HTMLButtonElement>(this, "send");
    if (button) button.disabled = true;
    const answer = await post(`${this.dataset["base"]}/line-test/report`, { steps: this.#report }).catch(() => null);
    this.#say("report", answer?.ok === true ? "report_sent" : "report_not_sent");
    if (button) button.disabled = answer?.ok === true;
  }
}

function figures(value: number): string {
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(value);
}

customElements.define("parley-equipment", Equipment);
