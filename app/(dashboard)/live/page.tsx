import type { Metadata } from "next";
import { LiveSessions } from "@/components/sessions/live/live-sessions";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { ownSchool } from "@/lib/auth/school";
import { isAdmin } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { liveSessionRows, nextSession } from "@/lib/domain/sessions/live/state";
import { absolute, dayAndTime } from "@/lib/platform/format-dates";
import { zoneName } from "@/lib/platform/time";

export const metadata: Metadata = { title: "Live" };

export default async function LivePage() {
  const scope = await requireStaff();
  const now = new Date();
  const [school, rows, next] = await Promise.all([
    ownSchool(scope),
    liveSessionRows(scope, now),
    nextSession(scope, now),
  ]);
  // The installation's admin has no school, and so no zone: times are UTC.
  const timeZone = school.time_zone;
  const when = next ? dayAndTime(next.scheduled_start, now, timeZone) : null;
  return (
    <LiveSessions
      initial={rows}
      timeZone={timeZone}
      zone={zoneName(timeZone)}
      withInstructor={isAdmin(scope)}
      empty={
        <Empty
          title={next ? `Next: ${next.title}` : "Nothing is planned either"}
          actions={
            <>
              {next ? (
                <LinkButton look="primary" href={`/sessions/${next.id}`}>
                  Open the session
                </LinkButton>
              ) : (
                <LinkButton look="primary" href="/sessions/new">
                  New session
                </LinkButton>
              )}
              {next ? <LinkButton href={`/room/${next.id}`}>See its room</LinkButton> : null}
            </>
          }
        >
          {next ? (
            <>
              It begins <time title={absolute(next.scheduled_start, timeZone)}>{when}</time>. Press Start on
              its page when you begin: who has the session&rsquo;s page open then is counted, and what they
              write and send shows here within two seconds.
            </>
          ) : (
            <>
              Plan a session, and press Start on its page when you begin. Who has the session&rsquo;s page
              open then is counted, and what they write and send shows here within two seconds.
            </>
          )}
        </Empty>
      }
    />
  );
}
