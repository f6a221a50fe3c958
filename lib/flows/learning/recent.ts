import "server-only";
import type { Learner } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { achievementOf } from "@/lib/domain/gamification/achievements";
import { acts } from "@/lib/domain/gamification/rules";
import { latestViews } from "@/lib/domain/videos/queries/view-days";
import type { Language } from "@/lib/language/language";
import { uuidPattern } from "@/lib/platform/ids";
import type { MyLearning } from "./my-learning";
import { latestAwards } from "./own";

/* What a learner did last, of all kinds in one list, as far as the scope may read it. */

/** So many are read of each kind, and shown of all. */
const recentMax = 50;

export type Recent = {
  key: string;
  at: Date;
  kind: "attended" | "watched" | "handed_in" | "xp" | "achievement";
  /** Of the session, video or assessment; the achievement's name, or what the XP was for. */
  title: string;
  href: string | null;
  /** Of a session or video: how long. */
  seconds: number | null;
  /** Of a result: the points, null while it is not marked. */
  score: { points: number | null; maximum: number } | null;
  xp: number | null;
};

const nothing = { href: null, seconds: null, score: null, xp: null };

/** The latest first. */
export async function recentActivity(
  scope: Scope,
  person: Learner & { school_id: string | null },
  { past, courses }: Pick<MyLearning, "past" | "courses">,
  language: Language,
): Promise<Recent[]> {
  const [views, awards] = await Promise.all([
    latestViews(scope, recentMax, person),
    latestAwards(scope, person, recentMax),
  ]);
  const all: Recent[] = [
    ...past
      .filter(({ attended }) => attended)
      .map(({ id, title, begun_at, present_ms }) => ({
        ...{ ...nothing, key: id, at: begun_at, kind: "attended" as const, title },
        ...{ href: `/sessions/${id}`, seconds: present_ms / 1000 },
      })),
    ...views.map(({ playback_id, video_id, title, at, watch_ms }) => ({
      ...{ ...nothing, key: playback_id, at, kind: "watched" as const, title },
      ...{ href: `/videos/${video_id}`, seconds: watch_ms / 1000 },
    })),
    ...courses.flatMap(({ assessments }) =>
      assessments.flatMap(({ id, course_id, title, submitted_at, points, maximum_points: maximum }) =>
        submitted_at
          ? [
              {
                ...{ ...nothing, key: id, at: submitted_at, kind: "handed_in" as const, title },
                ...{
                  href: `/courses/${course_id}/results`,
                  score: { points, maximum },
                },
              },
            ]
          : [],
      ),
    ),
    ...awards.map((award) => ({
      ...nothing,
      ...awardOf(award, language),
      key: award.id,
      at: award.occurred_at,
    })),
  ];
  return all.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.key < b.key ? -1 : 1)).slice(0, recentMax);
}

/** The pages of what the server itself awards XP for. */
const pages: Record<string, string> = { session_attended: "/sessions", video_completed: "/videos" };

function awardOf(
  { event_type, properties }: Awaited<ReturnType<typeof latestAwards>>[number],
  { t }: Language,
) {
  if (event_type === "achievement_earned") {
    const id = String(properties.achievement_id);
    const title = achievementOf(id)
      ? t(`gamification.achievements.names.${id as "first_video"}`)
      : String(properties.name ?? id);
    return { kind: "achievement" as const, title };
  }
  const reason = String(properties.reason);
  const act = acts.find((name) => name === reason);
  const of = String(properties.material_id);
  const page = pages[reason];
  return {
    kind: "xp" as const,
    title: act ? t(`gamification.rules.acts.${act}`) : reason,
    xp: Number(properties.amount),
    href: page && uuidPattern.test(of) ? `${page}/${of}` : null,
  };
}
