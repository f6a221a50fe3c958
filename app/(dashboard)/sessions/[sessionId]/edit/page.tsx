import type { Metadata } from "next";
import { CancelSession } from "@/components/sessions/cancel-session";
import { SessionForm } from "@/components/sessions/session-form";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { requireRole } from "@/lib/auth/session";
import { localOf } from "@/lib/domain/sessions/local-times";
import { formChoices, ownOnTime } from "@/lib/domain/sessions/queries/form";
import { reachSession } from "@/lib/domain/sessions/queries/reach";
import { zoneName } from "@/lib/platform/time";
import { reached } from "../../../reached";

export const metadata: Metadata = { title: "Change a session" };

export default async function EditSessionPage({ params }: { params: Promise<{ sessionId: string }> }) {
  const [scope, { sessionId }] = await Promise.all([requireRole("admin", "instructor"), params]);
  const session = await reached(reachSession(scope, sessionId));
  const zone = zoneName(session.timeZone);
  const crumbs = [
    { label: "Sessions", href: "/sessions" },
    { label: session.title, href: `/sessions/${session.id}` },
    { label: "Change" },
  ];
  if (session.status === "cancelled")
    return (
      <>
        <PageHead
          crumbs={crumbs}
          title={`Change ${session.title}`}
          found="This session was cancelled and stays as it is. Plan another in its place."
        />
        <div className="mt-6">
          <LinkButton href="/sessions/new">New session</LinkButton>
        </div>
      </>
    );
  const [choices, onTimeMinutes] = await Promise.all([
    formChoices(scope, session.schoolId, session),
    ownOnTime(session.id),
  ]);
  const start = localOf(session.scheduledStart, session.timeZone);
  const clock = (at: Date | null) => (at ? localOf(at, session.timeZone).clock : "");
  return (
    <>
      <PageHead
        crumbs={crumbs}
        title={`Change ${session.title}`}
        meta={[
          session.seriesNumber && session.seriesLength
            ? `${session.seriesNumber} of ${session.seriesLength} in its series`
            : null,
          zone,
        ]}
        actions={
          session.status === "scheduled" ? (
            <CancelSession
              sessionId={session.id}
              title={session.title}
              series={session.seriesNumber !== null && session.seriesNumber < (session.seriesLength ?? 0)}
            />
          ) : null
        }
      />
      <SessionForm
        choices={choices}
        zone={zone}
        edited={{
          id: session.id,
          status: session.status,
          started: clock(session.startedAt),
          ended: clock(session.endedAt),
        }}
        values={{
          title: session.title,
          format: session.format,
          courseId: session.courseId,
          instructorId: session.instructorId,
          externalId: session.externalId,
          day: start.day,
          start: start.time,
          end: localOf(session.scheduledEnd, session.timeZone).time,
          recordingId: session.recordingVideoId,
          recordingTime: clock(session.recordingStartedAt),
          chatEnabled: session.chatEnabled,
          anonymousViewers: session.anonymousViewers,
          onTimeMinutes,
          pageUrl: session.pageUrl,
        }}
      />
    </>
  );
}
