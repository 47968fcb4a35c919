/** What is asked of the server about one space, and what its refusals mean. */
import type { State } from "./model.js";
import type { Fault } from "./phases.js";
import { Contradicted } from "../witness/standing.js";
import { KeyLocked } from "../sign/keys.js";
import { NoKeys } from "./seat.js";

export type Placed = { readonly url: string; readonly token: string; readonly identity: string; readonly state: State };

export class Closed extends Error {
  /** `codes`: why, by the names of the reasons; empty if the server gave none. */
  constructor(
    readonly status: number,
    readonly codes: readonly string[] = [],
  ) {
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
  if (!answer.ok && !also.includes(answer.status)) throw new Closed(answer.status, await codesOf(answer));
  return (answer.status === 204 ? null : await answer.json()) as T;
}

async function codesOf(answer: Response): Promise<string[]> {
  const said = (await answer.json().catch(() => null)) as { readonly refused?: readonly { readonly code: string }[] } | null;
  return (said?.refused ?? []).map((reason) => reason.code);
}

/** Gives the place back while the page goes away. */
export function tellGone(base: string, space: string, identity: string): void {
  const body = new Blob([JSON.stringify({ space, identity })], { type: "application/json" });
  navigator.sendBeacon(`${base}/room/leave`, body);
}

export function faultOf(fault: unknown): Fault {
  if (fault instanceof Contradicted) return "forked";
  if (fault instanceof KeyLocked) return "key_locked";
  if (fault instanceof NoKeys) return "no_keys_here";
  if (fault instanceof Closed && fault.status === 503) return "engine_away";
  if (fault instanceof Closed && fault.status === 429) return "joined_too_often";
  if (fault instanceof Closed && fault.status === 403) return shutFor(fault.codes);
  return "unreachable";
}

function shutFor(codes: readonly string[]): Fault {
  if (codes.includes("device_suspended")) return "suspended";
  if (codes.includes("seat_put_out")) return "put_out";
  return codes.includes("no_session_open") ? "closed" : "not_yet";
}
