import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { Checks, RotateKey } from "@/components/compliance/checks";
import { RequestButton, Requests } from "@/components/compliance/requests";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { SimpleTable } from "@/components/tables/simple-table";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { Tag } from "@/components/ui/tag";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireAdmin } from "@/lib/auth/session";
import { daysUntil } from "@/lib/domain/compliance/due-dates";
import { evidenceText } from "@/lib/domain/compliance/findings";
import { complianceEvidence } from "@/lib/domain/compliance/queries/evidence";
import { requestsOf } from "@/lib/domain/compliance/queries/requests";
import { complianceOf, statusOrder } from "@/lib/domain/compliance/status";
import { openRotation } from "@/lib/flows/privacy/rotate-key";
import type { Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { unknown } from "@/lib/language/numbers";
import { dayOf } from "@/lib/platform/time";
import { RegulationCounts } from "./regulation-counts";
import { Retention } from "./retention";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("compliance.page.title") };
}

export default async function CompliancePage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search, language] = await Promise.all([requireAdmin(), searchParams, currentLanguage()]);
  // It belongs to a school; its own admin answers for it.
  if (scope.school_id === null) redirect("/schools");
  const { t, count } = language;
  const now = new Date();
  const [school, evidence, requests, rotation] = await Promise.all([
    ownSchool(scope),
    complianceEvidence(scope.school_id, now),
    requestsOf(scope.school_id, now),
    openRotation(scope.school_id),
  ]);
  const { time_zone } = school;
  const { absolute, longDay } = dateFormat(language.code);
  const today = dayOf(now, time_zone);
  const regulations = complianceOf(evidence, now);
  const all = regulations.flatMap(({ items }) => items);
  const countOf = (status: (typeof all)[number]["status"]) =>
    all.filter((one) => one.status === status).length;
  const notInOrder = all.length - countOf("ok");
  const onlyOpen = search.show === "open";
  const { open, overdue } = evidence.subject_requests;
  const chain = evidence.audit_log;
  const key = evidence.key_age;
  const shownRequests = requests.map((request) => ({
    ...request,
    received: longDay(request.received_on),
    due: longDay(request.due_on),
    closed: request.closed_on && longDay(request.closed_on),
    used: daysUntil(request.received_on, today),
    allowed: daysUntil(request.received_on, request.due_on),
  }));
  return (
    <ClientMessages
      of={[
        "compliance.requests",
        "compliance.laws",
        "compliance.items",
        "compliance.status",
        "compliance.checks",
        "compliance.confirm",
        "compliance.key",
      ]}
    >
      <PageHead
        title={t("compliance.page.title")}
        meta={[
          school.name,
          t("compliance.page.checked", { at: absolute(now, time_zone) }),
          zoneName(time_zone, language),
        ]}
        summary={
          <>
            {t("compliance.page.summary", {
              ...{ ok: countOf("ok"), total: all.length },
              ...{ attention: countOf("attention"), failing: countOf("failing") },
            })}{" "}
            {overdue > 0 ? <b>{t("compliance.page.overdue", { count: overdue })}</b> : null}
          </>
        }
        actions={
          <LinkButton look="quiet" href="/api/compliance/status">
            {t("compliance.page.json")}
          </LinkButton>
        }
      />
      <p className="mt-2 text-small text-ink-2">{t("compliance.page.not_advice")}</p>
      <RegulationCounts regulations={regulations} />
      <Section
        id="requests"
        title={t("compliance.requests.title", { open, overdue })}
        sub={t("compliance.requests.about")}
        tools={<RequestButton today={today} />}
      >
        {requests.length === 0 ? (
          <p className="max-w-[680px] text-ink-2">{t("compliance.requests.none")}</p>
        ) : (
          <Requests requests={shownRequests} />
        )}
      </Section>
      <Section
        id="checks"
        title={t("compliance.checks.title")}
        sub={t("compliance.checks.about")}
        tools={
          <>
            <LinkButton look="quiet" href="/compliance#checks" aria-current={onlyOpen ? undefined : "true"}>
              {t("compliance.checks.all", { count: all.length })}
            </LinkButton>
            <LinkButton
              look="quiet"
              href="/compliance?show=open#checks"
              aria-current={onlyOpen ? "true" : undefined}
            >
              {t("compliance.checks.open", { count: notInOrder })}
            </LinkButton>
          </>
        }
      >
        {onlyOpen && notInOrder === 0 ? <p className="text-ink-2">{t("compliance.checks.none")}</p> : null}
        {regulations.map(({ regulation, items }) => {
          const shown = items
            .filter(({ status }) => !onlyOpen || status !== "ok")
            .sort((one, other) => statusOrder(other.status) - statusOrder(one.status));
          const law = t(`compliance.laws.${regulation}`);
          return shown.length === 0 ? null : (
            <div key={regulation} className="mt-6">
              <h3 className="text-h3">{law}</h3>
              <Checks
                law={law}
                today={today}
                checks={shown.map((item) => ({
                  ...{ item: item.item, status: item.status },
                  evidence: evidenceText(item, time_zone, language),
                }))}
              />
            </div>
          );
        })}
      </Section>
      <Retention evidence={evidence.retention} timeZone={time_zone} language={language} />
      <Section
        id="key"
        title={t("compliance.key.title")}
        sub={t("compliance.key.about")}
        tools={rotation ? null : <RotateKey stopped={key.rotating_since !== null} />}
      >
        <p className="text-small text-ink-2">
          {evidenceText(regulations[0]!.items.find(({ item }) => item === "key_age")!, time_zone, language)}{" "}
          {rotation ? <Link href="/work">{t("compliance.key.progress")}</Link> : null}
        </p>
      </Section>
      <Section
        id="audit"
        title={t("compliance.chain.title")}
        tools={<Link href="/audit">{t("compliance.chain.open")}</Link>}
      >
        <p>
          <Tag pip={chain.broken > 0 ? "bad" : "good"}>
            {chain.broken > 0
              ? t("compliance.chain.broken", { count: chain.broken })
              : t("compliance.chain.intact")}
          </Tag>{" "}
          <span className="text-small text-ink-2 [overflow-wrap:anywhere]">
            {t("compliance.chain.about", {
              ...{ entries: chain.entries, unsealed: chain.unsealed },
              last: chain.last_seal ? `${chain.last_seal.number}:${chain.last_seal.hash}` : "none",
            })}
          </span>
        </p>
        {chain.broken_entries.length > 0 ? (
          <SimpleTable
            label={t("compliance.chain.entries")}
            rows={chain.broken_entries}
            rowKey={(_, index) => index}
            wide
            columns={[
              {
                label: t("compliance.chain.number"),
                cell: ({ number }) => (number === null ? unknown : count(number)),
              },
              {
                label: t("compliance.chain.fault"),
                cell: ({ fault }) => <Tag pip="bad">{t(`compliance.chain.faults.${fault}`)}</Tag>,
              },
              {
                label: t("compliance.chain.at"),
                cell: ({ at }) => (at === null ? unknown : absolute(at, time_zone)),
              },
              { label: t("compliance.chain.action"), cell: ({ action }) => action ?? unknown },
              { label: t("compliance.chain.id"), cell: ({ entry_id }) => entry_id ?? unknown },
            ]}
          />
        ) : null}
      </Section>
    </ClientMessages>
  );
}
