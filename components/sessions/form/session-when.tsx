import { useState } from "react";
import { FieldGroup, FieldRow, InputField, SelectField } from "@/components/ui/form";
import { Options } from "@/components/ui/input";
import type { SessionStatus } from "@/lib/domain/sessions/session";
import { duration } from "@/lib/platform/format";

/** Days and clock times as texts of the school's clock. */
export type PlannedTimes = { day: string; start: string; end: string };

/** A session that exists; `started` and `ended` once it has ended, empty where they are as planned. */
export type EditedSession = { id: string; status: SessionStatus; started: string; ended: string };

const repeats = [1, 2, 4, 6, 8, 10, 12, 16, 24, 36, 52];

/** The form's day and clock times: planned and, once the session has ended, actual. */
export function SessionWhen({
  values,
  zone,
  edited,
}: {
  values: PlannedTimes;
  zone: string;
  edited: EditedSession | null;
}) {
  const [clock, setClock] = useState({ start: values.start, end: values.end });
  const span = clockSpan(clock.start, clock.end);
  return (
    <FieldGroup title="When" note={`All times are ${zone}.`}>
      <FieldRow>
        <InputField label="Day" type="date" name="day" defaultValue={values.day} required />
        <InputField
          label="Starts"
          type="time"
          name="start"
          defaultValue={values.start}
          onValue={(value) => setClock({ ...clock, start: value })}
          required
        />
        <InputField
          label="Ends"
          hint={span ? `${duration(span.minutes * 60)}${span.nextDay ? ", ends the next day" : ""}` : null}
          type="time"
          name="end"
          defaultValue={values.end}
          onValue={(value) => setClock({ ...clock, end: value })}
          required
        />
      </FieldRow>
      {edited ? null : (
        <SelectField
          label="Repeats"
          hint="Every week at the same local time, also after a clock change"
          name="repeat_weeks"
          defaultValue={1}
        >
          <Options of={repeats.map((weeks) => [weeks, weeks === 1 ? "Once" : `Weekly, ${weeks} times`])} />
        </SelectField>
      )}
      {edited?.status === "ended" ? (
        <FieldRow>
          {(["started", "ended"] as const).map((name) => (
            <InputField
              key={name}
              label={name === "started" ? "Actual start" : "Actual end"}
              hint="Leave empty if as planned"
              type="time"
              step={1}
              name={name}
              defaultValue={edited[name]}
            />
          ))}
        </FieldRow>
      ) : null}
    </FieldGroup>
  );
}

/** A session's length by its clock times, in minutes; null while one is missing. An end that is not after the start is on the next day. */
export function clockSpan(start: string, end: string): { minutes: number; nextDay: boolean } | null {
  const [from, to] = [minutesOf(start), minutesOf(end)];
  if (from === null || to === null) return null;
  return to > from ? { minutes: to - from, nextDay: false } : { minutes: to - from + 24 * 60, nextDay: true };
}

function minutesOf(time: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(time) ?? [];
  return hours && minutes ? Number(hours) * 60 + Number(minutes) : null;
}
