import { useState } from "react";
import { Field, FieldGroup, FieldRow } from "@/components/ui/form";
import { Input, Select } from "@/components/ui/input";
import { duration } from "@/lib/platform/format";
import { clockSpan } from "./clock-span";
import type { EditedSession, SessionFormValues } from "./session-form-values";

const repeats = [1, 2, 4, 6, 8, 10, 12, 16, 24, 36, 52];

/** The form's days and clock times: as planned, and once it has ended as it was. */
export function SessionWhen({
  values,
  zone,
  edited,
  wrong,
}: {
  values: SessionFormValues;
  zone: string;
  edited: EditedSession | null;
  /** What is wrong, by field. */
  wrong: Record<string, string>;
}) {
  const [clock, setClock] = useState({ start: values.start, end: values.end });
  const span = clockSpan(clock.start, clock.end);
  return (
    <FieldGroup title="When" note={`All times are ${zone}.`}>
      <FieldRow>
        <Field label="Day" error={wrong.day}>
          {(ids) => <Input {...ids} type="date" name="day" defaultValue={values.day} required />}
        </Field>
        <Field label="Begins" error={wrong.start}>
          {(ids) => (
            <Input
              {...ids}
              type="time"
              name="start"
              defaultValue={values.start}
              onChange={(event) => setClock({ ...clock, start: event.target.value })}
              required
            />
          )}
        </Field>
        <Field
          label="Ends"
          error={wrong.end}
          hint={span ? `${duration(span.minutes * 60)}${span.nextDay ? ", into the next day" : ""}` : null}
        >
          {(ids) => (
            <Input
              {...ids}
              type="time"
              name="end"
              defaultValue={values.end}
              onChange={(event) => setClock({ ...clock, end: event.target.value })}
              required
            />
          )}
        </Field>
      </FieldRow>
      {edited ? null : (
        <Field
          label="Repeats"
          hint="Every week at the same time by the school's clock, also when it changes to summer or winter time"
          error={wrong.repeat_weeks}
        >
          {(ids) => (
            <Select {...ids} name="repeat_weeks" defaultValue={1}>
              {repeats.map((weeks) => (
                <option key={weeks} value={weeks}>
                  {weeks === 1 ? "Once" : `Weekly, ${weeks} times`}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {edited?.status === "ended" ? (
        <FieldRow>
          <Field label="Really began" hint="Empty: as planned" error={wrong.started}>
            {(ids) => <Input {...ids} type="time" step={1} name="started" defaultValue={edited.started} />}
          </Field>
          <Field label="Really ended" hint="Empty: as planned" error={wrong.ended}>
            {(ids) => <Input {...ids} type="time" step={1} name="ended" defaultValue={edited.ended} />}
          </Field>
        </FieldRow>
      ) : null}
    </FieldGroup>
  );
}
