import { useState } from "react";
import { FieldGroup, FieldRow, InputField, SelectField } from "@/components/ui/form";
import { Options } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/use-language";
import { repeatKinds, repeatMax } from "@/lib/domain/sessions/forms";
import type { SessionStatus } from "@/lib/domain/sessions/session";
import type { SessionFormValues } from "@/lib/domain/sessions/session-form";

/** A session that exists. */
export type EditedSession = {
  id: string;
  status: SessionStatus;
  /** Whether later sessions of its series may exist. */
  series: boolean;
};

/** The form's day and clock times: planned and, once the session has ended, actual. */
export function SessionWhen({
  values,
  zone,
  edited,
}: {
  values: SessionFormValues;
  zone: string;
  edited: EditedSession | null;
}) {
  const { t, duration } = useLanguage();
  const [clock, setClock] = useState({ start: values.start, end: values.end });
  const span = clockSpan(clock.start, clock.end);
  return (
    <FieldGroup title={t("ui.when")} note={t("sessions.form.zone", { zone })}>
      <FieldRow>
        <InputField label={t("ui.day")} type="date" name="day" defaultValue={values.day} required />
        <InputField
          label={t("sessions.form.starts")}
          type="time"
          name="start"
          defaultValue={values.start}
          onValue={(value) => setClock({ ...clock, start: value })}
          required
        />
        <InputField
          label={t("sessions.form.ends")}
          hint={
            span
              ? t("sessions.form.length", {
                  length: duration(span.minutes * 60),
                  next_day: span.nextDay ? "yes" : "no",
                })
              : null
          }
          type="time"
          name="end"
          defaultValue={values.end}
          onValue={(value) => setClock({ ...clock, end: value })}
          required
        />
      </FieldRow>
      {edited ? null : <RepeatFields day={values.day} />}
      {edited?.series ? (
        <SelectField
          label={t("sessions.form.save_for")}
          hint={t("sessions.form.save_for_about")}
          name="scope"
          defaultValue="this"
        >
          <Options
            of={[
              ["this", t("sessions.form.this_only")],
              ["following", t("sessions.form.this_and_later")],
            ]}
          />
        </SelectField>
      ) : null}
      {edited?.status === "ended" ? (
        <FieldRow>
          {(["started", "ended"] as const).map((name) => (
            <InputField
              key={name}
              label={t(`sessions.form.${name}`)}
              hint={t("sessions.form.as_planned")}
              type="time"
              step={1}
              name={name}
              defaultValue={values[name]}
            />
          ))}
        </FieldRow>
      ) : null}
    </FieldGroup>
  );
}

/** Whether and how a new session repeats: a number of times, or until a day. */
function RepeatFields({ day }: { day: string }) {
  const { t } = useLanguage();
  const [repeats, setRepeats] = useState(false);
  const [ends, setEnds] = useState<"count" | "until">("count");
  return (
    <FieldRow>
      <SelectField
        label={t("sessions.form.repeats")}
        hint={repeats ? t("sessions.form.repeats_about") : null}
        name="repeat"
        defaultValue=""
        onValue={(value) => setRepeats(value !== "")}
      >
        <Options
          none={t("sessions.form.once")}
          of={repeatKinds.map((kind) => [kind, t(`sessions.repeat.${kind}`)])}
        />
      </SelectField>
      {repeats ? (
        <SelectField
          label={t("sessions.form.ends")}
          name="repeat_ends"
          value={ends}
          onValue={(value) => setEnds(value === "until" ? "until" : "count")}
        >
          <Options
            of={[
              ["count", t("sessions.form.after_count")],
              ["until", t("sessions.form.on_day")],
            ]}
          />
        </SelectField>
      ) : null}
      {repeats && ends === "count" ? (
        <InputField
          label={t("sessions.form.count")}
          type="number"
          name="repeat_count"
          min={2}
          max={repeatMax}
          defaultValue={8}
          required
        />
      ) : null}
      {repeats && ends === "until" ? (
        <InputField label={t("sessions.form.until")} type="date" name="repeat_until" min={day} required />
      ) : null}
    </FieldRow>
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
