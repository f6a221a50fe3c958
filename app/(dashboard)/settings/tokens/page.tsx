import type { Metadata } from "next";
import { NewToken, PeopleTokens } from "@/components/people/people-tokens";
import { Findings, PageHead } from "@/components/shell/page-head";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireStaff } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { tokenFindings, tokenState } from "@/lib/domain/people/findings";
import { activeApiTokens, apiTokensOf } from "@/lib/domain/people/queries";
import { apiTokensQuery } from "@/lib/domain/people/schema";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/platform/time";
import { shownIn } from "../../shown";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage({ searchParams }: { searchParams: Promise<Search> }) {
  const scope = await requireStaff();
  const now = new Date();
  const query = queryFromUrl(apiTokensQuery, await searchParams);
  const [tokens, active, school, address] = await Promise.all([
    apiTokensOf(scope, query),
    activeApiTokens(scope, now),
    ownSchool(scope),
    siteAddress(),
  ]);
  const timeZone = school.time_zone;
  const shown = shownIn(now, timeZone, await currentLanguage());
  return (
    <>
      <PageHead
        title="API tokens"
        meta={["Only you can see these", zoneName(timeZone)]}
        summary={<Findings findings={tokenFindings(active, now)} />}
        actions={<NewToken address={address} />}
      />
      <PeopleTokens
        rows={tokens.items.map((token) => ({
          ...token,
          state: tokenState(token, now),
          made: shown(token.created_at),
          ends: shown(token.revoked_at ?? token.expires_at),
          used: token.last_used_at ? shown(token.last_used_at) : null,
        }))}
        total={tokens.total}
        limit={query.limit}
      />
    </>
  );
}
