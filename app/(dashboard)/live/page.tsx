import type { Metadata } from "next";
import { LiveSessions } from "@/components/sessions/live/live-sessions";
import { ClientMessages } from "@/components/shell/client-messages";
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
  // An admin of the whole installation has no school: times are UTC.
  const timeZone = school.time_zone;
  const when = next ? dayAndTime(next.scheduled_start, now, timeZone) : null;
  return (
    <ClientMessages of={["sessions.place"]}>
      <LiveSessions
        initial={rows}
        timeZone={timeZone}
        zone={zoneName(timeZone)}
        withInstructor={isAdmin(scope)}
        empty={
          <Empty
            place="page"
            title={next ? `Next: ${next.title}` : "No sessions planned"}
            actions={
              next ? (
                <>
                  <LinkButton look="primary" href={`/sessions/${next.id}`}>
                    Open session
                  </LinkButton>
                  <LinkButton href={`/room/${next.id}`}>Open the room</LinkButton>
                </>
              ) : (
                <LinkButton look="primary" href="/sessions/new">
                  New session
                </LinkButton>
              )
            }
          >
            {next ? (
              <>
                It starts <time title={absolute(next.scheduled_start, timeZone)}>{when}</time>. Press Start on
              </>
            ) : (
              "Plan a session, and press Start on"
            )}{" "}
            its page when you begin. From then on, people who have the session&rsquo;s room open are counted,
            and their messages and reactions appear here within two seconds.
          </Empty>
        }
      />
    </ClientMessages>
  );
}
