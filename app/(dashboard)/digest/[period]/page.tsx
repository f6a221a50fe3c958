import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Findings, PageHead } from "@/components/shell/page-head";
import { SimpleTable } from "@/components/tables/simple-table";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireAdmin, requireStaff } from "@/lib/auth/session";
import { type DigestPart, digestOf } from "@/lib/flows/digest/digest";
import { namedPeriod } from "@/lib/flows/digest/period";
import { dayOf } from "@/lib/platform/time";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("overview.digest.page") };
}

/** A week or month as its mail tells it: the week of what the reader teaches, or for an admin the school's, whose months they read too. */
export default async function DigestPage({ params }: { params: Promise<{ period: string }> }) {
  const { period: name } = await params;
  const scope = await (/^\d{4}-\d{2}$/.test(name) ? requireAdmin() : requireStaff());
  const language = await currentLanguage();
  const { t } = language;
  const now = new Date();
  const { time_zone } = await ownSchool(scope);
  const period = namedPeriod(name, dayOf(now, time_zone));
  if (!period) notFound();
  const digest = await digestOf(scope, period, language, now);
  return (
    <>
      <PageHead
        title={digest.title}
        crumbs={[
          { label: t("shell.frame.places.overview"), href: "/" },
          { label: t("overview.digest.page") },
        ]}
        meta={[digest.zone]}
        summary={<Findings findings={digest.findings} />}
        actions={
          <LinkButton look="quiet" href="/settings/account#alerts">
            {t("overview.digest.by_mail")}
          </LinkButton>
        }
      />
      {digest.parts.map((part) => (
        <Section key={part.title} line title={part.title}>
          <Part part={part} />
        </Section>
      ))}
    </>
  );
}

function Part({ part }: { part: DigestPart }) {
  if (part.kind === "numbers") {
    const [label, now, before] = part.heads;
    return (
      <SimpleTable
        label={part.title}
        rows={part.rows}
        rowKey={([name]) => name}
        columns={[
          { label, cell: ([name]) => name },
          { label: now, align: "end", className: "tabular-nums", cell: ([, value]) => value },
          { label: before, align: "end", className: "tabular-nums text-ink-2", cell: ([, , value]) => value },
        ]}
      />
    );
  }
  return (
    <>
      <ul className="grid gap-3">
        {part.items.map(({ title, text, href }) => (
          <li key={`${href} ${title}`} className="min-w-0">
            <Link href={href} className="font-medium break-words">
              {title}
            </Link>
            <p className="text-small text-ink-2">{text}</p>
          </li>
        ))}
      </ul>
      {part.note ? <p className="mt-3 text-small text-ink-2">{part.note}</p> : null}
    </>
  );
}
