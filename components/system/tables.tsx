import { RowStrip } from "@/components/charts/row-strip";
import { dash, orDash, type Shown, time } from "@/components/tables/cells";
import { RowLink } from "@/components/tables/row-link";
import { SimpleTable } from "@/components/tables/simple-table";
import { Change } from "@/components/ui/change";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { useLanguage } from "@/components/ui/use-language";
import type { MeasuredError, MeasuredJob, MeasuredRoute, SystemMetrics } from "@/lib/domain/system/schema";
import { milliseconds } from "@/lib/domain/system/words";
import { share } from "@/lib/measure/rounding";

/** Numbers of milliseconds in a table, whose unit its head names. */
const useMs = () => {
  const { decimal } = useLanguage();
  return (ms: number | null) => orDash(ms, (value) => decimal(value, value < 10 ? 1 : 0));
};

type RoutesProps = {
  routes: readonly MeasuredRoute[];
  all: SystemMetrics["requests"];
  /** How many routes are not shown. */
  hidden: number;
  chosen: string | null;
  hrefOf: (route: string | null) => string;
};

/** The routes with the most requests first; one opens its own picture. */
export function RoutesTable({ routes, all, hidden, chosen, hrefOf }: RoutesProps) {
  const { t, count, percent } = useLanguage();
  const ms = useMs();
  const number = (value: number) => (value === 0 ? <span className="text-ink-3">0</span> : count(value));
  const rate = (value: number | null) =>
    orDash(value, (known) =>
      known === 0 ? <span className="text-ink-3">{percent(0, 0)}</span> : percent(known),
    );
  return (
    <SimpleTable
      label={t("system.routes.label")}
      linked
      wide
      rows={routes}
      rowKey={({ route }) => route}
      columns={[
        {
          label: t("system.routes.route"),
          cell: ({ route }) => {
            const [method, path] = route.split(" ");
            return (
              <RowLink href={hrefOf(route === chosen ? null : route)}>
                <code className="font-mono text-axis whitespace-nowrap">
                  <span className="text-ink-3">{method}</span> {path}
                </code>
                {route === chosen ? (
                  <span className="ml-2 text-axis text-accent">{t("system.routes.shown_above")}</span>
                ) : null}
              </RowLink>
            );
          },
        },
        { label: t("system.routes.requests"), align: "end", cell: ({ requests }) => count(requests) },
        { label: "p50", align: "end", cell: ({ p50_ms }) => ms(p50_ms) },
        { label: "p95", align: "end", cell: ({ p95_ms }) => <b>{ms(p95_ms)}</b> },
        { label: "p99", align: "end", cell: ({ p99_ms }) => ms(p99_ms) },
        {
          label: t("system.routes.over_time"),
          className: "pl-6",
          cell: ({ p95_over_time }) => <Course values={p95_over_time} />,
        },
        { label: t("system.routes.errors"), align: "end", cell: ({ errors }) => number(errors) },
        { label: t("system.routes.rate"), align: "end", cell: ({ error_rate }) => rate(error_rate) },
      ]}
      foot={[
        t("system.routes.all", { count: hidden }),
        count(all.total),
        ms(all.p50_ms),
        ms(all.p95_ms),
        ms(all.p99_ms),
        "",
        count(all.errors),
        rate(all.error_rate),
      ]}
    />
  );
}

/** A route's 95th percentile over the time; nothing where it had no requests. */
function Course({ values }: { values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return dash;
  return <RowStrip kind="curve" values={values.map((value) => value ?? 0)} max={Math.max(...known) * 1.05} />;
}

type ErrorsProps = {
  errors: readonly (MeasuredError & { shown: Shown })[];
};

/** Why requests failed, those of the server first. */
export function ErrorsTable({ errors }: ErrorsProps) {
  const { t, count } = useLanguage();
  return (
    <SimpleTable
      label={t("system.errors.label")}
      wide
      rows={errors}
      rowKey={({ kind }) => kind}
      columns={[
        {
          label: t("system.errors.kind"),
          cell: ({ kind, status }) => (
            <>
              {kind === "left"
                ? t("system.errors.left")
                : t.has(`errors.title.${kind}`)
                  ? t(`errors.title.${kind}` as "errors.title.internal")
                  : t("system.errors.other")}{" "}
              <small className="text-ink-3">{status}</small>
            </>
          ),
        },
        { label: t("system.errors.count"), align: "end", cell: (row) => count(row.count) },
        { label: t("system.errors.last"), className: "pl-6", cell: ({ shown }) => time(shown) },
        {
          label: t("system.errors.log_line"),
          className: "pl-6",
          cell: ({ last_request_id }) =>
            orDash(last_request_id, (id) => <code className="font-mono text-axis">{id}</code>),
        },
      ]}
    />
  );
}

export type ShownJob = MeasuredJob & { last: Shown };

/** What the server does by itself. */
export function JobsTable({ jobs }: { jobs: readonly ShownJob[] }) {
  const language = useLanguage();
  const { t, count } = language;
  if (jobs.length === 0) return <p className="text-ink-2">{t("system.jobs.none")}</p>;
  return (
    <SimpleTable
      label={t("system.jobs.label")}
      wide
      rows={jobs}
      rowKey={({ name }) => name}
      columns={[
        {
          label: t("system.jobs.job"),
          cell: ({ name }) => <b>{t(`system.jobs.names.${name}`)}</b>,
        },
        { label: t("system.jobs.runs"), align: "end", cell: ({ runs }) => count(runs) },
        { label: t("system.jobs.took"), align: "end", cell: ({ p95_ms }) => milliseconds(p95_ms, language) },
        {
          label: t("system.jobs.result"),
          className: "pl-6",
          cell: ({ failed, runs }) =>
            failed > 0 ? (
              <Change
                direction="none"
                tone="warn"
                words={t("system.jobs.failed", {
                  count: failed,
                  rate: language.percent(share(failed, runs)),
                })}
              />
            ) : (
              <span className="inline-flex items-center gap-1.5 text-good">
                <Icon name="check" />
                {t("system.jobs.fine")}
              </span>
            ),
        },
        { label: t("system.jobs.last"), className: "pl-6", cell: ({ last }) => time(last) },
      ]}
    />
  );
}

/** Where background work is listed. */
export function WorkLink() {
  const { t } = useLanguage();
  return <LinkButton href="/work">{t("system.jobs.see_work")}</LinkButton>;
}
