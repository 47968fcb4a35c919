/** What the room needs of this browser and of the record: our own keys, and the roster as this device verified it. */
import type { OwnDevice } from "./keys.js";
import type { Roster } from "./table.js";

export type SeatOf = (talks: string, seat: string) => Promise<{ readonly own: OwnDevice; readonly roster: Roster }>;

export const seatOf: SeatOf = () => Promise.reject(new Error("not yet"));
