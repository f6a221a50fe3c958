"use client";

import type { ReactNode } from "react";
import { InputField, SelectField } from "@/components/ui/form";
import { Options } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import type { Language } from "@/lib/language/language";
import { locales, unknown } from "@/lib/language/numbers";
import type { DateOrder } from "@/lib/measure/attendance-report";
import type { ReadingChoices } from "./import-state";

const dateOrders: readonly DateOrder[] = ["dmy", "mdy", "ymd"];

/** All time zones, the chosen one first. */
const zonesWith = (chosen: string) =>
  [...new Set([chosen, "UTC", ...Intl.supportedValuesOf("timeZone")])].map(
    (zone) => [zone, zone.replaceAll("_", " ")] as const,
  );

/** More lines than this are counted. */
const problemsShown = 20;

/** A date and time in a zone that is chosen in the browser. */
export function dateTimeText(instant: string, zone: string, { code }: Language): string {
  return new Intl.DateTimeFormat(locales[code], {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  }).format(Date.parse(instant));
}

function whenText(
  { started_at, ended_at }: ImportAnswer["meeting"],
  zone: string,
  language: Language,
): string {
  if (started_at === null) return unknown;
  const start = dateTimeText(started_at, zone, language);
  return ended_at === null
    ? start
    : `${start}, ${language.duration((Date.parse(ended_at) - Date.parse(started_at)) / 1000)}`;
}

/** What the report says, and the choices that decide how the file is read. */
export default function ImportSummary({
  answer,
  formatName,
  choices,
  errors,
  onChoices,
}: {
  answer: ImportAnswer;
  formatName: string;
  choices: ReadingChoices;
  errors: Record<string, string>;
  onChoices: (choices: ReadingChoices) => void;
}) {
  const language = useLanguage();
  const { t, count } = language;
  const { date_order, zone, hosts } = answer;
  const people = answer.matched + answer.doubtful + answer.unknown;
  const askOrder = date_order !== null && (!date_order.certain || errors.date_order !== undefined);
  return (
    <Section title={t("imports.report.title")} line>
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1 tabular-nums">
        <Fact label={t("imports.report.format")}>{formatName}</Fact>
        <Fact label={t("imports.report.meeting")}>{answer.meeting.title ?? unknown}</Fact>
        <Fact label={t("ui.when")}>{whenText(answer.meeting, choices.zone, language)}</Fact>
        <Fact label={t("ui.people")}>{t("imports.report.people", { people, hosts })}</Fact>
        <Fact label={t("imports.report.visits")}>{count(answer.spans)}</Fact>
        <Fact label={t("imports.report.total_minutes")}>{count(answer.minutes)}</Fact>
        <Fact label={t("imports.report.contains")}>{t(`imports.report.presence.${answer.presence}`)}</Fact>
      </dl>
      {zone !== null || askOrder ? (
        <div className="mt-5 flex flex-wrap gap-4">
          {zone !== null ? (
            <SelectField
              label={t("imports.report.zone")}
              hint={t("imports.report.zone_hint")}
              error={errors.zone}
              value={choices.zone}
              onValue={(value) => onChoices({ ...choices, zone: value })}
            >
              <Options of={zonesWith(choices.zone)} />
            </SelectField>
          ) : null}
          {answer.clock_only ? (
            <InputField
              label={t("imports.report.day")}
              hint={t("imports.report.day_hint")}
              error={errors.day && t("imports.report.choose_day")}
              type="date"
              value={choices.day ?? ""}
              onValue={(value) => onChoices({ ...choices, day: value || null })}
            />
          ) : null}
          {askOrder ? (
            <SelectField
              label={t("imports.report.date_format")}
              hint={t("imports.report.date_format_hint")}
              error={errors.date_order}
              value={date_order.order}
              onValue={(value) => onChoices({ ...choices, date_order: value as DateOrder })}
            >
              <Options of={dateOrders.map((order) => [order, t(`imports.report.orders.${order}`)])} />
            </SelectField>
          ) : null}
        </div>
      ) : null}
      <ProblemLines problems={answer.problems} />
    </Section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Lines of the file that need attention. */
export function ProblemLines({ problems }: { problems: { line: number; message: string }[] }) {
  const { t } = useLanguage();
  if (problems.length === 0) return null;
  const more = problems.length - problemsShown;
  return (
    <div className="mt-5">
      <h3 className="text-small font-semibold">
        {t("imports.report.lines_wrong", { count: problems.length })}
      </h3>
      <ul className="mt-1 text-small text-ink-2">
        {problems.slice(0, problemsShown).map(({ line, message }) => (
          <li key={`${line} ${message}`} className="flex gap-3 border-b border-line py-1">
            <span className="w-20 flex-none text-ink-3 tabular-nums">
              {t("imports.report.line", { line })}
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">{message}</span>
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <p className="mt-1 text-small text-ink-3">{t("imports.report.more_lines", { count: more })}</p>
      ) : null}
    </div>
  );
}
