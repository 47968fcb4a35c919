/** The only import of livekit-client that runs, in a file of its own: the door stands before it has come. */

export { BaseKeyProvider, createLocalTracks, DefaultReconnectPolicy, ParticipantEvent, Room, RoomEvent, Track } from "livekit-client";
export { askForLongPackets, WEAK_SOUND } from "./packets.js";
