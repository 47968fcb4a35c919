/** The seats whose keys this browser holds: whoever comes to no address of a seat finds the way back to theirs. */

import { names } from "../kit/db.js";
import { reveal } from "../kit/dom.js";
import { seatsOf } from "./model.js";

export class Seats extends HTMLElement {
  async connectedCallback(): Promise<void> {
    const seats = seatsOf(await names("devices").catch(() => []));
    const list = this.querySelector("[data-seats]");
    const one = this.querySelector<HTMLTemplateElement>("template")?.content.firstElementChild;
    for (const { talks, seat } of one ? seats : []) {
      const line = one?.cloneNode(true) as HTMLElement;
      line.setAttribute("href", `/talks/${talks}/${seat}`);
      line.querySelector("[data-talks]")?.append(talks);
      line.querySelector("[data-seat]")?.append(seat);
      list?.append(line);
    }
    reveal(this, seats.length > 0 ? "some" : "none");
  }
}
