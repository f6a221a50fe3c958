import type { Metadata } from "next";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, PageHead } from "@/components/shell/page-head";
import { DatabaseTable } from "@/components/system/database";
import { Incidents } from "@/components/system/incidents";
import { HoursMenu, Updates } from "@/components/system/live";
import { SystemNumbers } from "@/components/system/numbers";
import { Parts } from "@/components/system/parts";
import { SystemPicture } from "@/components/system/picture";
import { Refusals } from "@/components/system/refusals";
import { Statements, Trackers } from "@/components/system/statements";
import { ErrorsTable, JobsTable, RoutesTable, WorkLink } from "@/components/system/tables";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Section, Split } from "@/components/ui/section";
import { BeginRebuild } from "@/components/work/begin-rebuild";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireAdmin } from "@/lib/auth/session";
import { axisOf } from "@/lib/domain/system/axis";
import { pictureTitle, systemFindings } from "@/lib/domain/system/findings";
import { incidentsOf } from "@/lib/domain/system/incidents";
import { partsOf } from "@/lib/domain/system/parts";
import { systemMetrics } from "@/lib/domain/system/queries/metrics";
import { systemNow } from "@/lib/domain/system/queries/state";
import { earlierWeeks } from "@/lib/domain/system/queries/typical";
import { hoursShown, pageQuery } from "@/lib/domain/system/schema";
import { windowOf } from "@/lib/domain/system/window";
import { queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { env } from "@/lib/platform/env";
import { dayOf } from "@/lib/platform/time";
import { shownIn } from "../shown";

/** Routes that the page shows first. */
const routesShown = 12;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("system.page.title") };
}

export default async function SystemPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireAdmin(), searchParams]);
  const language = await currentLanguage();
  const { t } = language;
  const query = queryFromUrl(pageQuery, search);
  const now = new Date();
  const window = windowOf(query.hours, now);
  const [metrics, state, { time_zone }] = await Promise.all([
    systemMetrics(scope, query, now),
    systemNow(scope, window),
    ownSchool(scope),
  ]);
  const earlier = await earlierWeeks(scope, window, metrics.measured_since);

  const { clockTime, absolute, shortDate } = dateFormat(language.code);
  const today = dayOf(now, time_zone);
  const clock = (at: string) =>
    dayOf(new Date(at), time_zone) === today
      ? clockTime(at, time_zone)
      : `${shortDate(at, time_zone)}, ${clockTime(at, time_zone)}`;
  const shown = shownIn(now, time_zone, language);
  const incidents = incidentsOf(metrics.points, metrics.step_minutes);
  const place = (at: Date | string) =>
    (new Date(at).getTime() - window.from.getTime()) / (metrics.step_minutes * 60_000);
  const work = state.work.map(({ id, kind, values, started_at, ended_at }) => ({
    id,
    title: t(`work.kinds.${kind}`, values),
    from: Math.max(0, place(started_at ?? now)),
    to: Math.min(metrics.points.length, place(ended_at ?? now)),
  }));
  const hrefOf = (changes: Partial<typeof query>) => {
    const { hours, ...rest } = { ...query, ...changes };
    return `/system${routeSearch({ ...rest, hours: hours === 24 ? undefined : hours })}`;
  };
  const rows = query.routes === "all" ? metrics.routes : metrics.routes.slice(0, routesShown);
  const hidden = metrics.routes.length - rows.length;
  const slowest = metrics.routes
    .filter(({ requests, p95_ms }) => requests >= 20 && p95_ms !== null)
    .toSorted((a, b) => (b.p95_ms ?? 0) - (a.p95_ms ?? 0))[0];
  const failed = state.work.filter((one) => one.state === "failed").length;
  const facts = { disk: state.disk, failed_work: failed };
  return (
    <ClientMessages of={["system.lanes", "system.live", "work.table"]}>
      <PageHead
        title={t("system.page.title")}
        meta={[
          t("system.page.range", { from: absolute(window.from, time_zone), to: absolute(now, time_zone) }),
          zoneName(time_zone, language),
          <Updates key="live" updated={clockTime(now, time_zone)} />,
        ]}
        summary={<Findings findings={systemFindings(metrics, incidents, facts, clock, language)} />}
        actions={
          <>
            <HoursMenu hours={query.hours} choices={hoursShown} />
            <BeginRebuild atNight />
          </>
        }
      />
      <Parts parts={partsOf(metrics, state, failed, shown, language)} />
      {metrics.measured_since === null ? (
        <Empty title={t("system.page.none")} place="page">
          {t("system.page.none_about")}
        </Empty>
      ) : (
        <>
          <SystemNumbers metrics={metrics} earlier={earlier} />
          <Section>
            <SystemPicture
              {...axisOf(metrics.points, metrics.step_minutes, time_zone, language)}
              title={query.route ?? pictureTitle(incidents, clock, language)}
              sub={t("system.picture.about", {
                minutes: metrics.step_minutes,
                route: query.route ? "yes" : "no",
              })}
              note={t("system.picture.since", { since: absolute(metrics.measured_since, time_zone) })}
              points={metrics.points}
              step_minutes={metrics.step_minutes}
              incidents={incidents.map(({ from, to }) => ({ from: place(from), to: place(to ?? now) }))}
              work={work}
            />
          </Section>
          <Incidents
            incidents={incidents.map((one) => ({
              ...one,
              time: t("system.incidents.time", {
                from: clock(one.from),
                to: one.to === null ? "" : clock(one.to),
                since: one.to === null ? "since" : "between",
              }),
            }))}
          />
          <Section
            title={
              slowest
                ? t("system.routes.slowest", { route: slowest.route, ms: Math.round(slowest.p95_ms ?? 0) })
                : t("system.routes.title")
            }
            sub={t("system.routes.about")}
            tools={
              hidden > 0 ? (
                <LinkButton look="quiet" href={hrefOf({ routes: "all" })}>
                  {t("system.routes.show_all", { count: metrics.routes.length })}
                </LinkButton>
              ) : null
            }
          >
            <RoutesTable
              routes={rows}
              all={metrics.requests}
              hidden={hidden}
              chosen={query.route ?? null}
              hrefOf={(route) => hrefOf({ route: route ?? undefined })}
            />
          </Section>
          <Section line>
            <div className="grid grid-cols-2 gap-(--gap) max-rail:grid-cols-[minmax(0,1fr)]">
              <div className="min-w-0">
                <h2 className="mb-3 text-h2">{t("system.errors.title")}</h2>
                {metrics.errors.length === 0 ? (
                  <p className="text-small text-ink-2">{t("system.errors.none")}</p>
                ) : (
                  <ErrorsTable
                    errors={metrics.errors.map((error) => ({ ...error, shown: shown(error.last_at) }))}
                  />
                )}
              </div>
              <Refusals beacons={metrics.beacons} />
            </div>
          </Section>
          <Statements
            queries={metrics.slowest_queries}
            since={metrics.slowest_queries?.since ? absolute(metrics.slowest_queries.since, time_zone) : null}
          />
          <Trackers beacons={metrics.beacons} />
          <Section title={t("system.jobs.title")} sub={t("system.jobs.about")} tools={<WorkLink />} line>
            <Split>
              <JobsTable jobs={metrics.jobs.map((job) => ({ ...job, last: shown(job.last_run_at) }))} />
              <DatabaseTable size={state.database} />
            </Split>
            <p className="mt-6 text-small text-ink-2">
              {t("system.page.traces", { sent: env().OTEL_EXPORTER_OTLP_ENDPOINT ? "yes" : "no" })}
            </p>
          </Section>
        </>
      )}
    </ClientMessages>
  );
}
