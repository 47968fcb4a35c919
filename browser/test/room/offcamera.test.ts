// @vitest-environment happy-dom
/** Naming who is in one's room, and a door that is shut: neither costs the seat, and neither is a press for nothing. */
import { html, render } from "lit";
import { beforeEach, expect, test } from "vitest";

import { lend } from "../../src/room/lent.js";
import { nameOnDesk } from "../../src/room/offcamera.js";
import { Own } from "../../src/room/own.js";
import { shutDoor } from "../../src/room/shut.js";
import { LENT, type Scene } from "../../src/room/view.js";

const BASE = "/talks/march/north-head";
const PAGE = `<div class="room-company"><a href="${BASE}/company?back=room">Name them</a></div><div id="desk"></div>`;
let end: AbortController;

beforeEach(() => {
  end?.abort();
  end = new AbortController();
  document.body.innerHTML = PAGE;
  lend(LENT);
});

/** What comes of a press: whether the browser would follow the link, and which page is put on the desk. */
function press(sits: boolean, own: Own): { readonly leaves: boolean; readonly onDesk: readonly string[] } {
  const onDesk: string[] = [];
  document.getElementById("desk")!.addEventListener("parley-go", (event) => onDesk.push((event as CustomEvent<string>).detail));
  nameOnDesk(own, () => sits, end.signal);
  const event = new MouseEvent("click", { bubbles: true, cancelable: true });
  let leaves = true;
  addEventListener("click", (one) => { leaves = !one.defaultPrevented; one.preventDefault(); }, { once: true });
  document.querySelector("a")!.dispatchEvent(event);
  return { leaves, onDesk };
}

const own = (): Own => new Own("test", () => undefined, null);

test("at the table people are named on the desk, which opens for it, and nobody leaves", () => {
  const mine = own();
  mine.shutDesk(true);
  const { leaves, onDesk } = press(true, mine);
  expect(leaves).toBe(false);
  expect(onDesk.map((one) => new URL(one).pathname + new URL(one).search)).toEqual([`${BASE}/company`]);
  expect(mine.deskShut).toBe(false);
});

test("at the door they are named on the page itself, which leads back", () => {
  expect(press(false, own())).toEqual({ leaves: true, onDesk: [] });
});

const scene = (trouble: string | null, phase = "outside"): Scene => ({ page: { base: BASE, words: { lobby: "Wait in the lobby" } }, phase, trouble }) as unknown as Scene;

test("a door that is shut leads to the lobby, and only then", () => {
  const place = document.createElement("div");
  render(html`${shutDoor(scene("closed"))}`, place);
  expect(place.querySelector("a")?.getAttribute("href")).toBe(`${BASE}/lobby`);
  expect(place.querySelector("button")).toBe(null);
  for (const why of ["not_yet", "put_out", "suspended"]) expect(shutDoor(scene(why))).not.toBe(null);
  for (const why of [null, "unreachable", "engine_away", "joined_too_often", "taken_over"]) expect(shutDoor(scene(why))).toBe(null);
  expect(shutDoor(scene("closed", "joining"))).toBe(null);
});
