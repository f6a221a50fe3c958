import { z } from "zod";
import { paging, reference, storableText, uuid, webAddress } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { archived, courseParams, seenRevision, titleText } from "../forms";

/* The input of the routes and forms of lessons and of what they hold. */

export const lessonParams = courseParams.extend({ lessonId: reference });
export const materialParams = lessonParams.extend({ materialId: reference });

/** The most lessons of a course, and things of a lesson. */
export const lessonsMax = 500;
export const lessonItemsMax = 500;

export const lessonListQuery = z.object({
  ...paging(100),
  /** The archived lessons in place of the others. */
  archived: z.enum(["true"]).optional(),
});
export type LessonListQuery = z.infer<typeof lessonListQuery>;

/** As shown before the title: "7.2". */
const number = storableText(20).trim().min(1, message("errors.field.missing"));

export const lessonItem = z.object({
  title: titleText,
  /** Without it, the next place in the course. */
  number: number.optional(),
  external_id: reference.nullish(),
});
export type LessonItem = z.infer<typeof lessonItem>;

export const changeLessonBody = z.object({
  title: titleText.optional(),
  number: number.optional(),
  external_id: reference.nullish(),
  ...archived,
  ...seenRevision,
});
export type ChangeLesson = z.infer<typeof changeLessonBody>;

/** The lessons in their new order; those that are not named follow in theirs. */
export const lessonOrderBody = z.object({ lesson_ids: z.array(reference).min(1).max(lessonsMax) });

export const contentKinds = ["video", "session", "material"] as const;
export type ContentKind = (typeof contentKinds)[number];
/** What a lesson holds, in order. A video or session that is left out leaves the lesson; a material goes to the end. */
export const arrangeLessonBody = z.object({
  items: z.array(z.object({ kind: z.enum(contentKinds), id: uuid })).max(lessonItemsMax),
  ...seenRevision,
});
export type ArrangeLesson = z.infer<typeof arrangeLessonBody>;

export const materialTypes = ["pdf", "quiz", "link"] as const;
const duration = z.number().min(0).max(1_000_000).nullish();

export const materialItem = z.object({
  type: z.enum(materialTypes),
  title: titleText,
  url: webAddress.nullish(),
  /** How long a learner needs for it. */
  duration_seconds: duration,
  external_id: reference.nullish(),
});
export type MaterialItem = z.infer<typeof materialItem>;

export const changeMaterialBody = z.object({
  type: z.enum(materialTypes).optional(),
  title: titleText.optional(),
  url: webAddress.nullish(),
  duration_seconds: duration,
  external_id: reference.nullish(),
  ...archived,
  ...seenRevision,
});
export type ChangeMaterial = z.infer<typeof changeMaterialBody>;
