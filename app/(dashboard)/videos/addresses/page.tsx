import type { Metadata } from "next";
import Link from "next/link";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { CopyButton } from "@/components/ui/copy-button";
import { Empty } from "@/components/ui/empty";
import { AddressesTable } from "@/components/videos/addresses-table";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { isAdmin } from "@/lib/auth/scope";
import { requireTeaching } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { courseList } from "@/lib/domain/courses/queries";
import { addressesQuery } from "@/lib/domain/videos/filters";
import { addressCounts, addressList } from "@/lib/domain/videos/queries/addresses";
import { measuringSchool } from "@/lib/flows/snippets/measured";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { siteLine } from "@/lib/http/player-snippets";
import { zoneName } from "@/lib/language/dates";
import { shownIn } from "../../shown";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("videos.addresses.title") };
}

/** As many as one click can change. */
const rowsShown = 100;

export default async function AddressesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireTeaching(), searchParams]);
  const language = await currentLanguage();
  const { t } = language;
  const query = queryFromUrl(addressesQuery, search, { limit: rowsShown });
  const [list, counts, courses, school, origin] = await Promise.all([
    addressList(scope, query),
    addressCounts(scope),
    courseList(scope),
    ownSchool(scope),
    siteAddress(),
  ]);
  const shown = shownIn(new Date(), school.time_zone, language);
  const line =
    scope.school_id === null
      ? null
      : siteLine({ origin, school: (await measuringSchool(scope.school_id)).school });
  const any = counts.waiting + counts.mapped + counts.ignored > 0;
  return (
    <ClientMessages of={["videos.addresses"]}>
      <PageHead
        crumbs={[{ label: t("ui.videos"), href: "/videos" }, { label: t("videos.addresses.title") }]}
        title={t("videos.addresses.title")}
        meta={[t("videos.addresses.meta"), zoneName(school.time_zone, language)]}
        summary={
          any
            ? t.rich("videos.addresses.summary", {
                ...{ waiting: counts.waiting, playbacks: counts.playbacks },
                b: (text) => <b>{text}</b>,
              })
            : undefined
        }
      />
      {any ? (
        <AddressesTable
          rows={list.items.map((row) => ({ ...row, seen: shown(row.last_seen_at) }))}
          total={list.total}
          limit={query.limit}
          status={query.status}
          courses={courses.map(({ id, title }) => ({ value: id, label: title }))}
          sites={counts.sites}
          narrowed={Boolean(query.q || query.site || query.offset)}
        />
      ) : (
        <Empty
          place="page"
          title={t("videos.addresses.empty")}
          {...(line ? { snippet: line, actions: <CopyButton text={line}>{t("ui.copy")}</CopyButton> } : {})}
        >
          {t.rich("videos.addresses.empty_about", {
            admin: isAdmin(scope) ? "yes" : "no",
            link: (text) => (
              <Link href="/settings/school" className="underline">
                {text}
              </Link>
            ),
          })}
        </Empty>
      )}
    </ClientMessages>
  );
}
