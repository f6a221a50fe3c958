import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { z } from "zod";
import { routeTable } from "@/app/api/route-table";
import { ApiReferenceEntry } from "@/components/api-reference/api-reference-entry";
import { type Entry, entriesOf, entriesWith } from "@/components/api-reference/entries";
import { PageHead } from "@/components/shell/page-head";
import { SearchField } from "@/components/tables/toolbar";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { currentLanguage } from "@/lib/auth/language";
import { isTeaching } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { search } from "@/lib/http/contract";
import { queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { openApi } from "@/lib/http/openapi";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await currentLanguage();
  return { title: t("shell.frame.places.api_reference") };
}

const searched = z.object({ q: search, group: search });

export default async function ApiReferencePage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, given] = await Promise.all([requireScope(), searchParams]);
  const language = await currentLanguage();
  const { t } = language;
  const all = entriesOf(openApi(await routeTable(), await siteAddress()).paths, language);
  const { q = "", group } = queryFromUrl(searched, given);
  const entries = entriesWith(all, q);
  const groups = [...new Set(entries.map((entry) => entry.group))];
  // All of them are a page of megabytes.
  const shown = groups.find((one) => one === group) ?? groups[0];
  const hrefOf = (entry: Entry) => `${routeSearch({ q: q || undefined, group: entry.group })}#${entry.id}`;
  const tokenRoute = all.find(({ id }) => id === "post-api-auth-token");
  return (
    <>
      <PageHead
        title={t("shell.frame.places.api_reference")}
        meta={["OpenAPI 3.1", t("api_reference.page.routes", { count: all.length })]}
        summary={
          <>
            {t.rich("api_reference.page.summary", { b: (text) => <b>{text}</b> })}
            {language.code === "en" ? null : ` ${t("api_reference.page.in_english")}`}
          </>
        }
        actions={
          <>
            {isTeaching(scope) ? (
              <LinkButton href="/settings/tokens">{t("shell.frame.places.api_tokens")}</LinkButton>
            ) : null}
            <LinkButton href="/api/openapi.json" download="lectern-openapi.json">
              {t("api_reference.page.document")}
            </LinkButton>
          </>
        }
      />
      <Section title={t("api_reference.page.authenticate")}>
        <div className="grid max-w-[680px] gap-3 text-ink-2">
          <p>
            {t.rich("api_reference.page.send", {
              code,
              a: (text) => (
                <Link
                  href={
                    tokenRoute ? `${routeSearch({ group: tokenRoute.group })}#${tokenRoute.id}` : "#routes"
                  }
                  className="underline underline-offset-3"
                >
                  {text}
                </Link>
              ),
            })}
          </p>
          <p>{t.rich("api_reference.page.formats", { code })}</p>
        </div>
      </Section>
      <Section
        id="routes"
        title={
          q
            ? t("api_reference.page.matches", { part: entries.length, all: all.length })
            : t("api_reference.page.all")
        }
        line
        tools={<SearchField label={t("api_reference.page.search")} />}
      >
        {entries.length === 0 ? (
          <p className="text-ink-2">{t("api_reference.page.none", { words: q })}</p>
        ) : (
          <ApiIndex groups={groups} entries={entries} hrefOf={hrefOf} />
        )}
      </Section>
      {shown === undefined ? null : (
        <Section title={shown}>
          {entries
            .filter((entry) => entry.group === shown)
            .map((entry) => (
              <ApiReferenceEntry key={entry.id} entry={entry} />
            ))}
        </Section>
      )}
    </>
  );
}

const code = (text: ReactNode) => <code className="font-mono text-small">{text}</code>;

/** Every route by its group: a link to its entry, below the routes of its group. */
function ApiIndex({
  groups,
  entries,
  hrefOf,
}: {
  groups: readonly string[];
  entries: readonly Entry[];
  hrefOf: (entry: Entry) => string;
}) {
  const { t } = useLanguage();
  return (
    <nav aria-label={t("api_reference.page.index")} className="gap-8 text-small columns:columns-2">
      {groups.map((group) => (
        <div key={group} className="mb-5 break-inside-avoid-column">
          <h3 className="mb-1 font-semibold">{group}</h3>
          <ul>
            {entries
              .filter((entry) => entry.group === group)
              .map((entry) => (
                <li key={entry.id}>
                  <Link href={hrefOf(entry)} className="block rounded-md py-1 text-ink hover:no-underline">
                    <span className="font-mono text-axis wrap-anywhere">
                      <span className="text-accent">{entry.method}</span> {entry.path}
                    </span>
                    <span className="block text-axis text-ink-3">{entry.summary}</span>
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
