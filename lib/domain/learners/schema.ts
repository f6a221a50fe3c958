import { z } from "zod";
import {
  day,
  numberOrNull,
  paging,
  percentageOrNull,
  reference,
  search,
  sorting,
  uuid,
  whole,
} from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { uuidPattern } from "@/lib/platform/ids";
import { standings } from "./at-risk";

/* What staff read of learners: one person's learning, and a course's roster. */

export const learnerParams = z.object({ userId: uuid });

/** How a past session went: present from the beginning, present later, or not. */
export const outcomes = ["came", "late", "missed"] as const;
const instant = z.iso.datetime();
/** From and to, in seconds of a recording. */
const stretch = z.tuple([z.number(), z.number()]);

export const learnerAnswer = z.object({
  success: z.literal(true),
  learner: z.object({
    id: uuid,
    name: z.string(),
    email: z.string().nullable(),
    last_seen_at: instant.nullable(),
  }),
  sessions: z.array(
    z.object({
      session_id: uuid,
      title: z.string(),
      course_id: uuid.nullable(),
      begun_at: instant,
      outcome: z.enum([...outcomes, "planned", "live"]),
      present_seconds: numberOrNull,
      /** Of the recording, in per cent; null without one in a course that you can see. */
      recording_watched_percentage: percentageOrNull,
    }),
  ),
  /** Sessions of which less than the school's completion threshold was seen, live or in the recording. */
  not_caught_up: z.array(
    z.object({
      session_id: uuid,
      recording_video_id: uuid,
      duration_seconds: z.number(),
      seen_live: z.array(stretch),
      watched: z.array(stretch),
      unseen: z.array(stretch),
      unseen_seconds: z.number(),
    }),
  ),
  videos: z.array(
    z.object({
      video_id: uuid,
      title: z.string(),
      course_id: uuid,
      progress_percentage: percentageOrNull,
      completed: z.boolean(),
      last_watched_at: instant.nullable(),
      watched: z.array(stretch),
    }),
  ),
  courses: z.array(
    z.object({
      course_id: uuid,
      title: z.string(),
      videos: whole,
      videos_completed: whole,
      sessions: whole,
      sessions_attended: whole,
    }),
  ),
});

export const progressQuery = z.object({
  /** The caller if missing. */
  student_id: uuid.optional(),
  /** A class of the learner, by id or external id: only its course. */
  class_id: reference.optional(),
});
export type ProgressQuery = z.output<typeof progressQuery>;

export const studentProgressAnswer = z.object({
  success: z.literal(true),
  student: z.object({ id: uuid, name: z.string() }),
  /** The mean of the courses that are begun; 0 while none is, null where nothing can be known. */
  overall_progress_percentage: percentageOrNull,
  lessons_completed: whole,
  lessons_total: whole,
  total_xp: whole,
  level: whole,
  /** Of all time, in the school or in the class's course; null where the reader sees no rank of theirs. */
  leaderboard_rank: whole.nullable(),
  leaderboard_participants: whole,
  /** By title. */
  courses: z.array(
    z.object({
      ...{ course_id: uuid, title: z.string() },
      /** The mean of its lessons; null where nothing can be known. */
      progress_percentage: percentageOrNull,
      ...{ lessons_completed: whole, lessons_total: whole },
    }),
  ),
});
export type StudentProgress = Omit<z.output<typeof studentProgressAnswer>, "success">;

export const masteryAnswer = z.object({
  success: z.literal(true),
  /** The courses that you take, by title. */
  subjects: z.array(
    z.object({
      ...{ course_id: uuid, title: z.string() },
      /** The mean progress of its lessons; null where nothing can be known. */
      mastery_percentage: percentageOrNull,
      /** Lessons. */
      ...{ topics_completed: whole, topics_total: whole },
    }),
  ),
});

/** Each learner of a roster is in exactly one of these; only ended sessions with a recording count. */
export const rosterStates = ["never_came", "watched", "neither", "came_to_all", "none_yet"] as const;
export type RosterState = (typeof rosterStates)[number];

export const rosterQuery = z.object({
  ...paging(50),
  ...sorting(["name", "last_seen", "came", "missed", "watched", "neither"], "name"),
  q: search,
  state: z.enum(rosterStates).optional(),
  class_id: reference.optional(),
  /** Learners who were last seen before this day of the school's zone, or never. */
  not_seen_since: day.optional(),
});
export type RosterQuery = z.output<typeof rosterQuery>;

export const rosterRow = z.object({
  user_id: uuid,
  name: z.string(),
  email: z.string().nullable(),
  class_name: z.string().nullable(),
  state: z.enum(rosterStates),
  last_seen_at: instant.nullable(),
  sessions: whole,
  came: whole,
  missed: whole,
  watched: whole,
  neither: whole,
});
export type RosterRow = z.output<typeof rosterRow>;

export const rosterAnswer = z.object({
  success: z.literal(true),
  items: z.array(rosterRow),
  total: whole,
  /** How many learners of the course or class are in each state. */
  states: z.record(z.enum(rosterStates), whole),
});

/** By these a learner has a number that is computed for all who are listed. */
export const numberSorts = ["came", "videos", "progress", "quizzes", "minutes"] as const;
export type NumberSort = (typeof numberSorts)[number];
const learnerSorts = ["risk", "name", "last_seen", ...numberSorts] as const;

export const learnersQuery = z.object({
  ...paging(25),
  /** Without a sort those at risk come first, the longest quiet of them before the others. */
  ...sorting(learnerSorts, "risk"),
  q: search,
  course_id: reference.optional(),
  class_id: reference.optional(),
  at_risk: z.enum(["yes", "no"]).optional(),
  /** Learners who were last seen before this day of the school's zone, or never. */
  not_seen_since: day.optional(),
  /** Only these UUIDs, separated by commas; at most 100. */
  ids: z
    .string()
    .max(4000)
    .refine((text) => text.split(",").every((id) => uuidPattern.test(id)), message("errors.field.uuids"))
    .optional(),
});
export type LearnersQuery = z.output<typeof learnersQuery>;

export const learnerRow = z.object({
  ...{ user_id: uuid, name: z.string(), email: z.string().nullable() },
  /** When they last watched a video, attended a session or submitted a result in the listed courses. */
  last_seen_at: instant.nullable(),
  at_risk: z.boolean(),
  /** The most days without activity in a course in which they are at risk. */
  quiet_days: whole.nullable(),
  /** The courses that they take, by title. */
  courses: z.array(
    z.object({
      ...{ course_id: uuid, title: z.string(), class_name: z.string().nullable(), enrolled_at: instant },
      /** What the rule of who is at risk says of this course. */
      standing: z.enum(standings),
      /** Days of the school's zone since they were last active in it. */
      quiet_days: whole.nullable(),
      last_activity: z
        .object({ kind: z.enum(["video", "session", "result"]), title: z.string(), at: instant })
        .nullable(),
      ...{ lessons: whole, lessons_completed: whole },
      progress_percentage: percentageOrNull,
    }),
  ),
  /** Ended sessions of these courses that are yours to see. */
  ...{ sessions: whole, came: whole },
  /** Sessions with a recording that they did not come to, and of how many they completed it. */
  ...{ missed_recorded: whole, caught_up: whole },
  videos: whole,
  /** The mean share of these videos that they covered. */
  video_percentage: percentageOrNull,
  /** The share of each, 0–1, in the order of the courses; of the first 60. */
  video_shares: z.array(z.number()),
  /** The mean of the courses that are begun; 0 while none is, null where nothing can be known. */
  progress_percentage: percentageOrNull,
  ...{ lessons: whole, lessons_completed: whole },
  /** Quizzes that are set to them, and the best scores of those that have one. */
  quizzes: whole,
  quizzes_scored: whole,
  /** From 3 scores on; below that the scores are given. */
  quiz_mean_percentage: percentageOrNull,
  quiz_scores: z.array(z.number()),
  /** Minutes of videos and sessions of these courses in each of the last 12 weeks of 7 days, the one until today last. */
  week_minutes: z.array(z.number()),
});
export type LearnerRow = z.output<typeof learnerRow>;

/** Who is at risk, as a chain in which each number is a part of the one before; the last counts people. */
const riskChain = z.object({
  rule_version: whole,
  enrollments: whole,
  /** In classes that are not over. */
  not_over: whole,
  once_active: whole,
  /** Without activity for 7 days or more. */
  quiet: whole,
  not_completed: whole,
  learners: whole,
});
export type RiskChain = z.output<typeof riskChain>;

/** The numbers of all learners of more people are not added up: it reads the facts of each. */
export const numbersMax = 300;

export const learnersAnswer = z.object({
  success: z.literal(true),
  items: z.array(learnerRow),
  total: whole,
  /** Of the courses or the class, whatever else is filtered. */
  courses: whole,
  /** People who take a course. */
  learners: whole,
  seen_in_7_days: whole,
  at_risk: riskChain,
  /** The sums of the learners' numbers; null for more than 300 learners, where they are added up by course or class. */
  numbers: z
    .object({
      ...{ sessions: whole, came: whole, missed_recorded: whole, caught_up: whole, quizzes_scored: whole },
      quiz_mean_percentage: percentageOrNull,
    })
    .nullable(),
});

/**
 * What a mark in a learner's timeline says: how a session went or that it is to come, how far a video was watched, whether an assessment was
 * handed in, and that something was written in a chat.
 */
type MarkKind =
  | "came"
  | "late"
  | "watched"
  | "missed"
  | "cancelled"
  | "live"
  | "planned"
  | "video"
  | "completed"
  | "handed_in"
  | "handed_in_late"
  | "not_handed_in"
  | "due"
  | "messages"
  | "practised";
export type TimelineMark = { key: string; kind: MarkKind; label: string; href: string };
/** The marks of a course's sessions, of the videos, the assessments, the messages or the practice, by week. */
export type TimelineRow = { key: string; title: string; weeks: TimelineMark[][] };
/** The weeks by their Mondays. */
export type LearnerTimeline = { weeks: { day: string; label: string }[]; rows: TimelineRow[] };

/** The page's timeline shows the weeks before this day, which is a Monday; without it the latest. */
export const timelineQuery = z.object({ before: day.optional() });
export type LearnersAnswer = z.output<typeof learnersAnswer>;
