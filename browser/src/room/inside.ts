/**
 * All that only those at the table need: LiveKit, the tiles, the controls. It comes while one stands at the door, which does not wait for it.
 *
 * Of the first script's modules only types are imported here; what draws is lent.
 */
import { controls, settings } from "./controls.js";
import { lend, type Lent } from "./lent.js";
import { Own } from "./own.js";
import { drawTiles, standTiles } from "./seen.js";
import type { Does, Page, Scene } from "./view.js";
import type { TemplateResult } from "lit";

export * from "./livekit.js";

/** What the table asks of the page that holds it. */
export type Host = {
  readonly root: HTMLElement;
  readonly page: () => Page;
  readonly does: Does;
  readonly changed: () => void;
};

export class Inside {
  readonly own: Own;
  readonly #resized = new ResizeObserver(() => this.#stand());
  #scene: Scene | null = null;

  constructor(
    readonly host: Host,
    lent: Lent,
  ) {
    lend(lent);
    const { talks, seat } = host.page();
    this.own = new Own(`parley-room/${talks}/${seat}`, host.changed);
  }

  table(scene: Scene): TemplateResult {
    return drawTiles(scene, this);
  }

  controls(scene: Scene): TemplateResult {
    return controls(scene, this);
  }

  settings(scene: Scene): TemplateResult {
    return settings(scene, this);
  }

  /** After each drawing. */
  drawn(scene: Scene): void {
    this.#scene = scene;
    const { root } = this.host;
    root.dataset["desk"] = this.own.deskShut ? "shut" : "open";
    const table = root.querySelector(".room-table");
    const controls = root.querySelector(".room-controls");
    for (const each of [table, controls]) if (each !== null) this.#resized.observe(each);
    this.#stand();
  }

  end(): void {
    this.#resized.disconnect();
  }

  #stand(): void {
    const table = this.host.root.querySelector<HTMLElement>(".room-table");
    const controls = this.host.root.querySelector<HTMLElement>(".room-controls");
    this.host.root.parentElement?.style.setProperty("--under-thumb", `${controls?.offsetHeight ?? 72}px`);
    if (this.#scene !== null && table !== null) standTiles(table, this.#scene, this.own);
  }
}
