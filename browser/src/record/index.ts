/**
 * The record in the browser: what the islands use to sign, to cosign and to check for themselves.
 * The same bytes as src/parley/record, held to the same vectors (tests/record/vectors); docs/record-format.md.
 */

export { canonical, contentDigest, deviceId, serverId, signatureHolds } from "./canonical.js";
export { readEntry, unbundled, type Entry } from "./entries.js";
export {
  cosignature,
  cosignedAt,
  cosignerName,
  hostSigned,
  origin,
  readCheckpoint,
  readNote,
  type Checkpoint,
} from "./notes.js";
export { Roster, roster, type Anchors, type Device } from "./roster.js";
export {
  bindingStatement,
  enrolmentStatement,
  epochKeyStatement,
  proceduralStatement,
  signInStatement,
  type Said,
} from "./statements.js";
export { Stream, consistencyHolds, inclusionHolds, leafHash, treeRoot } from "./tree.js";
export { verify, type Fault, type Report } from "./verify.js";
export { words } from "./words.js";
