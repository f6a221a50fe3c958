import type { Metadata } from "next";
import { z } from "zod";
import { routeTable } from "@/app/api/route-table";
import { ApiReferenceEntry } from "@/components/api-reference/api-reference-entry";
import { type Entry, entriesOf, entriesWith } from "@/components/api-reference/entries";
import { PageHead } from "@/components/shell/page-head";
import { SearchField } from "@/components/tables/toolbar";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { isStaff } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { search } from "@/lib/http/contract";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { openApi } from "@/lib/http/openapi";

export const metadata: Metadata = { title: "API reference" };

const searched = z.object({ q: search });

export default async function ApiReferencePage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, given] = await Promise.all([requireScope(), searchParams]);
  const all = entriesOf(openApi(await routeTable(), await siteAddress()).paths);
  const { q = "" } = queryFromUrl(searched, given);
  const entries = entriesWith(all, q);
  const groups = [...new Set(entries.map((entry) => entry.group))];
  return (
    <>
      <PageHead
        title="API reference"
        meta={["OpenAPI 3.1", `${all.length} routes`]}
        summary={
          <>
            All numbers on these pages are available through the API. <b>The tests run each example.</b>
          </>
        }
        actions={
          <>
            {isStaff(scope) ? <LinkButton href="/settings/tokens">API tokens</LinkButton> : null}
            <LinkButton href="/api/openapi.json" download="lectern-openapi.json">
              OpenAPI document
            </LinkButton>
          </>
        }
      />
      <Section title="How to authenticate a request">
        <div className="grid max-w-[680px] gap-3 text-ink-2">
          <p>
            Send <code className="font-mono text-small">Authorization: Bearer</code> with an API token, or
            with an access token from{" "}
            <a href="#post-api-auth-token" className="underline underline-offset-3">
              POST /api/auth/token
            </a>
            , which lives an hour. A program can never do more than the person whose token it holds.
          </p>
          <p>
            Instants are ISO 8601 in UTC, rates and percentages are 0 to 100, an unknown number is null. An
            error is <code className="font-mono text-small">application/problem+json</code> with a title, a
            detail, the fields that were wrong and a request id, under which it was logged.
          </p>
        </div>
      </Section>
      <Section
        id="routes"
        title={q ? `${entries.length} of ${all.length} routes match` : "All routes"}
        line
        tools={<SearchField label="Search routes" />}
      >
        {entries.length === 0 ? (
          <p className="text-ink-2">
            No route has “{q}” in its path, its summary or the name of a field. Clear the search to see all.
          </p>
        ) : (
          <ApiIndex groups={groups} entries={entries} />
        )}
      </Section>
      {groups.map((group) => (
        <Section key={group} title={group}>
          {entries
            .filter((entry) => entry.group === group)
            .map((entry) => (
              <ApiReferenceEntry key={entry.id} entry={entry} />
            ))}
        </Section>
      ))}
    </>
  );
}

/** Every route by its group: a link to its entry below. */
function ApiIndex({ groups, entries }: { groups: readonly string[]; entries: readonly Entry[] }) {
  return (
    <nav aria-label="Routes" className="gap-8 text-small columns:columns-2">
      {groups.map((group) => (
        <div key={group} className="mb-5 break-inside-avoid-column">
          <h3 className="mb-1 font-semibold">{group}</h3>
          <ul>
            {entries
              .filter((entry) => entry.group === group)
              .map(({ id, method, path, summary }) => (
                <li key={id}>
                  <a href={`#${id}`} className="block rounded-md py-1 text-ink hover:no-underline">
                    <span className="font-mono text-axis wrap-anywhere">
                      <span className="text-accent">{method}</span> {path}
                    </span>
                    <span className="block text-axis text-ink-3">{summary}</span>
                  </a>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
