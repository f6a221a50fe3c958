import { z } from "zod";
import { day, percentageOrNull, reference, uuid, whole } from "@/lib/http/contract";
import { acts, xpRule } from "./rules";

export const timeframes = ["day", "week", "month", "all"] as const;
export type Timeframe = (typeof timeframes)[number];

/** How somebody appears in rankings. */
export const appearances = ["named", "unnamed", "unranked"] as const;
export type Appearance = (typeof appearances)[number];

export const appearanceInput = z.object({ appearance: z.enum(appearances) });

/** A school's XP and rankings. */
export const xpSettingsAnswer = z.object({
  rules: z.record(z.enum(acts), xpRule),
  rankings: z.boolean(),
  revision: whole,
});
export type XpSettings = z.output<typeof xpSettingsAnswer>;

/** What changes of them. */
export const xpSettingsInput = z.strictObject({
  rules: z.partialRecord(z.enum(acts), xpRule).default({}),
  rankings: z.boolean().optional(),
  /** The revision that the change was made on; refused if somebody else's came meanwhile. */
  revision: whole.optional(),
});
export type ChangeXpSettings = z.output<typeof xpSettingsInput>;

export const leaderboardQuery = z.object({
  timeframe: z.enum(timeframes).default("week"),
  /** So many ranks; people who share the last one are all shown. */
  limit: z.coerce.number().int().min(1).max(100).default(10),
  /** Only the learners of this course, with their XP from all courses. */
  course_id: reference.optional(),
});
export type LeaderboardQuery = z.output<typeof leaderboardQuery>;

export const rankedPerson = z.object({
  rank: whole,
  /** Null where the reader may not know who it is. */
  user_id: uuid.nullable(),
  name: z.string().nullable(),
  xp: whole,
  level: whole,
  is_you: z.boolean(),
});
export type RankedPerson = z.output<typeof rankedPerson>;

export const ownRank = z.object({
  /** Null without XP in this time. */
  rank: whole.nullable(),
  /** How many others have the same rank. */
  shared_with: whole,
  xp: whole,
  level: whole,
  /** The others with less XP, of all others. */
  percentile: percentageOrNull,
  /** How much more XP the next rank needs; null for the first. */
  next: z.object({ rank: whole, xp: whole }).nullable(),
});
export type OwnRank = z.output<typeof ownRank>;

/**
 * `off`: the school has no rankings. `unranked`: the reader chose not to be ranked, and sees none. `too_few`: fewer people have XP than the
 * school compares.
 */
export const rankingStates = ["shown", "off", "unranked", "too_few"] as const;

export const leaderboardAnswer = z.object({
  success: z.literal(true),
  state: z.enum(rankingStates),
  timeframe: z.enum(timeframes),
  /** The first day; null for all time. */
  from: day.nullable(),
  to: day,
  time_zone: z.string(),
  items: z.array(rankedPerson),
  /** Null for staff, and for who is not ranked. */
  you: ownRank.nullable(),
  /** Students who are ranked: those who have XP. */
  participants: whole,
  students: whole,
  not_ranked: whole,
});
export type Leaderboard = Omit<z.output<typeof leaderboardAnswer>, "success">;
