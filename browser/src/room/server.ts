/** What is asked of the server about one space, and what its refusals mean. */
import type { State } from "./model.js";
import type { Fault } from "./phases.js";
import { Contradicted } from "../witness/standing.js";
import { NoKeys } from "./seat.js";

export type Placed = { readonly url: string; readonly token: string; readonly identity: string; readonly state: State };

export class Closed extends Error {
  constructor(readonly status: number) {
    super(`the server answered ${status}`);
  }
}

/** Asks `what` of `space` under the seat's path; throws Closed for a refusal whose status is not in `also`. */
export async function ask<T>(base: string, space: string, what: string, body: object, also: readonly number[] = []): Promise<T> {
  const answer = await fetch(`${base}/room/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ space, ...body }),
  });
  if (!answer.ok && !also.includes(answer.status)) throw new Closed(answer.status);
  return (answer.status === 204 ? null : await answer.json()) as T;
}

/** Gives the place back while the page goes away. */
export function tellGone(base: string, space: string, identity: string): void {
  const body = new Blob([JSON.stringify({ space, identity })], { type: "application/json" });
  navigator.sendBeacon(`${base}/room/leave`, body);
}

export function faultOf(fault: unknown): Fault {
  if (fault instanceof Contradicted) return "forked";
  if (fault instanceof NoKeys) return "no_keys_here";
  if (fault instanceof Closed && fault.status === 503) return "engine_away";
  if (fault instanceof Closed && fault.status === 403) return "not_yet";
  return "unreachable";
}
