import type { Metadata } from "next";
import { LiveSessions } from "@/components/sessions/live/live-sessions";
import { ClientMessages } from "@/components/shell/client-messages";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { isAdmin, isTeaching } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { liveSessionRows, nextSession } from "@/lib/domain/sessions/live/state";
import { dateFormat, zoneName } from "@/lib/language/dates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("session.live_page.title") };
}

export default async function LivePage() {
  const scope = await requireStaff();
  const now = new Date();
  const language = await currentLanguage();
  const { t } = language;
  const { absolute, dayAndTime } = dateFormat(language.code);
  const [school, rows, next] = await Promise.all([
    ownSchool(scope),
    liveSessionRows(scope, now),
    nextSession(scope, now),
  ]);
  // An admin of the whole installation has no school: times are UTC.
  const timeZone = school.time_zone;
  return (
    <ClientMessages of={["session.live_page", "sessions.place"]}>
      <LiveSessions
        initial={rows}
        timeZone={timeZone}
        zone={zoneName(timeZone, language)}
        withInstructor={isAdmin(scope)}
        empty={
          <Empty
            place="page"
            title={next ? t("session.next.title", { title: next.title }) : t("session.next.none")}
            actions={
              next ? (
                <>
                  <LinkButton look="primary" href={`/sessions/${next.id}`}>
                    {t("session.next.open")}
                  </LinkButton>
                  <LinkButton href={`/room/${next.id}`}>{t("session.page.open_room")}</LinkButton>
                </>
              ) : isTeaching(scope) ? (
                <LinkButton look="primary" href="/sessions/new">
                  {t("session.next.new")}
                </LinkButton>
              ) : null
            }
          >
            {next
              ? t.rich("session.next.about", {
                  when: dayAndTime(next.scheduled_start, now, timeZone),
                  time: (text) => <time title={absolute(next.scheduled_start, timeZone)}>{text}</time>,
                })
              : t(isTeaching(scope) ? "session.next.none_about" : "session.next.none_assistant")}
          </Empty>
        }
      />
    </ClientMessages>
  );
}
