import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { CancelSession } from "@/components/sessions/form/cancel-session";
import { DeleteSession } from "@/components/sessions/form/delete-session";
import { SessionForm } from "@/components/sessions/form/session-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { NoticePage, PageHead } from "@/components/shell/page-head";
import { currentLanguage } from "@/lib/auth/language";
import { requireTeaching } from "@/lib/auth/session";
import { formChoices, formOf } from "@/lib/domain/sessions/queries/form";
import { reachSession } from "@/lib/domain/sessions/queries/session";
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
  const [choices, values] = await Promise.all([
    formChoices(scope, session.school_id, session),
    formOf(session),
  ]);
  const series = session.series_number !== null && session.series_number < (session.series_length ?? 0);
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
        choices={choices}
        zone={zone}
        edited={{ id: session.id, status: session.status, series }}
        values={values}
      />
    </ClientMessages>
  );
}
