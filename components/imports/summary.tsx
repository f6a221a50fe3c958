"use client";

import type { ReactNode } from "react";
import { InputField, SelectField } from "@/components/ui/form";
import { Options } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import type { ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import type { DateOrder, PresenceDetail } from "@/lib/measure/attendance-report";
import { count, duration, unknown } from "@/lib/platform/format";
import type { ReadingChoices } from "./import-state";

/** What the report contains about presence, and what that allows. */
const presenceWords: Record<PresenceDetail, string> = {
  spans: "All join and leave times",
  first_to_last: "First join and last leave only: the peak is an upper bound",
  durations: "Durations only: the peak is unknown",
};

const orderWords: Record<DateOrder, string> = {
  dmy: "Day, month, year",
  mdy: "Month, day, year",
  ymd: "Year, month, day",
};
/** All time zones, the chosen one first. */
const zonesWith = (chosen: string) =>
  [...new Set([chosen, "UTC", ...Intl.supportedValuesOf("timeZone")])].map(
    (zone) => [zone, zone.replaceAll("_", " ")] as const,
  );

/** More lines than this are counted. */
const problemsShown = 20;

/** A date and time in a zone that is chosen in the browser. */
export function dateTimeText(instant: string, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  }).format(Date.parse(instant));
}

function whenText({ started_at, ended_at }: ImportAnswer["meeting"], zone: string): string {
  if (started_at === null) return unknown;
  const start = dateTimeText(started_at, zone);
  return ended_at === null
    ? start
    : `${start}, ${duration((Date.parse(ended_at) - Date.parse(started_at)) / 1000)}`;
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
  const { date_order, zone, hosts } = answer;
  const people = answer.matched + answer.doubtful + answer.unknown;
  const askOrder = date_order !== null && (!date_order.certain || errors.date_order !== undefined);
  return (
    <Section title="Report" line>
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1 tabular-nums">
        <Fact label="Format">{formatName}</Fact>
        <Fact label="Meeting">{answer.meeting.title ?? unknown}</Fact>
        <Fact label="When">{whenText(answer.meeting, choices.zone)}</Fact>
        <Fact label="People">
          {count(people)}
          {hosts ? `, including ${hosts === 1 ? "1 host" : `${count(hosts)} hosts`}` : ""}
        </Fact>
        <Fact label="Visits">{count(answer.spans)}</Fact>
        <Fact label="Total minutes">{count(answer.minutes)}</Fact>
        <Fact label="Contains">{presenceWords[answer.presence]}</Fact>
      </dl>
      {zone !== null || askOrder ? (
        <div className="mt-5 flex flex-wrap gap-4">
          {zone !== null ? (
            <SelectField
              label="Time zone of the file"
              hint="The file does not name one"
              error={errors.zone}
              value={choices.zone}
              onValue={(value) => onChoices({ ...choices, zone: value })}
            >
              <Options of={zonesWith(choices.zone)} />
            </SelectField>
          ) : null}
          {answer.clock_only ? (
            <InputField
              label="Day of the meeting"
              hint="The file gives only times of day"
              error={errors.day && "Choose the day"}
              type="date"
              value={choices.day ?? ""}
              onValue={(value) => onChoices({ ...choices, day: value || null })}
            />
          ) : null}
          {askOrder ? (
            <SelectField
              label="Date format"
              hint="The file allows more than one: check the date above"
              error={errors.date_order}
              value={date_order.order}
              onValue={(value) => onChoices({ ...choices, date_order: value as DateOrder })}
            >
              <Options of={Object.entries(orderWords)} />
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
  if (problems.length === 0) return null;
  const more = problems.length - problemsShown;
  return (
    <div className="mt-5">
      <h3 className="text-small font-semibold">
        {problems.length === 1 ? "1 line needs attention" : `${count(problems.length)} lines need attention`}
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
