import type { Metadata } from "next";
import { NewToken, PeopleTokens } from "@/components/people/people-tokens";
import { PageHead } from "@/components/shell/page-head";
import { ownSchool } from "@/lib/auth/school";
import { requireStaff } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { tokenFinding } from "@/lib/domain/people/findings";
import { ownApiTokens, workingApiTokens } from "@/lib/domain/people/queries";
import { apiTokensQuery } from "@/lib/domain/people/schema";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { absolute, relative } from "@/lib/platform/format-dates";
import { zoneName } from "@/lib/platform/time";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage({ searchParams }: { searchParams: Promise<Search> }) {
  const scope = await requireStaff();
  const now = new Date();
  const query = queryFromUrl(apiTokensQuery, await searchParams);
  const [tokens, working, school, address] = await Promise.all([
    ownApiTokens(scope, query),
    workingApiTokens(scope, now),
    ownSchool(scope),
    siteAddress(),
  ]);
  const timeZone = school.time_zone;
  const shown = (instant: string) => ({
    text: relative(instant, now, timeZone),
    full: absolute(instant, timeZone),
  });
  const { subject, clause } = tokenFinding(working, now);
  return (
    <>
      <PageHead
        crumbs={[{ label: "API tokens" }]}
        title="API tokens"
        meta={["Yours alone", zoneName(timeZone)]}
        summary={
          clause ? (
            <>
              {subject}; <b>{clause}.</b>
            </>
          ) : (
            `${subject}.`
          )
        }
        actions={<NewToken address={address} />}
      />
      <PeopleTokens
        tokens={tokens.items.map((token) => ({
          ...token,
          made: shown(token.created_at),
          ends: shown(token.revoked_at ?? token.expires_at),
          used: token.last_used_at ? shown(token.last_used_at) : null,
        }))}
        total={tokens.total}
        limit={query.limit}
        now={now.toISOString()}
      />
    </>
  );
}
