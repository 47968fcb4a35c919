/** What a try of a device, or of the line, has shown; as plain functions. */

/** Why there is no sound or picture, by the names of sentences. */
export type Fault = "denied" | "missing" | "taken" | "gone" | "insecure";

/** What the browser's refusal means. `kept`: a device that was chosen before was asked for. */
export function faultOf(name: string, kept: boolean): Fault {
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "OverconstrainedError" || (name === "NotFoundError" && kept)) return "gone";
  if (name === "NotFoundError") return "missing";
  return "taken"; // NotReadableError, AbortError: it is there, and does not start
}

export type Browser = "chrome" | "android" | "firefox" | "safari" | "ios" | "other";

/** Whose settings to explain; by what the browser says of itself. */
export function browserOf(agent: string): Browser {
  if (/iPhone|iPad|iPod/.test(agent)) return "ios"; // all browsers there ask the same way
  if (/Firefox\//.test(agent)) return "firefox";
  if (/Android/.test(agent)) return "android";
  if (/Chrome\/|Chromium\/|Edg\//.test(agent)) return "chrome";
  return /Safari\//.test(agent) ? "safari" : "other";
}

/** What a microphone gives: `works` once a voice was heard; `silent` if not even a hum comes, `quiet` until one can tell. */
export type Heard = "works" | "quiet" | "silent";

const VOICE = 0.02; // root mean square of samples in ±1: speech at an arm's length
const DEAD = 0.000_05; // below the noise of any microphone that is switched on
const PATIENCE = 30; // levels, ten a second

export function heardIn(levels: readonly number[]): Heard {
  if (levels.some((level) => level > VOICE)) return "works";
  return levels.length >= PATIENCE && levels.every((level) => level < DEAD) ? "silent" : "quiet";
}

/** The steps of a line test, in order. */
export const STEPS = ["server", "sign_in", "signals", "udp", "tcp", "turn", "trip", "loss", "up", "down"] as const;
export type Step = (typeof STEPS)[number];
export type State = "good" | "weak" | "failed" | "not_offered" | "not_tried";

/** `value`: milliseconds (server, trip), tenths of a percent (loss), kbit/s (up, down). */
export type Outcome = { readonly state: State; readonly value?: number };
export type Report = Readonly<Record<Step, Outcome>>;

/** From what on a value is weak: three hundred milliseconds there and back are heard, two percent of loss too, and sound with a small picture takes 150 kbit/s. */
const WEAK = { server: 1_500, trip: 300, loss: 20 } as const;
const ENOUGH_KBITS = 150;

export function judged(step: "server" | "trip" | "loss" | "up" | "down", value: number): Outcome {
  if (!Number.isFinite(value) || value < 0) return { state: "not_tried" };
  const weak = step === "up" || step === "down" ? value < ENOUGH_KBITS : value > WEAK[step];
  return { state: weak ? "weak" : "good", value: Math.round(value) };
}

export function blank(): Report {
  return Object.fromEntries(STEPS.map((step) => [step, { state: "not_tried" }])) as Report;
}

/** What it comes to: nothing to reach, sound only, or all of it. */
export type Verdict = "none" | "sound" | "all";

export function verdictOf(report: Report): Verdict {
  const media = report.udp.state === "good" || report.tcp.state === "good";
  if (!media) return "none";
  return (["trip", "loss", "up", "down"] as const).some((step) => report[step].state !== "good") ? "sound" : "all";
}
