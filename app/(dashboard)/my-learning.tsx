import "server-only";
import { Rows } from "@/components/learning/rows";
import { Findings, PageHead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import {
  canBeCaughtUp,
  type MyLearning,
  myLearning,
  myLearningFindings,
  type OwnCourse,
  type PastSession,
} from "@/lib/flows/learning/my-learning";
import type { Search } from "@/lib/http/list-url";
import { plural } from "@/lib/platform/format";
import { clockTime, longDate } from "@/lib/platform/format-dates";
import { listInWords } from "@/lib/platform/phrases";
import { zoneName } from "@/lib/platform/time";
import { comingRow, pastRow, videoRow } from "./learning-rows";

/** A student's start page: what is live and next, where they stopped, what they missed, and their courses. */
export async function MyLearningPage({ scope, search }: { scope: Scope; search: Search }) {
  const now = new Date();
  const [school, learning] = await Promise.all([ownSchool(scope), myLearning(scope, now)]);
  const zone = school.time_zone;
  const { coming, begun, past, courses } = learning;
  const missed = past.filter(canBeCaughtUp);
  const nothing = coming.total === 0 && past.length === 0 && courses.length === 0;
  return (
    <>
      <PageHead
        title="My learning"
        meta={[scope.name, `${longDate(now, zone)}, ${clockTime(now, zone)}`, zoneName(zone)]}
        summary={nothing ? null : <Findings findings={myLearningFindings(learning)} />}
      />
      {nothing ? (
        <Empty place="page" title="No courses yet">
          The sessions and videos of your courses appear here once your school has added you to a course.
        </Empty>
      ) : (
        <>
          <Section id="next" title={comingTitle(coming)} line>
            {coming.total === 0 ? (
              <p className="text-small text-ink-2">
                Planned sessions of your courses appear here, with a button to join.
              </p>
            ) : (
              <Rows
                first={5}
                noun="sessions"
                rows={coming.items.map((session) => comingRow(session, now, zone))}
              />
            )}
          </Section>
          {begun.length > 0 ? (
            <Section
              id="continue"
              title="Continue watching"
              sub="The video you watched last comes first. Each opens where you stopped; the mark shows it."
              line
            >
              <Rows first={4} noun="videos" rows={begun.map((video) => videoRow(video, now, zone))} />
            </Section>
          ) : null}
          {missed.length > 0 ? (
            <Section
              id="missed"
              title={`${missed.length} missed ${missed.length === 1 ? "session" : "sessions"} whose recording you have not finished`}
              line
            >
              <Rows
                first={4}
                noun="missed sessions"
                rows={missed.map((session) => pastRow(session, now, zone))}
              />
            </Section>
          ) : null}
          {past.length > 0 ? (
            <Section
              id="sessions"
              title={pastTitle(past)}
              sub="The latest first, with how far you are in the recording where there is one."
              line
            >
              <Rows first={4} noun="sessions" rows={past.map((session) => pastRow(session, now, zone))} />
            </Section>
          ) : null}
          <Section id="courses" title={coursesTitle(courses)} line>
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
      <WhoCanSee learning={learning} school={school.name} />
    </>
  );
}

function comingTitle({ items, total }: MyLearning["coming"]): string {
  const live = items.filter(({ status }) => status === "live").length;
  if (total === 0) return "No sessions are planned";
  const planned = plural(total - live, "planned session");
  return live === 0 ? `Next: ${planned}` : live === total ? "Live now" : `Live now, and ${planned}`;
}

const pastTitle = (past: readonly PastSession[]) =>
  `You attended ${past.filter(({ attended }) => attended).length} of ${plural(past.length, "session")}`;

function coursesTitle(courses: readonly OwnCourse[]): string {
  const videos = courses.flatMap((course) => course.videos);
  const completed = videos.filter((video) => video.completed).length;
  if (videos.length === 0) return "Your courses";
  return `${completed} of ${plural(videos.length, "video")} completed in ${plural(courses.length, "course")}`;
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
  const completed = course.videos.filter((video) => video.completed).length;
  const next = course.videos.find((video) => !video.completed);
  return (
    <details open={open} id={`course-${course.id}`} className="group scroll-mt-4 border-t border-line">
      <summary className="grid cursor-pointer grid-cols-[minmax(0,2fr)_minmax(0,3fr)_4rem] items-center gap-x-6 rounded-md py-3 text-small marker:content-none hover:bg-hover max-columns:grid-cols-[minmax(0,1fr)_auto]">
        <span className="min-w-0">
          <span className="block font-medium wrap-anywhere">{course.title}</span>
          <span className="block text-axis text-ink-3">{listInWords(course.instructors)}</span>
        </span>
        <span className="text-ink-2 tabular-nums max-columns:order-last max-columns:col-span-full">
          {course.videos.length
            ? `${completed} of ${plural(course.videos.length, "video")} completed`
            : "No videos yet"}
          {course.sessions ? `, ${course.attended} of ${plural(course.sessions, "session")} attended` : ""}
          {next && completed > 0 ? `, next: ${next.title}` : ""}
        </span>
        <span className="inline-flex items-center gap-1.5 font-medium text-accent">
          <span className="group-open:hidden">Show</span>
          <span className="hidden group-open:inline">Hide</span> <Icon name="chevron" />
        </span>
      </summary>
      <div className="pb-4 pl-4 max-columns:pl-0">
        {course.videos.length ? (
          <Rows
            first={course.videos.length}
            noun="videos"
            rows={course.videos.map((video) => ({
              ...videoRow(video, now, zone),
              sub: video.lesson_number ? `Lesson ${video.lesson_number}` : "",
            }))}
          />
        ) : (
          <p className="text-small text-ink-2">Videos appear here once they are ready.</p>
        )}
      </div>
    </details>
  );
}

/** Who may read what this page shows: as lib/auth/reach.ts has it. */
function WhoCanSee({ learning: { courses }, school }: { learning: MyLearning; school: string | null }) {
  const names = [...new Set(courses.flatMap(({ instructors }) => instructors))];
  return (
    <Section line>
      <p className="max-w-[780px] text-small text-ink-2">
        <b className="text-ink">Who can see this:</b> you see all of it.{" "}
        {names.length > 0
          ? `${listInWords(names)} ${names.length === 1 ? "sees" : "see"}`
          : "Instructors see"}{" "}
        what you watch in the courses that they teach. Whoever teaches a session sees your attendance,
        messages and rating in it. The administrators{school ? ` of ${school}` : ""} and of this installation
        see everything. Other students see nothing.
      </p>
    </Section>
  );
}
