import type { Metadata } from "next";
import { NewToken, PeopleTokens } from "@/components/people/people-tokens";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, PageHead } from "@/components/shell/page-head";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireTeaching } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { tokenFindings, tokenState } from "@/lib/domain/people/findings";
import { activeApiTokens, apiTokensOf } from "@/lib/domain/people/queries";
import { apiTokensQuery } from "@/lib/domain/people/schema";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";
import { shownIn } from "../../shown";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("people.tokens.title") };
}

export default async function TokensPage({ searchParams }: { searchParams: Promise<Search> }) {
  const scope = await requireTeaching();
  const language = await currentLanguage();
  const { t } = language;
  const now = new Date();
  const query = queryFromUrl(apiTokensQuery, await searchParams);
  const [tokens, active, school, address] = await Promise.all([
    apiTokensOf(scope, query),
    activeApiTokens(scope, now),
    ownSchool(scope),
    siteAddress(),
  ]);
  const timeZone = school.time_zone;
  const shown = shownIn(now, timeZone, language);
  return (
    <ClientMessages of={["people.tokens"]}>
      <PageHead
        title={t("people.tokens.title")}
        meta={[t("people.tokens.only_you"), zoneName(timeZone, language)]}
        summary={<Findings findings={tokenFindings(active, now, language)} />}
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
    </ClientMessages>
  );
}
