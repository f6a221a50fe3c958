import { v7 } from "uuid";

/** A new id: UUIDv7, so that ids sort by the time they were made and inserts stay at an index's right edge. */
export const newId = (): string => v7();

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A request's id: the one its caller gave when it is plain (so that logs on both sides meet), else a new one. */
export const requestIdOf = (given: unknown): string =>
  typeof given === "string" && /^[\w.-]{8,64}$/.test(given) ? given : newId();
