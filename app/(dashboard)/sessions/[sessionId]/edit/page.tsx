import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { CancelSession } from "@/components/sessions/form/cancel-session";
import { DeleteSession } from "@/components/sessions/form/delete-session";
import { SessionForm } from "@/components/sessions/form/session-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { NoticePage, PageHead } from "@/components/shell/page-head";
import { currentLanguage } from "@/lib/auth/language";
import { requireTeaching } from "@/lib/auth/session";
import { formChoices, ownOnTime } from "@/lib/domain/sessions/queries/form";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { localOf, settingsOf } from "@/lib/domain/sessions/session-form";
import { placeInSeries } from "@/lib/domain/sessions/words";
import { zoneName } from "@/lib/language/dates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("sessions.form_page.edit_session") };
}

export default async function EditSessionPage({ params }: { params: Promise<{ sessionId: string }> }) {
  const [scope, { sessionId }] = await Promise.all([requireTeaching(), params]);
  const session = await reached(reachSession(scope, sessionId));
  const language = await currentLanguage();
  const { t } = language;
  const zone = zoneName(session.time_zone, language);
  const crumbs = [
    { label: t("ui.sessions"), href: "/sessions" },
    { label: session.title, href: `/sessions/${session.id}` },
    { label: t("ui.edit") },
  ];
  if (session.status === "cancelled")
    return (
      <ClientMessages of={["sessions.delete"]}>
        <NoticePage
          crumbs={crumbs}
          title={t("sessions.form_page.edit_title", { title: session.title })}
          summary={t("sessions.form_page.is_cancelled")}
          link={{ href: "/sessions/new", label: t("sessions.list_page.new_session") }}
          actions={<DeleteSession sessionId={session.id} title={session.title} status="cancelled" />}
        />
      </ClientMessages>
    );
  const [choices, onTimeMinutes] = await Promise.all([
    formChoices(scope, session.school_id, session),
    ownOnTime(session.id),
  ]);
  const series = session.series_number !== null && session.series_number < (session.series_length ?? 0);
  const start = localOf(session.scheduled_start, session.time_zone);
  const clock = (at: Date | null) => (at ? localOf(at, session.time_zone).clock : "");
  return (
    <ClientMessages
      of={["sessions.form", "sessions.format", "sessions.repeat", "sessions.cancel", "sessions.delete"]}
    >
      <PageHead
        crumbs={crumbs}
        title={t("sessions.form_page.edit_title", { title: session.title })}
        meta={[placeInSeries(session, language), zone]}
        actions={
          <>
            {session.status === "scheduled" ? (
              <CancelSession sessionId={session.id} title={session.title} series={series} />
            ) : null}
            {session.status === "live" ? null : (
              <DeleteSession sessionId={session.id} title={session.title} status={session.status} />
            )}
          </>
        }
      />
      <SessionForm
        // Of two edits at the same time the form begins again with the one that was saved, where the reader takes it.
        key={session.revision}
        choices={choices}
        zone={zone}
        edited={{
          id: session.id,
          status: session.status,
          started: clock(session.started_at),
          ended: clock(session.ended_at),
          series,
          revision: session.revision,
        }}
        values={{
          ...settingsOf({ ...session, on_time_minutes: onTimeMinutes }),
          day: start.day,
          start: start.time,
          end: localOf(session.scheduled_end, session.time_zone).time,
          recording_time: clock(session.recording_started_at),
        }}
      />
    </ClientMessages>
  );
}
