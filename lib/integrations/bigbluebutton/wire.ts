import { z } from "zod";

/* BigBlueButton's `learning_dashboard_data.json`, checked part by part. Instants are epoch milliseconds; 0 means "not yet". */

const instant = z.number().int().nonnegative().max(8.64e15);
const stay = z.object({ registeredOn: instant, leftOn: instant.default(0) });

/** One connection: with its stays, or (until 2022) with the fields of a single stay. */
const connection = z.union([z.object({ sessions: z.array(stay) }), stay]);

export const dashboard = z.object({
  intId: z.string().optional(),
  extId: z.string().optional(),
  name: z.string().optional(),
  createdOn: instant.default(0),
  endedOn: instant.default(0),
  users: z.record(z.string(), z.unknown()),
});

export const dashboardUser = z.object({
  extId: z.string().default(""),
  name: z.string().default(""),
  intIds: z.record(z.string(), connection),
});

const named = z.array(z.object({ name: z.string(), sentOn: instant }));

/** What a person did while present. `emojis` are the reactions of older files. */
export const dashboardActivity = z.object({
  emojis: named.default([]),
  reactions: named.default([]),
  raiseHand: z.array(instant).default([]),
  totalOfMessages: z.number().int().nonnegative().default(0),
});

export type Connection = z.infer<typeof connection>;

/** Texts that only this file contains: they tell a broken one from any other broken JSON. */
export const marks = ['"intId"', '"users"'];

/** An external id that BigBlueButton generated for a guest, a new one for each connection. */
export const isMadeUp = (extId: string, connections: readonly string[]): boolean =>
  extId === "" || extId.startsWith("w_") || connections.includes(extId);
