import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { MergeButton } from "@/components/people/merge/merge-button";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { SimpleTable } from "@/components/tables/simple-table";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { requireAdmin } from "@/lib/auth/session";
import { comparePeople, type MergeSide } from "@/lib/flows/merging/compare-people";
import type { Search } from "@/lib/http/list-url";
import type { Language } from "@/lib/language/language";

type Props = { params: Promise<{ userId: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("people.merge.title") };
}

/** What each of two people has, and what one person has afterwards. */
export default async function MergePeoplePage({ params, searchParams }: Props) {
  const [scope, { userId }, search, language] = await Promise.all([
    requireAdmin(),
    params,
    searchParams,
    currentLanguage(),
  ]);
  const { t } = language;
  const given = typeof search.duplicate_id === "string" ? search.duplicate_id : "";
  const { person, duplicate, after } = await reached(comparePeople(scope, userId, given));
  const rows = linesOf(language).map(({ label, of }) => ({
    label,
    duplicate: of(duplicate),
    person: of(person),
    after: of(after),
  }));
  return (
    <ClientMessages of={["people.merge", "people.role"]}>
      <PageHead
        title={t("people.merge.title")}
        crumbs={[
          { label: t("ui.people"), href: "/people" },
          { label: person.name, href: `/people/${person.id}` },
          { label: t("people.merge.title") },
        ]}
        summary={t("people.merge.summary", { name: person.name, duplicate: duplicate.name })}
        actions={
          <LinkButton look="quiet" href={`/people/${duplicate.id}/merge?duplicate_id=${person.id}`}>
            {t("people.merge.keep_other", { duplicate: duplicate.name })}
          </LinkButton>
        }
      />
      <SimpleTable
        label={t("people.merge.title")}
        wide
        className="mt-6"
        rows={rows}
        rowKey={(row) => row.label}
        columns={[
          { label: t("people.merge.what"), cell: (row) => row.label, className: "font-medium" },
          { label: t("people.merge.duplicate"), cell: (row) => row.duplicate },
          { label: t("people.merge.stays"), cell: (row) => row.person },
          { label: t("people.merge.after"), cell: (row) => <b className="text-ink">{row.after}</b> },
        ]}
      />
      <p className="mt-3 text-small text-ink-3">{t("people.merge.password_about")}</p>
      {duplicate.id === scope.user_id ? (
        <p className="mt-6 text-warn">{t("people.merge.own")}</p>
      ) : (
        <MergeButton
          person={{ id: person.id, name: person.name, role: person.role }}
          duplicate={{ id: duplicate.id, name: duplicate.name, role: duplicate.role }}
          moved={{
            sessions: duplicate.attended + duplicate.taught,
            videos: duplicate.videos,
            courses: duplicate.courses.length + duplicate.courses_taught.length,
          }}
        />
      )}
    </ClientMessages>
  );
}

/** The lines of the comparison. */
function linesOf({ t, count, duration, and }: Language) {
  const text = (value: string | null) => value ?? "–";
  const list = (values: string[]) => (values.length ? and(values) : "–");
  const line = (label: string, of: (side: MergeSide) => string) => ({ label, of });
  return [
    line(t("people.merge.name"), ({ name }) => name),
    line(t("people.list.role"), ({ role }) => t(role ? `people.role.${role}` : "people.merge.role_chosen")),
    line(t("people.list.email"), ({ email }) => text(email)),
    line(t("people.list.username"), ({ username }) => text(username)),
    line(t("people.list.external_id"), ({ external_id }) => text(external_id)),
    line(t("people.list.address"), ({ address }) => text(address)),
    line(t("people.merge.providers"), ({ providers }) => list(providers)),
    line(t("people.merge.attended"), ({ attended }) => count(attended)),
    line(t("people.merge.taught"), ({ taught }) => count(taught)),
    line(t("people.merge.videos"), ({ videos }) => count(videos)),
    line(t("people.merge.watch_time"), ({ watch_seconds }) => duration(watch_seconds)),
    line(t("people.merge.courses"), ({ courses }) => list(courses)),
    line(t("people.merge.courses_taught"), ({ courses_taught }) => list(courses_taught)),
  ];
}
