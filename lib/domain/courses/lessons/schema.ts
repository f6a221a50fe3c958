import { z } from "zod";
import { instant, numberOrNull, whole } from "@/lib/http/contract";
import { contentKinds, materialTypes } from "./forms";

/* The answers of the routes of lessons. */

/** A video, session or material of a lesson. */
export const lessonContent = z.object({
  kind: z.enum(contentKinds),
  id: z.string(),
  title: z.string(),
  material_type: z.enum(materialTypes).nullable(),
  url: z.string().nullable(),
  duration_seconds: numberOrNull,
  /** When a session began or will. */
  starts_at: instant.nullable(),
  revision: whole,
});
export type LessonContent = z.infer<typeof lessonContent>;

export const lessonRow = z.object({
  id: z.string(),
  course_id: z.string(),
  external_id: z.string().nullable(),
  number: z.string(),
  title: z.string(),
  position: whole,
  /** In order; of the sessions those that the caller can see. */
  items: z.array(lessonContent),
  archived_at: instant.nullable(),
  revision: whole,
});
export type LessonRow = z.infer<typeof lessonRow>;

export const lessonsAnswer = z.object({ success: z.literal(true), items: z.array(lessonRow), total: whole });
export const lessonAnswer = z.object({ success: z.literal(true), lesson: lessonRow });
export const orderAnswer = z.object({ success: z.literal(true), lesson_ids: z.array(z.string()) });

export const materialRow = z.object({
  id: z.string(),
  lesson_id: z.string(),
  external_id: z.string().nullable(),
  type: z.enum(materialTypes),
  title: z.string(),
  url: z.string().nullable(),
  duration_seconds: numberOrNull,
  archived_at: instant.nullable(),
  revision: whole,
});
export type MaterialRow = z.infer<typeof materialRow>;
export const materialsAnswer = z.object({
  success: z.literal(true),
  items: z.array(materialRow),
  total: whole,
});
export const materialAnswer = z.object({ success: z.literal(true), material: materialRow });
