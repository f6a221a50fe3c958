import type { Metadata } from "next";
import { routeTable } from "@/app/api/route-table";
import { ApiReferenceEntry } from "@/components/api-reference/api-reference-entry";
import { entriesOf } from "@/components/api-reference/entries";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { isStaff } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { openApi } from "@/lib/http/openapi";

export const metadata: Metadata = { title: "API reference" };

export default async function ApiReferencePage() {
  const scope = await requireScope();
  const entries = entriesOf(openApi(await routeTable(), await siteAddress()).paths);
  const groups = [...new Set(entries.map((entry) => entry.group))];
  return (
    <>
      <PageHead
        title="API reference"
        meta={["OpenAPI 3.1", `${entries.length} routes`]}
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
