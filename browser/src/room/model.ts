/** What the room shows and when it acts, as plain functions of what it has been told. Types only are imported. */

/** One device at the table, as the server says; `away`: not heard of for a while, place kept. */
export type Member = {
  readonly device: string;
  readonly identity: string;
  readonly seat: string;
  readonly away: boolean;
};

/** The space as the server says: members longest present first; the bundle once somebody has drawn the key. */
export type State = {
  readonly space: string;
  readonly epoch: number;
  /** Which of the engine's rooms the space meets in: another one each time somebody was put out. */
  readonly hall: string;
  readonly members: readonly Member[];
  readonly bundle: unknown;
  /** Who may show a screen now, by identity: nobody else's is played. */
  readonly share?: string | null;
};

export type Party = { readonly id: string; readonly name: string; readonly mark: string; readonly hue: string };
export type Seat = {
  readonly id: string;
  readonly party: string;
  readonly name: string;
  readonly role: string;
  readonly place: string;
};

export type Quality = "good" | "fair" | "poor" | "lost" | "unknown";

/** What the media engine knows of one tab: its own identity in `Member.identity`. */
export type Signal = {
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly speaking: boolean;
  readonly quality: Quality;
};

export type Tile = Seat & {
  readonly identity: string;
  readonly device: string;
  readonly mine: boolean;
  readonly away: boolean;
  readonly signal: Signal;
};

export type Row = { readonly party: Party; readonly tiles: readonly Tile[] };

/** Who sends: a device, and this connection of it by its name in the engine. */
export type Sender = { readonly device: string; readonly identity: string };

const OF_DEVICE = 16; // so many digits of its device an identity begins with
const TURN_SECONDS = 1;
const SWITCH_SECONDS = 0.2;
export const KEY_SLOTS = 16; // epochs whose keys have room in the ring at once

/** What a sender's track is. Each has a key of its own, and a slot of its own in the ring; the last two are of the one who may share alone. */
export const SOURCES = ["camera", "microphone", "screen_share", "screen_share_audio"] as const;
export type Source = (typeof SOURCES)[number];
export const RING_SIZE = KEY_SLOTS * SOURCES.length;

/** Where a key lies in the ring of whoever sends and opens frames; each frame names it. */
export function slotOf(epoch: number, source: Source): number {
  return (epoch % KEY_SLOTS) * SOURCES.length + SOURCES.indexOf(source);
}

/** What LiveKit's worker calls the sender of a track: it has keys by participant alone, so each source is a participant of its own. */
export function cryptorOf(identity: string, source: string): string {
  return `${identity} ${source}`;
}

export function identityOf(cryptor: string): string {
  return cryptor.slice(0, Math.max(0, cryptor.lastIndexOf(" ")));
}

const SILENT: Signal = { camera: false, microphone: false, speaking: false, quality: "unknown" };

/** Seconds until this device draws the key: one for each admitted one before it that is not away; null: it never does. */
export function secondsUntilTurn(
  members: readonly Member[],
  admitted: (device: string) => boolean,
  device: string,
): number | null {
  const drawing = members.filter((member) => admitted(member.device) && (!member.away || member.device === device));
  const place = drawing.findIndex((member) => member.device === device);
  return place < 0 ? null : place * TURN_SECONDS;
}

/** How long the old key still encrypts: not at all if somebody left, else until all can have the new one. */
export function switchSeconds(before: readonly string[] | null, after: readonly string[]): number {
  if (before === null || before.some((device) => !after.includes(device))) return 0;
  return SWITCH_SECONDS;
}

/** The connections that the holders of a key send by. The server names them; one whose name is not its device's is left out. */
export function sendersOf(members: readonly Member[], holders: readonly string[]): Sender[] {
  return members
    .filter(({ device, identity }) => holders.includes(device) && identity.startsWith(`${device.slice(0, OF_DEVICE)}.`))
    .map(({ device, identity }) => ({ device, identity }));
}

/** Tiles by side in the agreed order, seats in theirs; nobody moves when somebody speaks. Empty sides are left out. */
export function rows(
  parties: readonly Party[],
  seats: readonly Seat[],
  state: State | null,
  signals: ReadonlyMap<string, Signal>,
  me: string,
): Row[] {
  const members = state?.members ?? [];
  return parties
    .map((party) => ({
      party,
      tiles: seats
        .filter((seat) => seat.party === party.id)
        .flatMap((seat) =>
          members
            .filter((member) => member.seat === seat.id)
            .map((member) => ({
              ...seat,
              identity: member.identity,
              device: member.device,
              mine: member.identity === me,
              away: member.away,
              signal: signals.get(member.identity) ?? SILENT,
            })),
        ),
    }))
    .filter((row) => row.tiles.length > 0);
}

/** Puts values into a ready sentence, each in isolation marks: a name of another direction turns nothing around it. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (values[name] === undefined ? whole : `\u2068${values[name]}\u2069`));
}
