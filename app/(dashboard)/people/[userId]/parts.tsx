import "server-only";
import type { ReactNode } from "react";
import { Achievements } from "@/components/gamification/achievements";
import { MinutesByWeek, type WeekMinutes } from "@/components/learners/learner-charts";
import { Notes } from "@/components/learners/notes";
import { RecentActivity } from "@/components/learners/recent-activity";
import { ActivityCalendar } from "@/components/learning/activity-calendar";
import { ClientMessages } from "@/components/shell/client-messages";
import { DurationValue, type NumberProps, NumberStrip } from "@/components/ui/numbers";
import { Section, SectionHead } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { Learner } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { noteList } from "@/lib/domain/learners/notes/queries";
import type { ActivityDay } from "@/lib/domain/learning/schema";
import { hasAnything, type LearnerDays } from "@/lib/flows/learning/days";
import { lastSeen } from "@/lib/flows/learning/learner";
import type { MyLearning } from "@/lib/flows/learning/my-learning";
import type { standingOf } from "@/lib/flows/learning/own";
import { quizScores } from "@/lib/flows/learning/progress";
import { recentActivity } from "@/lib/flows/learning/recent";
import { progressOver } from "@/lib/flows/learning/student-progress";
import type { Stretch } from "@/lib/flows/learning/timeline";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";
import { oneDecimal } from "@/lib/measure/rounding";
import { type Day, daysInclusive, plusDays } from "@/lib/platform/time";

/* Parts of a learner's page. */

type Standing = Awaited<ReturnType<typeof standingOf>>;

/** Without a timeline, so many days are shown. */
const daysAlone = 26 * 7;

/** The days that the timeline shows, until today; null where nothing has happened yet. */
export function shownDays(
  stretch: Stretch | null,
  { first, today }: LearnerDays,
): { from: Day; to: Day } | null {
  if (!stretch) return first === null ? null : { from: plusDays(today, 1 - daysAlone), to: today };
  const end = plusDays(stretch.to, 6);
  return stretch.from > today ? null : { from: stretch.from, to: end < today ? end : today };
}

/** When they were last seen, what they attended, watched, did and scored, and their XP. */
export function LearnerNumbers({
  learning,
  days,
  standing,
  shown,
  zone,
}: {
  learning: MyLearning;
  days: LearnerDays;
  standing: Standing;
  shown: { from: Day; to: Day } | null;
  zone: string;
}) {
  const language = useLanguage();
  const { t, count, decimal } = language;
  const { past, videos, courses } = learning;
  const seen = lastSeen(learning);
  const missed = past.filter(({ attended, recording }) => !attended && recording !== null);
  const progress = progressOver(courses);
  const quizzes = quizScores(courses.flatMap(({ assessments }) => assessments));
  const all = days.totals(days.first ?? days.today, days.today);
  return (
    <NumberStrip
      items={[
        {
          label: t("learners.numbers.last_seen"),
          value: seen ? dateFormat(language.code).shortDate(seen, zone) : unknown,
          base: shown
            ? t("learners.numbers.active", {
                active: days.totals(shown.from, shown.to).active_days,
                days: daysInclusive(shown.from, shown.to),
              })
            : null,
        },
        {
          label: t("learners.numbers.attended"),
          ...(past.length
            ? {
                value: count(past.filter(({ attended }) => attended).length),
                unit: t("ui.of_base", { base: past.length }),
                base: t("learners.numbers.caught_up", {
                  caught: missed.filter(({ recording }) => recording?.completed).length,
                  recorded: missed.length,
                }),
              }
            : { value: unknown }),
        },
        {
          label: t("learners.numbers.watched"),
          value: <DurationValue seconds={all.watch_seconds} />,
          base: t("learners.numbers.videos", {
            completed: videos.filter(({ completed }) => completed).length,
            videos: videos.length,
          }),
        },
        {
          label: t("learners.numbers.progress"),
          value: decimal(progress.overall_progress_percentage),
          ...(progress.overall_progress_percentage === null ? {} : { unit: "%" }),
          base: t("learners.numbers.lessons", {
            completed: progress.lessons_completed,
            lessons: progress.lessons_total,
          }),
        },
        { label: t("learners.numbers.quizzes"), ...quizNumber(quizzes, language) },
        {
          label: t("learners.numbers.xp"),
          value: count(standing.total_xp),
          unit: t("learners.numbers.level", { level: standing.level }),
          base: t(days.has_events ? "learners.numbers.xp_base" : "learners.numbers.taught", {
            more: standing.xp_to_next_level,
            ...{ next: standing.level + 1, streak: days.current_streak },
          }),
        },
      ]}
    />
  );
}

/** The mean of the scored quizzes; of fewer than 3 the points, since a mean would be one or two scores. */
function quizNumber(
  quizzes: ReturnType<typeof quizScores>,
  { t, count, decimal }: Language,
): Pick<NumberProps, "value" | "unit" | "base"> {
  if (!quizzes) return { value: unknown };
  const { scored, mean_percentage: mean, points, maximum_points: maximum } = quizzes;
  const base = t("learners.numbers.scored", { scored, quizzes: quizzes.quizzes });
  if (scored === 0) return { value: unknown, base };
  return mean === null
    ? { value: count(points), unit: t("learners.numbers.points", { maximum }), base }
    : { value: decimal(mean), unit: "%", base };
}

/** Their minutes by the timeline's weeks, the last of which may not be over; nothing where there are none. */
export function LearnerMinutes({
  days,
  shown: { from, to },
}: {
  days: LearnerDays;
  shown: { from: Day; to: Day };
}) {
  const { code } = useLanguage();
  const weeks = weeksOf(days.between(from, to), (week) => dateFormat(code).shortDay(week));
  if (weeks.every(({ minutes }) => minutes === 0)) return null;
  return (
    <Section id="minutes" line>
      <ClientMessages of={["learners.weeks"]}>
        <MinutesByWeek weeks={weeks} />
      </ClientMessages>
    </Section>
  );
}

const weekDays = 7;

/** Days in a row as weeks that begin with the first of them. */
export function weeksOf(days: readonly ActivityDay[], textOf: (day: Day) => string): WeekMinutes[] {
  return Array.from({ length: Math.ceil(days.length / weekDays) }, (_, index) => {
    const own = days.slice(index * weekDays, (index + 1) * weekDays);
    const sum = (of: (day: ActivityDay) => number) => oneDecimal(own.reduce((all, one) => all + of(one), 0));
    return {
      ...{ week: own[0]!.day, text: textOf(own[0]!.day), minutes: sum(({ minutes }) => minutes) },
      watch_minutes: sum((day) => day.watch_minutes),
      attendance_minutes: sum((day) => day.attendance_minutes),
    };
  });
}

/** The days of the timeline's weeks. */
export function LearnerCalendar({ days, shown }: { days: LearnerDays; shown: { from: Day; to: Day } }) {
  const { from, to } = shown;
  return (
    <Section id="activity" line>
      <ClientMessages of={["learning.calendar"]}>
        <ActivityCalendar
          days={days.between(from, to).filter(hasAnything)}
          {...{ from, to, all: daysInclusive(from, to), whole: days.has_events }}
          // A streak is of now, not of weeks long ago.
          streak={to === days.today ? days.current_streak : 0}
        />
      </ClientMessages>
    </Section>
  );
}

/** What they did last; and for who may read their XP, their achievements. */
export async function LearnerRecent({
  scope,
  person,
  learning,
  days,
  standing,
  language,
  now,
  notes = null,
}: {
  scope: Scope;
  person: Learner & { school_id: string | null; time_zone: string };
  learning: MyLearning;
  days: LearnerDays;
  standing: Standing;
  language: Language;
  now: Date;
  /** Beside it, for who may read them. */
  notes?: ReactNode;
}) {
  const { t, duration } = language;
  const { achievements } = standing;
  const recent = await recentActivity(scope, person, learning, language);
  const { dayAndTime } = dateFormat(language.code);
  const detailOf = ({ seconds, score, xp, kind }: (typeof recent)[number]): string | null => {
    if (score)
      return score.points === null
        ? t("learning.course.not_marked")
        : t("learners.recent.points", { points: score.points, maximum: score.maximum });
    if (kind === "xp") return t("learning.calendar.parts.xp", { count: xp ?? 0 });
    return seconds === null ? null : duration(seconds);
  };
  const hasRecent = recent.length > 0;
  return (
    <>
      {hasRecent || notes ? (
        <div className="mt-12 grid grid-cols-2 gap-12 border-t border-line pt-5 max-rail:mt-10 max-rail:grid-cols-1 max-rail:gap-10">
          {hasRecent ? (
            <section id="recent">
              <SectionHead title={t("learners.recent.title")} />
              <RecentActivity
                rows={recent.map((one) => ({
                  ...{ key: one.key, kind: one.kind, title: one.title, href: one.href },
                  when: dayAndTime(one.at, now, person.time_zone),
                  detail: detailOf(one),
                }))}
              />
            </section>
          ) : null}
          {notes}
        </div>
      ) : null}
      {achievements ? (
        <Achievements own={{ ...standing, achievements, ...days }} zone={person.time_zone} />
      ) : null}
    </>
  );
}

/** What staff wrote about them. The caller has checked that the scope may read it. */
export async function LearnerNotes({
  scope,
  person: { user_id, name, time_zone },
  language: { t, code },
  now,
}: {
  scope: Scope;
  person: Learner & { name: string; time_zone: string };
  language: Language;
  now: Date;
}) {
  const { items, total } = await noteList(scope, user_id, { limit: 100, offset: 0 });
  return (
    <section id="notes">
      <SectionHead title={t("learners.notes.title")} />
      <ClientMessages of={["learners.notes", "learning.rows"]}>
        <Notes
          {...{ name, total }}
          userId={user_id}
          isAdmin={isAdmin(scope)}
          notes={items.map(({ created_at, ...note }) => ({
            ...note,
            when: dateFormat(code).dayAndTime(new Date(created_at), now, time_zone),
          }))}
        />
      </ClientMessages>
    </section>
  );
}
