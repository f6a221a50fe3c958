import { z } from "zod";
import {
  days,
  forwards,
  forwardsError,
  paging,
  reference,
  search,
  sorting,
  storableText,
  uuid,
} from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { uuidPattern } from "@/lib/platform/ids";
import { type MetricSort, metrics, sortedMetrics } from "./metrics";
import { sessionStatuses } from "./session";
import { attendanceGroups, compareMax, compareMin } from "./words";

/* The queries of the dashboard's session routes. Days are of the school's zone, both included. */

const metricSorts: MetricSort[] = sortedMetrics.map((key) => metrics[key].column.id);

export const sessionListQuery = z
  .object({
    ...paging(25),
    /** Default order: latest or largest first, titles from A. */
    ...sorting(["when", "title", ...metricSorts], "when"),
    q: search,
    instructor_id: uuid.optional(),
    /** A person who teaches the session, is registered for it or attended it. */
    person_id: uuid.optional(),
    /** Ids or external ids, separated by commas. */
    course_id: storableText(1000).min(1).optional(),
    series_id: uuid.optional(),
    /** Several, separated by commas. */
    status: z
      .string()
      .regex(
        new RegExp(`^(${sessionStatuses.join("|")})(,(${sessionStatuses.join("|")}))*$`),
        message("errors.field.statuses"),
      )
      .optional(),
    /** Only these UUIDs, separated by commas. */
    ids: z
      .string()
      .max(4000)
      .refine((text) => text.split(",").every((id) => uuidPattern.test(id)), message("errors.field.uuids"))
      .optional(),
    /** Only those that are left out of the numbers, or only the others. */
    left_out: z.enum(["true", "false"]).optional(),
    ...days,
  })
  .refine(forwards, forwardsError);
export type SessionListQuery = z.infer<typeof sessionListQuery>;

export const sessionParams = z.object({ sessionId: reference });

const attendeeSorts = [
  "name",
  "status",
  "joined",
  "left",
  "minutes",
  "messages",
  "questions",
  "reactions",
  "recording",
  "rating",
] as const;
export const attendeesQuery = z.object({
  ...paging(25),
  ...sorting(attendeeSorts, "name"),
  q: search,
  /**
   * `came`, `on_time`, `late`, `walk_in`, `did_not_come`; `registered_attended` and `no_show`: of the registrations that were not cancelled,
   * those who came and those who did not; `engaged`: came, and wrote or reacted; `listened`: came and did neither; `rated`.
   */
  status: z.enum(attendanceGroups).optional(),
});
export type AttendeesQuery = z.infer<typeof attendeesQuery>;

export const sessionPeopleQuery = z.object({
  ...paging(50),
  q: search,
  /** Registered and not cancelled, cancelled, attended without registering, or not a user of the school. */
  state: z.enum(["registered", "cancelled", "walk_in", "unknown"]).optional(),
});
export type SessionPeopleQuery = z.infer<typeof sessionPeopleQuery>;

export const messagesQuery = z.object({
  ...paging(50),
  /** Words of the message, or the person's name. */
  q: search,
  show: z.enum(["questions", "unanswered"]).optional(),
});
export type MessagesQuery = z.infer<typeof messagesQuery>;

/** A session's file for a calendar: of it alone, or with the later ones of its series. */
export const calendarQuery = z.object({ scope: z.enum(["this", "following"]).default("this") });

export const engagementQuery = z.object(paging(25));
export type EngagementQuery = z.infer<typeof engagementQuery>;

export const overviewQuery = z
  .object({ instructor_id: uuid.optional(), ...days })
  .refine(forwards, forwardsError);
export type OverviewQuery = z.infer<typeof overviewQuery>;

const comparedIds = z
  .array(reference)
  .min(compareMin)
  .max(compareMax)
  .refine((ids) => new Set(ids).size === ids.length, message("errors.field.sessions_twice"));
export const compareBody = z.object({ session_ids: comparedIds });
/** The same in an address: ids separated by commas. */
export const compareQuery = z.object({
  ids: z
    .string()
    .max(4000)
    .transform((text) => text.split(",").filter(Boolean))
    .pipe(comparedIds),
});
