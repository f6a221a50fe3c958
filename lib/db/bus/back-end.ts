import type { Tx } from "../client";

/* What the bus needs of the server that holds and carries its events. */

/** Each type has its channel, named by this and the type. */
export const channelPrefix = "analytics:";
/** Beyond this the oldest events are deleted, however young they are: in Redis they are in memory. */
export const eventsMax = 1_000_000;

export type BusEvent = {
  number: number;
  type: string;
  /** By the clock of Postgres or Redis. */
  at: Date;
  payload: unknown;
};
/** An event to publish; its payload as JSON. */
export type NewEvent = { type: string; json: string };
/** After the event with this number, or from an instant on. */
export type Since = { after: number } | { from: Date };

/** What holds the events and carries them. Every method but `follow` throws while it cannot be reached. */
export type BackEnd = {
  /** Stores the events in their order, all or none, and tells every process; in a transaction, once it has committed. */
  publish(events: readonly NewEvent[], tx?: Tx): Promise<void>;
  /** Publishes what transactions have left elsewhere, if this is not part of their commit; returns whether there is more. */
  forward(): Promise<boolean>;
  /** The oldest events of these types, by number. */
  read(types: readonly string[], since: Since, limit: number): Promise<BusEvent[]>;
  /** The number of the last event. */
  last(): Promise<number>;
  /** Calls `told` when there are events of a type that was added, and `connected` when some may not have been told. */
  follow(on: { told: (type: string) => void; connected: () => void; lost: () => void }): BusFollower;
  /** Deletes events that are older, or beyond `eventsMax`; returns how many, `limit` at most. */
  prune(before: Date, limit: number): Promise<number>;
  close(): Promise<void>;
};
export type BusFollower = { add(type: string): void; close(): Promise<void> };
