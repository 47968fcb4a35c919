/** The tiles: who sits where, drawn and put in their places. */
import type { TemplateResult } from "lit";

import type { Inside } from "./inside.js";
import { html, icon, microphoneIcon, nothing, repeat, svg, word } from "./lent.js";
import type { Party, Row, Tile } from "./model.js";
import type { Own } from "./own.js";
import { arrange, type Box } from "./tiles.js";
import type { Scene } from "./view.js";

/** Tiles are keyed by identity: a picture's element never becomes somebody else's, and is never put into another place of the page. */
export function drawTiles(scene: Scene, table: Inside): TemplateResult {
  return html`${repeat(scene.rows, (row) => row.party.id, (row) => side(scene, table, row))}${shared(scene, table)}`;
}

/** Puts every tile into its box. */
export function standTiles(table: HTMLElement, scene: Scene, inside: Inside): void {
  const { own } = inside;
  const [wide, high] = within(table);
  const shown = scene.rows.map(({ party, tiles }) => ({ id: party.id, tiles: tiles.filter((tile) => isShown(tile, own)).map((tile) => tile.identity) }));
  const plan = arrange(shown.filter((each) => each.tiles.length > 0), wide, high, pinnedOf(scene, own), inside.looks(scene));
  const screen = table.querySelector<HTMLElement>(".room-share");
  if (screen !== null && plan.stage !== null) put(screen, plan.stage);
  for (const tile of table.querySelectorAll<HTMLElement>(".room-tile")) {
    const box = plan.tiles.get(tile.dataset["identity"] ?? "");
    tile.hidden = box === undefined;
    if (box !== undefined) put(tile, box);
  }
  for (const edge of table.querySelectorAll<HTMLElement>(".room-edge")) {
    const box = plan.sides.get(edge.dataset["side"] ?? "");
    edge.hidden = box === undefined;
    if (box !== undefined) put(edge, box);
  }
}

/** What somebody shows, for who looks at it. */
function shared(scene: Scene, table: Inside): TemplateResult | typeof nothing {
  const tile = scene.rows.flatMap((row) => row.tiles).find((each) => each.identity === scene.share);
  if (tile === undefined || !table.looks(scene)) return nothing;
  const of = `${tile.id} share`;
  return html`<figure class="room-share" data-identity=${tile.identity}>
    <video autoplay playsinline .muted=${true}></video>
    <figcaption>
      <bdi>${word(scene, "screen_of", { name: tile.name })}</bdi>
      <label
        ><span class="sr">${word(scene, "volume_of_share", { name: tile.name })}</span
        ><input type="range" min="0" max="100" step="5" .value=${String(Math.round(table.own.volume(of) * 100))} @input=${(event: Event) => table.own.turn(of, Number((event.target as HTMLInputElement).value) / 100)}
      /></label>
      <button class="room-control" data-do="put-away" @click=${() => table.look(scene)}>${word(scene, "put_away")}</button>
    </figcaption>
  </figure>`;
}

function within(table: HTMLElement): readonly [number, number] {
  const style = getComputedStyle(table);
  const [x, y] = [Number.parseFloat(style.paddingInlineStart) || 0, Number.parseFloat(style.paddingBlockStart) || 0];
  return [table.clientWidth - 2 * x, table.clientHeight - 2 * y];
}

/** By the page's own hand and not in its text, where our own policy forbids it; the padding is the style sheet's. */
function put(one: HTMLElement, { x, y, width, height }: Box): void {
  const { style } = one;
  style.setProperty("--x", `${x}px`);
  style.setProperty("--y", `${y}px`);
  style.setProperty("--wide", `${width}px`);
  style.setProperty("--high", `${height}px`);
}

function isShown(tile: Tile, own: Own): boolean {
  return !(tile.mine && own.selfHidden);
}

function pinnedOf(scene: Scene, own: Own): string | null {
  const tiles = scene.rows.flatMap((row) => row.tiles);
  return tiles.find((tile) => tile.id === own.pinned && isShown(tile, own))?.identity ?? null;
}

function side(scene: Scene, table: Inside, row: Row): TemplateResult {
  return html`<section class="room-side" data-hue=${row.party.hue} aria-label=${row.party.name}>
    <span class="room-edge" data-side=${row.party.id} aria-hidden="true"></span>
    ${repeat(row.tiles, (tile) => tile.identity, (tile) => tileOf(scene, table, row.party, tile))}
  </section>`;
}

function tileOf(scene: Scene, table: Inside, party: Party, tile: Tile): TemplateResult {
  const shown = tile.signal.camera && !tile.away;
  const speaks = tile.mine ? scene.microphone : tile.signal.microphone;
  const muted = !speaks && scene.phase === "inside"; // while our own line is down we know nothing of theirs
  const facts = [tile.role, tile.place, ...(tile.mine ? [word(scene, "you")] : [])];
  return html`<figure
    class="room-tile ${tile.signal.speaking ? "speaking" : ""} ${tile.away ? "away" : ""} ${table.own.pinned === tile.id ? "pinned" : ""}"
    data-identity=${tile.identity}
    data-seat=${tile.id}
  >
    <video ?hidden=${!shown} class=${tile.mine ? "mine" : ""} autoplay playsinline .muted=${tile.mine}></video>
    ${tile.away
      ? html`<p class="room-away" role="status">${word(scene, "reconnecting", { party: party.name })}</p>`
      : shown
        ? nothing
        : html`<span class="room-initials" aria-hidden="true" dir="auto">${initials(tile.name)}</span>`}
    <button class="room-more" aria-label=${word(scene, "about", { name: tile.name })} @click=${() => table.about(tile.id)}>${dots()}</button>
    ${muted ? html`<span class="room-mute" aria-hidden="true">${microphoneIcon(false)}</span>` : nothing}
    <figcaption>
      <span class="room-mark" aria-hidden="true">${party.mark}</span>
      <span class="room-name">
        <b><bdi>${tile.name}</bdi></b>
        <small>
          <span class="sr"><bdi>${party.name}</bdi>, </span>${facts.map((fact, at) => html`${at > 0 ? " · " : nothing}<bdi>${fact}</bdi>`)}${muted
            ? html`<span class="room-muted"> · ${word(scene, "muted")}</span>`
            : nothing}${tile.signal.speaking
            ? html`<span class="sr"> · ${word(scene, "speaking")}</span>`
            : nothing}
        </small>
      </span>
      <span class="room-line" data-quality=${tile.signal.quality}>
        ${bars()}<small>${word(scene, `line_${tile.signal.quality}`)}</small>
      </span>
    </figcaption>
  </figure>`;
}

/** The letters in an empty picture: the first of the first and of the last word, Arabic script included. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).filter((each) => each !== "");
  const first = [...(words[0] ?? "")][0] ?? "";
  const last = words.length > 1 ? ([...(words[words.length - 1] ?? "")][0] ?? "") : "";
  return /\p{Script=Arabic}/u.test(first) && last !== "" ? `${first}\u200c${last}` : first + last;
}

function dots(): TemplateResult {
  return icon(svg`<circle cx="4" cy="10" r="1"/><circle cx="10" cy="10" r="1"/><circle cx="16" cy="10" r="1"/>`);
}

function bars(): TemplateResult {
  return html`<svg viewBox="0 0 16 12" aria-hidden="true">
    <rect x="1" y="8" width="3" height="4" rx="1" /><rect x="6" y="4" width="3" height="8" rx="1" />
    <rect x="11" y="0" width="3" height="12" rx="1" />
  </svg>`;
}
