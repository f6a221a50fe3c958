import type { LessonContent, LessonRow } from "@/lib/domain/courses/lessons/schema";

/* What the course page hands to its lessons. */

/** A thing of a lesson, with its time as a text. */
export type ShownContent = LessonContent & { when: string | null };
export type ShownLesson = Omit<LessonRow, "items"> & { items: ShownContent[] };

/** The videos and sessions of the course that a lesson can take, each with the lesson that has it. */
export type LessonChoices = {
  kind: "video" | "session";
  id: string;
  title: string;
  when: string | null;
  lesson_id: string | null;
}[];

/** The page of a thing; a material's is its own address. */
export const hrefOf = ({ kind, id, url }: Pick<ShownContent, "kind" | "id" | "url">): string | null =>
  kind === "video" ? `/videos/${id}` : kind === "session" ? `/sessions/${id}` : url;

/** The number and title of a lesson of the page. */
export const lessonName = (
  lessons: readonly Pick<ShownLesson, "id" | "number" | "title">[],
  id: string | null,
): string | null => {
  const lesson = lessons.find((one) => one.id === id);
  return lesson ? `${lesson.number} ${lesson.title}` : null;
};
