import "server-only";
import type { Learner } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import type { LessonStretch } from "@/lib/domain/practice/schema";
import { type Match, matchTopic, type Place, topicWords } from "@/lib/domain/practice/topics";
import { stopWordsOf } from "@/lib/domain/sessions/comment-language";
import { type OwnVideo, ownVideos } from "@/lib/domain/videos/queries/progress";
import { writtenAlong } from "@/lib/domain/videos/queries/tracks";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { oneDecimal } from "@/lib/measure/rounding";

/* Which stretches of the videos that a learner may open treat what they practise. */

/** More videos than this are not searched. */
const videosMax = 500;

/** For each topic the stretch that treats it, with how much of it the learner has seen; null for one that nothing treats. */
export async function treatedIn(
  scope: Scope,
  topics: readonly string[],
  learner: Learner = scope,
): Promise<(LessonStretch | null)[]> {
  if (topics.length === 0) return [];
  // In any of the languages: a course may teach another than the school's.
  const isStop = stopWordsOf(null);
  const videos = (await ownVideos(scope, { limit: videosMax, offset: 0 }, learner)).items;
  const words = [...new Set(topics.flatMap((topic) => topicWords(topic, isStop)))];
  const written = await writtenAlong(
    videos.map(({ video_id }) => video_id),
    words,
  );
  const [chapters, cues] = [byVideo(written.chapters), byVideo(written.cues)];
  const places = videos.map(
    ({ video_id, title, lesson_title, duration_seconds }): Place => ({
      ...{ video_id, title, lesson_title, duration_seconds },
      ...{ chapters: chapters.get(video_id) ?? [], cues: cues.get(video_id) ?? [] },
    }),
  );
  return topics.map((topic) => {
    const match = matchTopic(topic, places, isStop);
    return match && described(match, videos.find(({ video_id }) => video_id === match.video_id)!);
  });
}

function byVideo<Row extends { video_id: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) getOrInsert(groups, row.video_id, () => []).push(row);
  return groups;
}

/** A match with its video, as the learner has it. */
function described({ matched_by, from_seconds, to_seconds }: Match, video: OwnVideo): LessonStretch {
  const { course_id, course_title, lesson_id, lesson_number, video_id, href } = video;
  const [from, to] = [from_seconds ?? 0, to_seconds ?? video.duration_seconds ?? Number.POSITIVE_INFINITY];
  const seen = video.watched.reduce(
    (sum, [start, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)),
    0,
  );
  return {
    ...{ matched_by, course_id, course_title, lesson_id, lesson_number, video_id },
    ...{ video_title: video.title, duration_seconds: video.duration_seconds, watched: video.watched },
    ...{ from_seconds, to_seconds, seen_seconds: oneDecimal(seen) },
    // The school's own page plays it from its beginning.
    href: from > 0 && href === `/watch/${video_id}` ? `${href}?t=${Math.floor(from)}` : href,
  };
}
