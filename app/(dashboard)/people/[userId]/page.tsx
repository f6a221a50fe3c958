import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { cache } from "react";
import { pastRow, videoRow } from "@/app/(dashboard)/learning-rows";
import { reached } from "@/app/reached";
import { NotCaughtUp, type NotCaughtUpRow } from "@/components/learners/not-caught-up";
import { Rows } from "@/components/learning/rows";
import { Findings, PageHead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/skeleton";
import { currentLanguage } from "@/lib/auth/language";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { mayNote } from "@/lib/domain/learners/notes/queries";
import { reachLearner } from "@/lib/domain/learners/queries";
import { timelineQuery } from "@/lib/domain/learners/schema";
import { practiceOf } from "@/lib/domain/practice/queries";
import { firstOwnSession } from "@/lib/domain/sessions/queries/own";
import { learnerDays } from "@/lib/flows/learning/days";
import { lastSeen, learnerFindings, notCaughtUp } from "@/lib/flows/learning/learner";
import { type MyLearning, myLearning } from "@/lib/flows/learning/my-learning";
import { standingOf } from "@/lib/flows/learning/own";
import { scoredAssessments } from "@/lib/flows/learning/scores";
import { stretchOf } from "@/lib/flows/learning/timeline";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { mediaTime } from "@/lib/language/numbers";
import { Streamed } from "../../streamed";
import { LearnerCourses } from "./courses";
import {
  LearnerCalendar,
  LearnerMinutes,
  LearnerNotes,
  LearnerNumbers,
  LearnerRecent,
  shownDays,
} from "./parts";
import { LearnerPractice } from "./practice";
import { LearnerScores } from "./scores";
import { Weeks } from "./weeks";

type Props = { params: Promise<{ userId: string }>; searchParams: Promise<Search> };

const learnerOfPage = cache((scope: Scope, userId: string) => reached(reachLearner(scope, userId)));

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: (await learnerOfPage(await requireStaff(), (await params).userId)).name };
}

/** One learner, as staff see them: their sessions, videos and courses, as far as these are the reader's. */
export default async function LearnerPage({ params, searchParams }: Props) {
  const [scope, { userId }, search] = await Promise.all([requireStaff(), params, searchParams]);
  const learner = await learnerOfPage(scope, userId);
  // The address of somebody who was merged leads to the person who stayed.
  if (learner.id !== userId) redirect(`/people/${learner.id}`);
  const now = new Date();
  const { school_id, time_zone } = learner;
  const person = { user_id: learner.id, name: learner.name, school_id, time_zone };
  const [language, learning, firstSession, days, standing, noted] = await Promise.all([
    currentLanguage(),
    myLearning(scope, now, person),
    firstOwnSession(scope, person),
    learnerDays(scope, person, now),
    standingOf(scope, person),
    school_id !== null && mayNote(scope, learner.id),
  ]);
  const { t } = language;
  const zone = learner.time_zone;
  const { coming, past, videos, courses } = learning;
  const { before } = queryFromUrl(timelineQuery, search);
  const [assessments, practised] = await Promise.all([
    scoredAssessments(learner.id, learning, now),
    // Practice is read by who may read notes: staff who teach the person, and admins.
    noted ? practiceOf(person) : [],
  ]);
  const stretch = stretchOf(learning, firstSession, zone, before, practised);
  const shown = shownDays(stretch, days);
  const missed = missedOf(learning, language);
  const seen = lastSeen(learning);
  const when = seen && dateFormat(language.code).relative(seen, now, zone);
  return (
    <>
      <PageHead
        crumbs={[
          { label: t("ui.people"), ...(isAdmin(scope) ? { href: "/people" } : {}) },
          { label: learner.name },
        ]}
        title={learner.name}
        meta={[
          learner.email,
          when ? t("learners.page.last_seen", { when }) : t("learners.page.never_seen"),
          learner.disabled_at ? t("learners.page.deactivated") : null,
          zoneName(zone, language),
        ]}
        actions={
          <>
            <LinkButton look="quiet" href={`/sessions?person_id=${learner.id}`}>
              {t("ui.sessions")}
            </LinkButton>
            {isAdmin(scope) ? (
              <LinkButton href={`/people/${learner.id}/edit`}>{t("people.edit.title")}</LinkButton>
            ) : null}
          </>
        }
        summary={past.length ? <Findings findings={learnerFindings(learner.name, past, language)} /> : null}
      />
      {courses.length + past.length + coming.total + videos.length + practised.length === 0 &&
      days.first === null ? (
        <Empty place="page" title={t("learners.page.none")}>
          {t("learners.page.none_about")}
        </Empty>
      ) : (
        <LearnerNumbers {...{ learning, days, standing, shown, zone }} />
      )}
      {stretch ? (
        <Weeks {...{ scope, learner, learning, assessments, practised, stretch, language, now }} />
      ) : null}
      {shown ? <LearnerMinutes {...{ days, shown }} /> : null}
      {shown ? <LearnerCalendar {...{ days, shown }} /> : null}
      <LearnerScores {...{ assessments, zone, now }} />
      {missed.rows.length ? (
        <Section id="missed" title={missed.title} sub={t("learners.missed.about")} line>
          <NotCaughtUp rows={missed.rows} />
        </Section>
      ) : null}
      {practised.length ? (
        <Streamed fallback={<TableSkeleton rows={6} />}>
          <LearnerPractice {...{ scope, person, language, now }} />
        </Streamed>
      ) : null}
      {courses.length ? (
        <Section id="courses" title={t("learners.page.courses")} line>
          <Streamed fallback={<TableSkeleton rows={courses.length} />}>
            <LearnerCourses userId={learner.id} courses={courses} />
          </Streamed>
        </Section>
      ) : null}
      {videos.length ? (
        <Section
          id="videos"
          title={t("learners.page.videos", {
            completed: videos.filter(({ completed }) => completed).length,
            count: videos.length,
          })}
          line
        >
          <Rows
            first={8}
            noun="videos"
            rows={videos.map((video) => {
              const href = `/videos/${video.video_id}`;
              return opening({ ...videoRow({ ...video, href }, now, zone, language) }, href, language);
            })}
          />
        </Section>
      ) : null}
      {past.length ? (
        <Section
          id="sessions"
          title={t("learners.page.sessions", {
            attended: past.filter(({ attended }) => attended).length,
            count: past.length,
          })}
          line
        >
          <Rows
            first={8}
            noun="sessions"
            rows={past.map((session) =>
              opening(pastRow(session, now, zone, language), `/sessions/${session.id}`, language),
            )}
          />
        </Section>
      ) : null}
      <LearnerRecent
        {...{ scope, person, learning, days, standing, language, now }}
        notes={noted ? <LearnerNotes {...{ scope, person, language, now }} /> : null}
      />
    </>
  );
}

/** A row whose one action is to open its page for staff. */
const opening = <Row extends { title: string }>(row: Row, href: string, { t }: Language) => ({
  ...row,
  actions: [{ href, label: t("learners.page.open"), name: row.title }],
});

function missedOf({ past }: MyLearning, language: Language): { title: string; rows: NotCaughtUpRow[] } {
  const { t, duration, and } = language;
  const found = past.flatMap((session) => notCaughtUp(session) ?? []);
  const total = found.reduce((sum, { unseen_seconds }) => sum + unseen_seconds, 0);
  const lengthOf = (ranges: [number, number][]) =>
    duration(ranges.reduce((sum, [from, to]) => sum + to - from, 0));
  return {
    title: t("learners.missed.title", { time: duration(total), count: found.length }),
    rows: found.map(({ session, duration_seconds, seen_live, watched, unseen, unseen_seconds }) => {
      const id = session.recording_video_id;
      const own = session.recording?.href === `/watch/${id}`;
      return {
        key: session.id,
        title: session.title,
        sub: session.course_title ?? "",
        href: `/sessions/${session.id}`,
        seen: [...seen_live, ...watched],
        seconds: duration_seconds,
        text: and([
          seen_live.length
            ? t("learners.missed.live", { length: lengthOf(seen_live) })
            : t("learners.missed.did_not_come"),
          watched.length
            ? t("learners.missed.recording", { length: lengthOf(watched) })
            : t("learners.missed.not_opened"),
        ]),
        notSeen: t("learners.missed.part", {
          part: duration(unseen_seconds),
          all: duration(duration_seconds),
        }),
        unseen: unseen.map(([from, to]) => ({
          from,
          text: t("learners.missed.stretch", { from: mediaTime(from), to: mediaTime(to) }),
          name: t("learners.missed.open_at", { title: session.title, from: mediaTime(from) }),
          href: own ? `/watch/${id}?t=${Math.floor(from)}` : (session.recording?.href ?? `/videos/${id}`),
        })),
      };
    }),
  };
}
