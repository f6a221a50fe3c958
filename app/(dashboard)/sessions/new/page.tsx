import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { SchoolChoice } from "@/components/sessions/form/school-choice";
import { SessionForm } from "@/components/sessions/form/session-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { currentLanguage } from "@/lib/auth/language";
import { requireTeaching } from "@/lib/auth/session";
import { formChoices, schoolChoices } from "@/lib/domain/sessions/queries/form";
import { newSettings } from "@/lib/domain/sessions/session-form";
import type { Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";
import { uuidPattern } from "@/lib/platform/ids";
import { localOf, plusDays } from "@/lib/platform/time";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("sessions.list_page.new_session") };
}

type Props = { searchParams: Promise<Search> };

export default async function NewSessionPage({ searchParams }: Props) {
  const [scope, search] = await Promise.all([requireTeaching(), searchParams]);
  const language = await currentLanguage();
  const { t } = language;
  const chosenSchool =
    typeof search.school === "string" && uuidPattern.test(search.school) ? search.school : null;
  const schoolId = scope.school_id ?? chosenSchool;
  const crumbs = [
    { label: t("ui.sessions"), href: "/sessions" },
    { label: t("sessions.list_page.new_session") },
  ];
  if (!schoolId) {
    const schools = await schoolChoices(scope);
    return (
      <>
        <PageHead
          crumbs={crumbs}
          title={t("sessions.list_page.new_session")}
          summary={schools.length ? t("sessions.form_page.which_school") : null}
        />
        <SchoolChoice schools={schools} page="/sessions/new">
          {t("sessions.form_page.school_first")}
        </SchoolChoice>
      </>
    );
  }
  const choices = await reached(formChoices(scope, schoolId));
  const only = choices.courses.length === 1 ? choices.courses[0]! : null;
  const zone = zoneName(choices.time_zone, language);
  return (
    <>
      <PageHead
        crumbs={crumbs}
        title={t("sessions.list_page.new_session")}
        meta={[zone]}
        summary={t("sessions.form_page.new_about")}
      />
      <ClientMessages of={["sessions.form", "sessions.format", "sessions.repeat"]}>
        <SessionForm
          choices={choices}
          zone={zone}
          values={{
            ...newSettings,
            course_id: only?.id ?? null,
            day: plusDays(localOf(new Date(), choices.time_zone).day, 1),
            start: "18:00",
            end: "19:00",
            started: "",
            ended: "",
            recording_time: "",
          }}
        />
      </ClientMessages>
    </>
  );
}
