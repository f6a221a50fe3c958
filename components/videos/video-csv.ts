import type { Language, Message } from "@/lib/language/language";
import { cellOf, columnsOf, decodeText, isEmptyRow, type Row, readTable } from "@/lib/platform/read-table";

/* A list of videos from a spreadsheet. Loaded when the first list is read. */

/** A video as the route takes it, with its line in the file. */
export type ListedVideo = {
  line: number;
  item: { title: string; course_id: string } & Partial<
    Record<"external_id" | "lesson_id" | "source_url" | "page_url" | "provider_id", string>
  > & { provider?: "cloudflare"; duration_seconds?: number };
};
export type VideoList = { videos: ListedVideo[]; problems: { line: number; message: string }[] };

const columns = {
  title: ["title", "name", "video", "titel", "título", "titre"],
  course: ["course", "courseid", "kurs", "curso", "cours"],
  lesson: ["lesson", "lessonid"],
  external_id: ["id", "externalid", "videoid"],
  address: ["address", "sourceurl", "fileurl", "file", "url"],
  page: ["page", "pageurl"],
  cloudflare: ["cloudflareid", "cloudflare", "streamid", "providerid"],
  length: ["length", "duration", "durationseconds"],
} as const;
type Positions = Record<keyof typeof columns, number>;

/** The most videos in one list. */
const listMax = 5000;

/** Reads videos by their headings in any order; a line that lacks its title is a problem, and stops no other. */
export function readVideos(
  bytes: Uint8Array,
  courses: readonly { id: string; title: string }[],
  defaultCourse: string,
  { t }: Language,
): VideoList {
  const table = readTable(decodeText(bytes), (rows) =>
    rows.some((row) => columnsOf(row, columns).title >= 0),
  );
  const text = ({ key, values }: Message) => t(key, values);
  if (!table) return { videos: [], problems: [{ line: 1, message: t("videos.add.list.no_title") }] };
  const problems = table.problems.map(({ line, message }) => ({ line, message: text(message) }));
  const broken = new Set(problems.map(({ line }) => line));
  const head = table.rows.find((row) => columnsOf(row, columns).title >= 0)!;
  const positions = columnsOf(head, columns);
  const byTitle = new Map(courses.map(({ id, title }) => [title.trim().toLowerCase(), id]));
  const seen = new Map<string, number>();
  const videos: ListedVideo[] = [];
  for (const row of table.rows) {
    if (row.line <= head.line || isEmptyRow(row) || broken.has(row.line)) continue;
    const read = videoOf(
      row,
      positions,
      (course) => byTitle.get(course.toLowerCase()) ?? course,
      defaultCourse,
    );
    const id = read.external_id;
    const before = id === undefined ? undefined : seen.get(id);
    const message = !read.title
      ? t("videos.add.list.title_missing")
      : !read.course_id
        ? t("videos.add.list.course_missing")
        : before !== undefined
          ? t("videos.add.list.same_as", { line: before })
          : videos.length === listMax
            ? t("videos.add.list.too_many", { count: listMax })
            : null;
    if (message) problems.push({ line: row.line, message });
    else videos.push({ line: row.line, item: read });
    if (id !== undefined && before === undefined) seen.set(id, row.line);
    if (videos.length === listMax && message) break;
  }
  if (videos.length + problems.length === 0) problems.push({ line: 1, message: t("videos.add.list.empty") });
  return { videos, problems };
}

function videoOf(
  row: Row,
  positions: Positions,
  courseOf: (course: string) => string,
  defaultCourse: string,
): ListedVideo["item"] {
  const cell = (name: keyof Positions) => cellOf(row, positions[name]);
  const course = cell("course");
  const seconds = secondsIn(cell("length"));
  const given = {
    external_id: cell("external_id"),
    lesson_id: cell("lesson"),
    source_url: cell("address"),
    page_url: cell("page"),
    provider_id: cell("cloudflare"),
  };
  return {
    title: cell("title"),
    course_id: course ? courseOf(course) : defaultCourse,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value)),
    ...(given.provider_id ? { provider: "cloudflare" as const } : {}),
    ...(seconds === null ? {} : { duration_seconds: seconds }),
  };
}

/** `1:02:03`, `12:03` or seconds; null for none. What cannot be a length the server refuses. */
function secondsIn(text: string): number | null {
  if (!text) return null;
  return text.split(":").reduce((sum, part) => sum * 60 + Number(part.replace(",", ".")), 0);
}
