import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { currentLanguage } from "@/lib/auth/language";
import { requireScope } from "@/lib/auth/session";
import { measuredSession } from "@/lib/flows/snippets/measured";
import type { Search } from "@/lib/http/list-url";
import { SnippetPage } from "../../../snippet-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("setup.snippet_page.title") };
}

type Props = { params: Promise<{ sessionId: string }>; searchParams: Promise<Search> };

export default async function SessionSnippetPage({ params, searchParams }: Props) {
  const [scope, { sessionId }, search] = await Promise.all([requireScope(), params, searchParams]);
  const session = await reached(measuredSession(scope, sessionId));
  const checkedAt = `/api/admin/training/sessions/${session.id}/check`;
  return <SnippetPage thing={session} search={search} checkedAt={checkedAt} />;
}
