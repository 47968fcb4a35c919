/**
 * The roster: which devices sit for whom, folded on this device from signed entries alone.
 * The twin of parley.record.roster, rule by rule; the server's list of who is in the room counts for nothing here.
 */

import type { Bytes, Json } from "../kit/bytes.js";
import { deviceId, signatureHolds } from "./canonical.js";
import { openingKeySound, signingKeySound } from "./curve.js";
import { ACCEPTED, HEADS, bindsASide, isText, keyOf, partyOf, tooSoon, type Device } from "./device.js";
import { readEntry, type Entry } from "./entries.js";
import { Recovery } from "./recovery.js";
import { paperKeyStatement } from "./statements.js";
import { Suspensions } from "./suspension.js";

export type { Device } from "./device.js";

/** Party → the fingerprints of its head's devices, as that party wrote them down. A party may be called "constructor". */
export type Anchors = { readonly [party: string]: readonly string[] };

/** At least, at a table; before it is made there is a house, with one party. */
export const SIDES = 2;
const SERVER_KEY = "roster.server-key.1";
const CREATED = "talks.created.1";
const OPENED = "talks.session-opened.1";

/** Why an entry was void: the codes of docs/record-format.md. Null: it holds. */
export type Void = string | null;

export class Roster {
  server: Bytes | null = null;
  parties: ReadonlyMap<string, string> = new Map([["host", "host"]]);
  opened: string | null = null; // when the first session was
  complete = false; // it ends where another compartment is being read: compare times, not places
  readonly devices = new Map<string, Device>();
  readonly #recovery = new Recovery();
  readonly #suspensions = new Suspensions();
  readonly #anchors: ReadonlyMap<string, readonly string[]>;
  #created = false;

  constructor(anchors: Anchors = {}) {
    this.#anchors = new Map(Object.entries(anchors));
  }

  /** Enrolled, vouched for by its party's head, accepted by every other side, and not revoked. */
  admitted(id: string): boolean {
    const device = this.devices.get(id);
    return device !== undefined && device.revoked === null && this.accepted(device);
  }

  /** Admitted, or it was until it was revoked. */
  accepted(device: Device): boolean {
    if (!device.vouched) return false;
    if (this.#created && this.sides().length < SIDES) return false; // no table: nobody else would have had to accept it
    return this.sides().every((side) => side === device.party || device.accepted.has(side));
  }

  sides(): string[] {
    return [...this.parties].filter(([, kind]) => kind === "side").map(([party]) => party);
  }

  /** The devices that speak for a party. */
  heads(party: string): Device[] {
    return [...this.devices.values()].filter((device) => device.party === party && this.#isHead(device));
  }

  /** The Ed25519 key that must have signed `entry`; null if the roster does not know it. */
  key(entry: Entry): Bytes | null {
    if (entry.binding) return this.devices.get(entry.device)?.ed25519 ?? null;
    if (this.server === null && entry.kind === SERVER_KEY && entry.seq === 0) return keyOf(entry.body["ed25519"]);
    return this.server;
  }

  /** Why the device that `entry` names may not have done this here. */
  fault(entry: Entry): Void {
    const device = this.devices.get(entry.device);
    if (device === undefined && entry.binding) return "signer_unknown";
    if (device !== undefined && device.seat !== entry.seat) return "wrong_seat";
    if (this.#after(device?.revoked, entry)) return "signer_revoked";
    const suspended = device && this.#suspensions.fault(device.id, device.party, entry, bindsASide(entry), this.complete);
    if (suspended) return suspended;
    if (!entry.device || entry.kind.startsWith("roster.") || !this.#after(this.opened, entry)) return null;
    const revokedLater = typeof device?.revoked === "string"; // in another compartment
    return this.admitted(entry.device) || revokedLater ? null : "not_on_roster";
  }

  /** Folds one entry whose signature holds; a void one changes nothing. */
  async apply(entry: Entry): Promise<Void> {
    switch (entry.kind) {
      case SERVER_KEY:
        return this.#serverKey(entry);
      case CREATED:
        return this.#talksCreated(entry);
      case OPENED:
        this.opened ??= entry.at;
        return null;
      case "roster.device-enrolled.1":
        return this.#enrolled(entry);
      case "roster.device-vouched.1":
        return this.#vouched(entry);
      case "roster.head-claimed.1":
        return this.#claimed(entry);
      case ACCEPTED:
        return this.#accepted(entry);
      case "roster.device-revoked.1":
        return this.#revokedBefore(entry);
      case "roster.device-revoked.2":
        return this.#revoked(entry);
      case "roster.deputy-named.1":
        return this.#deputyNamed(entry);
      case "roster.paper-key-made.1":
        return this.#paperMade(entry);
      case "roster.deputy-vouched.1":
        return this.#deputyVouched(entry);
      case "roster.paper-vouched.1":
        return this.#paperVouched(entry);
      case "roster.device-suspended.1":
        return this.#suspended(entry);
      case "roster.suspension-ended.1":
        return this.#suspensionEnded(entry);
      default:
        return null;
    }
  }

  #after(moment: string | null | undefined, entry: Entry): boolean {
    return typeof moment === "string" && (!this.complete || entry.at > moment);
  }

  #isHead(device: Device): boolean {
    const stands = device.vouched && device.revoked === null && this.#hasHeadRole(device);
    return stands && ((device.claimed === null && device.recovered === "") || this.accepted(device));
  }

  #hasHeadRole(device: Device): boolean {
    return HEADS.get(this.parties.get(device.party) ?? "")?.includes(device.role) ?? false;
  }

  #serverKey(entry: Entry): Void {
    const key = keyOf(entry.body["ed25519"]);
    if (key === null || Object.keys(entry.body).length !== 1) return "roster_body";
    if (this.server !== null || entry.seq !== 0) return "server_key_again";
    this.server = key;
    return null;
  }

  #talksCreated(entry: Entry): Void {
    if (this.#created) return "talks_again";
    const named = entry.body["parties"];
    if (!Array.isArray(named)) return "roster_body";
    const parties = new Map<string, string>();
    for (const party of named as readonly Json[]) {
      const read = partyOf(party);
      if (read === null || parties.has(read[0])) return "roster_body";
      parties.set(...read);
    }
    this.parties = parties;
    this.#created = true;
    return null;
  }

  async #enrolled(entry: Entry): Promise<Void> {
    const { device, party, role, seat } = entry.body;
    const ed25519 = keyOf(entry.body["ed25519"]);
    const x25519 = keyOf(entry.body["x25519"]);
    const shaped = isText(device) && isText(party) && isText(role) && isText(seat);
    if (!shaped || !ed25519 || !x25519 || Object.keys(entry.body).length !== 6) return "roster_body";
    if ((await deviceId(ed25519, x25519)) !== device) return "device_false";
    if (!signingKeySound(ed25519) || !openingKeySound(x25519)) return "key_weak";
    if (this.devices.has(device)) return "device_again";
    if (!this.parties.has(party)) return "party_unknown";
    const fresh = { vouched: false, accepted: new Set<string>(), revoked: null, renewed: false, claimed: null, recovered: "" as const, byWord: false };
    this.devices.set(device, { id: device, ed25519, x25519, party, seat, role, ...fresh });
    return null;
  }

  #vouched(entry: Entry): Void {
    const { device: id, party } = entry.body;
    if (!isText(id) || !isText(party) || Object.keys(entry.body).length !== 2) return "roster_body";
    const signer = entry.binding ? this.devices.get(entry.device) : undefined;
    const device = this.devices.get(id);
    if (!signer || !device || signer.party !== party || device.party !== party) return "vouch_void";
    if (!this.#isHead(signer)) {
      const fault = device === signer ? this.#firstHead(signer) : "vouch_void";
      if (fault !== null) return fault;
    }
    if (device.revoked !== null) return "vouch_void";
    if (device === signer && device.vouched) return null; // what it said of itself before stands
    const renewed = device === signer && this.#hadHead(device);
    this.devices.set(id, { ...device, vouched: true, renewed, claimed: null, recovered: "" });
    return null;
  }

  #claimed(entry: Entry): Void {
    const { device: id, party } = entry.body;
    if (!isText(id) || !isText(party) || Object.keys(entry.body).length !== 2) return "roster_body";
    const device = entry.binding ? this.devices.get(entry.device) : undefined;
    if (!device || device.id !== id || device.party !== party) return "vouch_void";
    if (device.vouched || device.revoked !== null || !this.#hasHeadRole(device)) return "vouch_void";
    if (!(this.#anchors.get(party) ?? [id]).includes(id)) return "head_untrusted";
    this.devices.set(id, { ...device, vouched: true, renewed: true, claimed: entry.at });
    return null;
  }

  /** Whether another device spoke for this one's party before. */
  #hadHead(device: Device): boolean {
    const others = [...this.devices.values()].filter((one) => one.party === device.party && one.id !== device.id);
    return others.some((one) => one.vouched && this.#hasHeadRole(one));
  }

  /** Why a head may not vouch for itself: it is none, another one stands, or it is not the one pinned. */
  #firstHead(device: Device): Void {
    if (this.heads(device.party).length > 0 || !this.#hasHeadRole(device)) return "vouch_void";
    const pinned = this.#anchors.get(device.party);
    return pinned === undefined || pinned.includes(device.id) ? null : "head_untrusted";
  }

  #accepted(entry: Entry): Void {
    const { devices: named, party } = entry.body;
    if (!isText(party) || !Array.isArray(named) || !named.every(isText)) return "roster_body";
    if (Object.keys(entry.body).length !== 2) return "roster_body";
    const speaks = this.heads(party).some((head) => head.id === entry.device);
    if (!entry.binding || !speaks || !this.sides().includes(party)) return "acceptance_void";
    const devices = named.map((id) => this.devices.get(id));
    // What its own head has not vouched for cannot be accepted.
    if (!devices.every((device) => device?.vouched && device.revoked === null)) return "acceptance_void";
    if (devices.some((device) => device && tooSoon(device, entry.at))) return "acceptance_void";
    for (const device of devices) {
      if (device) this.devices.set(device.id, { ...device, accepted: new Set([...device.accepted, party]) });
    }
    return null;
  }

  #revoked(entry: Entry): Void {
    const { device: id, reason, seat } = entry.body;
    if (!isText(id) || !isText(reason) || !isText(seat) || Object.keys(entry.body).length !== 3) return "roster_body";
    const device = this.devices.get(id);
    const signer = this.devices.get(entry.device);
    if (!device || !signer || !entry.binding || device.seat !== seat) return "revocation_void";
    if (signer.seat !== device.seat && !this.heads(device.party).includes(signer)) return "revocation_void";
    if (!this.admitted(signer.id)) return "revocation_void"; // what nobody has accepted yet shuts nobody out
    if (device.revoked === null) this.devices.set(id, { ...device, revoked: entry.at });
    return null;
  }

  /** The device that signed, if it is an admitted head of this party. */
  #head(entry: Entry, party: string): Device | null {
    const signer = this.heads(party).find((head) => entry.binding && head.id === entry.device);
    return signer && this.admitted(signer.id) ? signer : null;
  }

  #deputyNamed(entry: Entry): Void {
    const { deputy: id, party } = entry.body;
    if (!isText(id) || !isText(party) || Object.keys(entry.body).length !== 2) return "roster_body";
    const [head, deputy] = [this.#head(entry, party), this.devices.get(id)];
    if (!head || !deputy || deputy.party !== head.party || deputy.seat === head.seat) return "recovery_void";
    if (!this.admitted(id)) return "recovery_void";
    this.#recovery.name(head.seat, id);
    return null;
  }

  #paperMade(entry: Entry): Void {
    const { ed25519, party } = entry.body;
    if (!isText(ed25519) || !isText(party) || Object.keys(entry.body).length !== 2) return "roster_body";
    const head = this.#head(entry, party);
    return head && this.#recovery.make(head.seat, ed25519) ? null : "recovery_void";
  }

  /** The device that is to take a head's place, if it is one that nobody vouches for so far, or not all accept. */
  #headsNext(entry: Entry, id: string, party: string): Device | null {
    const device = this.devices.get(id);
    if (!entry.binding || !device || device.revoked !== null || !this.#hasHeadRole(device)) return null;
    const pending = !device.vouched || !this.#isHead(device);
    return pending && device.party === party ? device : null;
  }

  #deputyVouched(entry: Entry): Void {
    const { device: id, party } = entry.body;
    if (!isText(id) || !isText(party) || Object.keys(entry.body).length !== 2) return "roster_body";
    const device = this.#headsNext(entry, id, party);
    if (!device || !this.#recovery.isDeputy(device.seat, entry.device)) return "vouch_void";
    return this.#recovered(device, "deputy"); // it was admitted when it was named: only a revocation takes that back
  }

  async #paperVouched(entry: Entry): Promise<Void> {
    const { device: id, key, party, proof } = entry.body;
    const shaped = isText(id) && isText(key) && isText(party) && isText(proof);
    if (!shaped || Object.keys(entry.body).length !== 4) return "roster_body";
    const device = this.#headsNext(entry, id, party);
    if (!device || id !== entry.device) return "vouch_void";
    const said = paperKeyStatement(id, party, device.seat, entry.talks);
    return (await this.#recovery.spend(device.seat, key, proof, said)) ? this.#recovered(device, "paper") : "vouch_void";
  }

  #recovered(device: Device, recovered: "deputy" | "paper"): Void {
    this.devices.set(device.id, { ...device, vouched: true, renewed: false, claimed: null, recovered });
    return null;
  }

  #byHost(entry: Entry): boolean {
    const signer = entry.binding ? this.devices.get(entry.device) : undefined;
    if (!signer || this.parties.get(signer.party) !== "host") return false;
    return this.heads(signer.party).includes(signer) && this.admitted(signer.id);
  }

  #suspended(entry: Entry): Void {
    const { device: id, hours, seat } = entry.body;
    if (!isText(id) || typeof hours !== "number" || !isText(seat) || Object.keys(entry.body).length !== 3) return "roster_body";
    const device = this.devices.get(id);
    if (!device || device.seat !== seat || !this.admitted(id)) return "suspension_void";
    if (!this.#byHost(entry) || !this.sides().includes(device.party)) return "suspension_void";
    return this.#suspensions.begin(id, device.party, hours, entry.at) ? null : "suspension_void";
  }

  #suspensionEnded(entry: Entry): Void {
    const { device: id, seat } = entry.body;
    if (!isText(id) || !isText(seat) || Object.keys(entry.body).length !== 2) return "roster_body";
    if (this.devices.get(id)?.seat !== seat || !this.#byHost(entry)) return "suspension_void";
    return this.#suspensions.end(id, entry.at) ? null : "suspension_void";
  }

  #revokedBefore(entry: Entry): Void {
    const { device: id, reason } = entry.body;
    if (!isText(id) || !isText(reason) || Object.keys(entry.body).length !== 2) return "roster_body";
    const device = this.devices.get(id);
    const signer = this.devices.get(entry.device);
    const may = device && signer && (signer.party === device.party || signer.party === "host");
    if (!device || (entry.binding && !may)) return "revocation_void";
    const ownWord = entry.binding && signer?.party === device.party;
    if (device.revoked === null) this.devices.set(id, { ...device, revoked: entry.at, byWord: !ownWord });
    return null;
  }
}

/**
 * The roster that canonical entries of one compartment make, from its first on, every signature checked.
 * Entries that are malformed, falsely signed, of another record than the first or void change nothing, nor does an act that
 * its device said before. `anchors` holds at least this device's own party's head, so that the server cannot put another in
 * its place.
 */
export async function roster(entries: Iterable<Bytes>, anchors: Anchors = {}): Promise<Roster> {
  const fold = new Roster(anchors);
  const said = new Set<string>();
  let of: string | null = null;
  for (const raw of entries) {
    const entry = readEntry(raw);
    if (entry === null || !isFolded(entry.kind)) continue;
    of ??= `${entry.talks}/${entry.compartment}`;
    const act = `${entry.device}/${entry.command}`;
    if (of !== `${entry.talks}/${entry.compartment}` || (entry.binding && said.has(act))) continue;
    const key = fold.key(entry);
    if (key === null || !(await signatureHolds(key, entry.signature, entry.statement))) continue;
    if (entry.binding) said.add(act);
    if (fold.fault(entry) === null) await fold.apply(entry);
  }
  return fold;
}

function isFolded(kind: string): boolean {
  return kind.startsWith("roster.") || kind === CREATED || kind === OPENED;
}
