"use client";

import type { ReactNode } from "react";
import { Field } from "@/components/ui/form";
import { Input, Select } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { formatNames, presenceWords } from "@/lib/domain/sessions/imports/formats";
import type { DateOrder } from "@/lib/measure/attendance-report";
import { count, duration, unknown } from "@/lib/platform/format";
import type { Reading, ReadingChoices } from "./import-reading";

const orderWords: Record<DateOrder, string> = {
  dmy: "Day, month, year",
  mdy: "Month, day, year",
  ymd: "Year, month, day",
};
/** More lines than this nobody reads one by one. */
const problemsShown = 20;

/** An instant as a clock in a zone shows it; made here, since the zone is chosen here. */
export function clockText(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  }).format(at);
}

function whenText({ started_at: startedAt, ended_at: endedAt }: Reading, zone: string): string {
  if (startedAt === null) return unknown;
  const length = endedAt === null ? null : (endedAt - startedAt) / 1000;
  return length === null ? clockText(startedAt, zone) : `${clockText(startedAt, zone)}, ${duration(length)}`;
}

/** What was understood of the file, and what can be read otherwise. */
export function ImportUnderstood({
  reading,
  choices,
  problems,
  wrong,
  disabled,
  onChoices,
}: {
  reading: Reading;
  choices: ReadingChoices;
  /** Lines that were not understood: the file's, and what the server found. */
  problems: { line: number; message: string }[];
  wrong: Record<string, string>;
  disabled: boolean;
  onChoices: (choices: ReadingChoices) => void;
}) {
  const { date_order: dateOrder } = reading;
  const zones = Intl.supportedValuesOf("timeZone");
  return (
    <Section title="What was understood" line>
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1 tabular-nums">
        <Fact label="Report">{formatNames[reading.format]}</Fact>
        <Fact label="Meeting">{reading.title ?? unknown}</Fact>
        <Fact label="When">{whenText(reading, choices.zone)}</Fact>
        <Fact label="People">
          {count(reading.people)}
          {reading.hosts ? `, ${count(reading.hosts)} of them running it` : ""}
        </Fact>
        <Fact label="Stays">{count(reading.stays)}</Fact>
        <Fact label="Minutes, all together">{count(reading.minutes)}</Fact>
        <Fact label="Tells">{presenceWords[reading.presence]}</Fact>
      </dl>
      {reading.zone_assumed || (dateOrder && !dateOrder.certain) || wrong.date_order ? (
        <div className="mt-5 flex flex-wrap gap-4">
          {reading.zone_assumed ? (
            <Field label="Its times are of" hint="The file names no time zone" error={wrong.zone}>
              {(ids) => (
                <Select
                  {...ids}
                  value={choices.zone}
                  disabled={disabled}
                  onChange={(event) => onChoices({ ...choices, zone: event.target.value })}
                >
                  {[...new Set([choices.zone, "UTC", ...zones])].map((zone) => (
                    <option key={zone} value={zone}>
                      {zone.replaceAll("_", " ")}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          ) : null}
          {reading.clockOnly ? (
            <Field
              label="Day of the meeting"
              hint="The file holds clock times only"
              error={wrong.day ?? (choices.day ? null : "Choose the day")}
            >
              {(ids) => (
                <Input
                  {...ids}
                  type="date"
                  value={choices.day ?? ""}
                  disabled={disabled}
                  onChange={(event) => onChoices({ ...choices, day: event.target.value || null })}
                />
              )}
            </Field>
          ) : null}
          {dateOrder && (!dateOrder.certain || wrong.date_order) ? (
            <Field
              label="Its dates are written"
              hint="The file itself leaves it open: look at the day above"
              error={wrong.date_order}
            >
              {(ids) => (
                <Select
                  {...ids}
                  value={dateOrder.order}
                  disabled={disabled}
                  onChange={(event) => onChoices({ ...choices, date_order: event.target.value as DateOrder })}
                >
                  {Object.entries(orderWords).map(([order, words]) => (
                    <option key={order} value={order}>
                      {words}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          ) : null}
        </div>
      ) : null}
      <ImportLines problems={problems} />
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

/** Lines of the file that need looking at. */
export function ImportLines({ problems }: { problems: { line: number; message: string }[] }) {
  if (problems.length === 0) return null;
  const more = problems.length - problemsShown;
  return (
    <div className="mt-5">
      <h3 className="text-small font-semibold">
        {problems.length === 1 ? "One line needs a look" : `${count(problems.length)} lines need a look`}
      </h3>
      <ul className="mt-1 text-small text-ink-2">
        {problems.slice(0, problemsShown).map(({ line, message }) => (
          <li key={`${line} ${message}`} className="flex gap-3 border-b border-line py-1">
            <span className="w-20 flex-none text-ink-3 tabular-nums">Line {line}</span>
            <span className="min-w-0 [overflow-wrap:anywhere]">{message}</span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="mt-1 text-small text-ink-3">And {count(more)} more</p> : null}
    </div>
  );
}
