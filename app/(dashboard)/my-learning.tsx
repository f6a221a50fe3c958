import "server-only";
import { Achievements } from "@/components/gamification/achievements";
import { Rows } from "@/components/learning/rows";
import { PrivacyLink } from "@/components/schools/privacy-link";
import { Findings, PageHead } from "@/components/shell/page-head";
import { SimpleTable } from "@/components/tables/simple-table";
import { Empty } from "@/components/ui/empty";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { currentLanguage } from "@/lib/auth/language";
import { type OwnSchool, ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import {
  canBeCaughtUp,
  type MyLearning,
  myLearning,
  myLearningFindings,
  type OwnCourse,
  type PastSession,
} from "@/lib/flows/learning/my-learning";
import { ownDays, standingOf } from "@/lib/flows/learning/own";
import type { Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { comingRow, pastRow, quizzesText, scoreText, videoRow } from "./learning-rows";
import { OwnCalendar } from "./own-calendar";

/** A student's start page: what is live and next, where they stopped, what they missed, and their courses. */
export async function MyLearningPage({ scope, search }: { scope: Scope; search: Search }) {
  const now = new Date();
  const language = await currentLanguage();
  const { t } = language;
  const { clockTime, longDate } = dateFormat(language.code);
  const [school, learning, { days }, standing] = await Promise.all([
    ownSchool(scope),
    myLearning(scope, now),
    ownDays(scope, now),
    standingOf(scope, scope),
  ]);
  const { achievements } = standing;
  const zone = school.time_zone;
  const { coming, begun, past, courses } = learning;
  const missed = past.filter(canBeCaughtUp);
  const nothing = coming.total === 0 && past.length === 0 && courses.length === 0;
  return (
    <>
      <PageHead
        title={t("shell.frame.places.my_learning")}
        meta={[scope.name, `${longDate(now, zone)}, ${clockTime(now, zone)}`, zoneName(zone, language)]}
        summary={nothing ? null : <Findings findings={myLearningFindings(learning, language)} />}
      />
      {nothing ? (
        <Empty place="page" title={t("learning.page.none")}>
          {t("learning.page.none_about")}
        </Empty>
      ) : (
        <>
          <Section id="next" title={comingTitle(coming, language)} line>
            {coming.total === 0 ? (
              <p className="text-small text-ink-2">{t("learning.page.no_sessions_about")}</p>
            ) : (
              <Rows
                first={5}
                noun="sessions"
                rows={coming.items.map((session) => comingRow(session, now, zone, language))}
              />
            )}
          </Section>
          {begun.length > 0 ? (
            <Section
              id="continue"
              title={t("learning.page.continue")}
              sub={t("learning.page.continue_about")}
              line
            >
              <Rows
                first={4}
                noun="videos"
                rows={begun.map((video) => videoRow(video, now, zone, language))}
              />
            </Section>
          ) : null}
          {missed.length > 0 ? (
            <Section id="missed" title={t("learning.page.missed", { count: missed.length })} line>
              <Rows
                first={4}
                noun="missed_sessions"
                rows={missed.map((session) => pastRow(session, now, zone, language))}
              />
            </Section>
          ) : null}
          {past.length > 0 ? (
            <Section id="sessions" title={pastTitle(past, language)} sub={t("learning.page.past_about")} line>
              <Rows
                first={4}
                noun="sessions"
                rows={past.map((session) => pastRow(session, now, zone, language))}
              />
            </Section>
          ) : null}
          <Section id="courses" title={coursesTitle(courses, language)} line>
            {courses.map((course) => (
              <Course
                key={course.id}
                course={course}
                open={course.id === search.course_id}
                now={now}
                zone={zone}
              />
            ))}
          </Section>
        </>
      )}
      {nothing && days.first === null ? null : (
        <Section id="activity" line>
          <OwnCalendar days={days} standing={standing} />
        </Section>
      )}
      {achievements === null || (nothing && standing.total_xp === 0) ? null : (
        <Achievements own={{ ...standing, achievements, ...days }} zone={zone} />
      )}
      <WhoCanSee learning={learning} school={school} />
    </>
  );
}

function comingTitle({ items, total }: MyLearning["coming"], { t }: Language): string {
  const live = items.filter(({ status }) => status === "live").length;
  if (total === 0) return t("learning.page.none_planned");
  const planned = total - live;
  if (live === 0) return t("learning.page.next", { planned });
  return planned === 0 ? t("learning.page.live") : t("learning.page.live_and_planned", { planned });
}

const pastTitle = (past: readonly PastSession[], { t }: Language) =>
  t("learning.page.past", {
    attended: past.filter(({ attended }) => attended).length,
    count: past.length,
  });

function coursesTitle(courses: readonly OwnCourse[], { t }: Language): string {
  const videos = courses.flatMap((course) => course.videos);
  const completed = videos.filter((video) => video.completed).length;
  if (videos.length === 0) return t("learning.page.courses");
  return t("learning.page.courses_completed", {
    completed,
    videos: videos.length,
    courses: courses.length,
  });
}

function Course({
  course,
  open,
  now,
  zone,
}: {
  course: OwnCourse;
  /** A link to it opens it. */
  open: boolean;
  now: Date;
  zone: string;
}) {
  const language = useLanguage();
  const { t, and } = language;
  const completed = course.videos.filter((video) => video.completed).length;
  const next = course.videos.find((video) => !video.completed);
  return (
    <details open={open} id={`course-${course.id}`} className="group scroll-mt-4 border-t border-line">
      <summary className="grid cursor-pointer grid-cols-[minmax(0,2fr)_minmax(0,3fr)_6rem] items-center gap-x-6 rounded-md py-3 text-small marker:content-none hover:bg-hover max-columns:grid-cols-[minmax(0,1fr)_auto]">
        <span className="min-w-0">
          <span className="block font-medium wrap-anywhere">{course.title}</span>
          <span className="block text-axis text-ink-3">{and(course.instructors)}</span>
        </span>
        <span className="text-ink-2 tabular-nums max-columns:order-last max-columns:col-span-full">
          {course.lessons.length > 0 ? <CourseProgress course={course} /> : null}
          {t("learning.course.videos", {
            videos: course.videos.length,
            completed,
            sessions: course.sessions,
            attended: course.attended,
            further: next && completed > 0 ? "yes" : "no",
            next: next?.title ?? "",
          })}
        </span>
        <span className="inline-flex items-center gap-1.5 justify-self-end font-medium text-accent">
          <span className="group-open:hidden">{t("ui.show")}</span>
          <span className="hidden group-open:inline">{t("learning.course.hide")}</span>{" "}
          <Icon name="chevron" />
        </span>
      </summary>
      <div className="pb-4 pl-4 max-columns:pl-0">
        {course.videos.length ? (
          <Rows
            first={course.videos.length}
            noun="videos"
            rows={course.videos.map((video) => ({
              ...videoRow(video, now, zone, language),
              sub: video.lesson_number ? t("learning.row.lesson", { lesson: video.lesson_number }) : "",
            }))}
          />
        ) : (
          <p className="text-small text-ink-2">{t("learning.course.no_videos")}</p>
        )}
        {course.assessments.length ? <Assessments course={course} now={now} zone={zone} /> : null}
      </div>
    </details>
  );
}

/** Lessons completed of all, mastery, and the quizzes beside it. */
function CourseProgress({ course: { progress, quizzes } }: { course: OwnCourse }) {
  const language = useLanguage();
  const { t, percent } = language;
  const { lessons, lessons_completed, mastery_percentage: mastery } = progress;
  return (
    <span className="block text-ink">
      {[
        t("learning.course.lessons", { completed: lessons_completed, lessons }),
        mastery === null ? null : t("learning.course.mastery", { mastery: percent(mastery) }),
        quizzes ? t("learning.course.quizzes", { quizzes: quizzesText(quizzes, language) }) : null,
      ]
        .filter(Boolean)
        .join(" · ")}
    </span>
  );
}

function Assessments({ course, now, zone }: { course: OwnCourse; now: Date; zone: string }) {
  const language = useLanguage();
  const { t } = language;
  const { dayAndTime } = dateFormat(language.code);
  const label = t("learning.course.results_of", { course: course.title });
  return (
    <div className="mt-4 max-w-[680px]">
      <SimpleTable
        label={label}
        rows={course.assessments}
        rowKey={({ id }) => id}
        columns={[
          { label: t("courses.results.assessment"), cell: ({ title }) => title },
          {
            label: t("courses.results.due"),
            cell: ({ due_at }) => (due_at ? dayAndTime(due_at, now, zone) : "—"),
          },
          {
            label: t("learning.course.your_result"),
            align: "end",
            cell: (assessment) => scoreText(assessment, language),
          },
        ]}
      />
    </div>
  );
}

/** Who may read what this page shows: as lib/auth/reach.ts has it. */
function WhoCanSee({ learning: { courses }, school }: { learning: MyLearning; school: OwnSchool }) {
  const { t, and } = useLanguage();
  const names = [...new Set(courses.flatMap(({ instructors }) => instructors))];
  return (
    <Section line>
      <p className="max-w-[780px] text-small text-ink-2">
        {t.rich("learning.page.who_can_see", {
          b: (text) => <b className="text-ink">{text}</b>,
          teachers: names.length,
          names: and(names),
          named: school.name ? "yes" : "no",
          school: school.name ?? "",
        })}
      </p>
      <PrivacyLink school={school} />
    </Section>
  );
}
