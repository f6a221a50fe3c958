import { mediaTime } from "@/lib/language/numbers";

/* A video's chapters, as people write them: a line for each, "1:30 Why it matters". */

export type Chapter = { start_seconds: number; title: string };

const chaptersMax = 200;
const titleMax = 200;
const lineForm = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)\s+(\S.*)$/;

/** The chapters of these lines in order, or the number of the first line that is none. */
export function readChapters(text: string): Chapter[] | { line: number } {
  const chapters: Chapter[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const [, hours = "0", minutes, seconds, title = ""] = lineForm.exec(line.trim()) ?? [];
    const start_seconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    const follows = start_seconds > (chapters.at(-1)?.start_seconds ?? -1);
    if (!follows || title.length > titleMax || chapters.length === chaptersMax) return { line: index + 1 };
    chapters.push({ start_seconds, title });
  }
  return chapters;
}

/** The same chapters as lines. */
export const chapterLines = (chapters: readonly Chapter[]): string =>
  chapters.map(({ start_seconds, title }) => `${mediaTime(start_seconds)} ${title}`).join("\n");
