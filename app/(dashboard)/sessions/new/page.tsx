import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { SchoolChoice } from "@/components/sessions/form/school-choice";
import { SessionForm } from "@/components/sessions/form/session-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { requireStaff } from "@/lib/auth/session";
import { formChoices, schoolChoices } from "@/lib/domain/sessions/queries/form";
import { localOf, newSettings } from "@/lib/domain/sessions/session-form";
import type { Search } from "@/lib/http/list-url";
import { uuidPattern } from "@/lib/platform/ids";
import { plusDays, zoneName } from "@/lib/platform/time";

export const metadata: Metadata = { title: "New session" };

type Props = { searchParams: Promise<Search> };

export default async function NewSessionPage({ searchParams }: Props) {
  const [scope, search] = await Promise.all([requireStaff(), searchParams]);
  const chosenSchool =
    typeof search.school === "string" && uuidPattern.test(search.school) ? search.school : null;
  const schoolId = scope.school_id ?? chosenSchool;
  const crumbs = [{ label: "Sessions", href: "/sessions" }, { label: "New session" }];
  if (!schoolId) {
    const schools = await schoolChoices(scope);
    return (
      <>
        <PageHead
          crumbs={crumbs}
          title="New session"
          summary={schools.length ? "You manage all schools. Which school is this session for?" : null}
        />
        <SchoolChoice schools={schools} page="/sessions/new">
          A session belongs to a school. Create a school first.
        </SchoolChoice>
      </>
    );
  }
  const choices = await reached(formChoices(scope, schoolId));
  const only = choices.courses.length === 1 ? choices.courses[0]! : null;
  const zone = zoneName(choices.time_zone);
  return (
    <>
      <PageHead
        crumbs={crumbs}
        title="New session"
        meta={[zone]}
        summary="Plan one live session or a series. You can add people after saving."
      />
      <ClientMessages of={["sessions.format", "sessions.repeat"]}>
        <SessionForm
          choices={choices}
          zone={zone}
          values={{
            ...newSettings,
            course_id: only?.id ?? null,
            day: plusDays(localOf(new Date(), choices.time_zone).day, 1),
            start: "18:00",
            end: "19:00",
            recording_time: "",
          }}
        />
      </ClientMessages>
    </>
  );
}
