import { v7 } from "uuid";

/** A new UUIDv7: ids sort by their creation time, so inserts go to the end of an index. */
export const newId = (): string => v7();

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A request's id: the caller's if it is well-formed, so that both logs share it, else a new one. */
export const requestIdOf = (given: unknown): string =>
  typeof given === "string" && /^[\w.-]{8,64}$/.test(given) ? given : newId();
