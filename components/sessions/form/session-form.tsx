"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Conflict } from "@/components/ui/conflict";
import { FieldGroup, FieldRow, Form, InputField, SelectField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { Options } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { useLanguage } from "@/components/ui/use-language";
import { changeSessionAction, createSessionAction } from "@/lib/domain/sessions/actions";
import type { FormChoices } from "@/lib/domain/sessions/queries/form";
import { sessionFormats } from "@/lib/domain/sessions/session";
import { changeIn, newSessionIn, type SessionFormValues } from "./session-input";
import { type EditedSession, SessionWhen } from "./session-when";

/** Where each field of the routes is shown. */
const fields = {
  ...sameNames("title", "format", "course_id", "instructor_id", "external_id", "day", "start", "end"),
  ...sameNames(
    "repeat",
    "repeat_count",
    "repeat_until",
    "recording_video_id",
    "recording_time",
    "on_time_minutes",
    "page_url",
  ),
  ...sameNames("started", "ended"),
  "when.day": "day",
  "when.start": "start",
  "when.end": "end",
  scheduled_start: "start",
  scheduled_end: "end",
  recording_started_at: "recording_time",
  started_at: "started",
  ended_at: "ended",
};

/** Of an edit that another came before: the notice says it. */
const noErrors = { fields: {}, whole: null };

/** Plans a session, or changes one. Clock times are the school's; the server turns them into instants. */
export function SessionForm({
  choices,
  values,
  zone,
  edited = null,
}: {
  choices: FormChoices;
  values: SessionFormValues;
  /** The name of the school's time zone: "Lisbon time". */
  zone: string;
  edited?: EditedSession | null;
}) {
  const { t } = useLanguage();
  const router = useRouter();
  const [courseId, setCourseId] = useState(values.course_id ?? "");
  const [recordingId, setRecordingId] = useState(values.recording_video_id ?? "");
  const [sent, setSent] = useState<FormData | null>(null);
  const { run, busy, errors, current } = useFormAction(
    (given: FormData, revision?: number) => {
      setSent(given);
      return edited
        ? changeSessionAction({ ...changeIn(given, values, edited), ...(revision ? { revision } : {}) })
        : createSessionAction(newSessionIn(given));
    },
    {
      fields,
      kept: t("sessions.form.nothing_saved"),
      done: ({ id, ids }) => {
        router.push(`/sessions/${id}`);
        return t(edited ? "sessions.form.saved" : "sessions.form.planned", { count: ids.length });
      },
    },
  );

  const nameOf = (courseId: unknown) =>
    choices.courses.find(({ id }) => id === courseId)?.title ?? t("sessions.form.no_course");
  const yours = (name: string) => String(sent?.get(name) ?? "");
  const saved = (name: string) => String(current?.[name] ?? "");

  return (
    <Form
      errors={current ? noErrors : errors}
      onGiven={(given) => run(given)}
      noValidate
      className="mt-6 max-w-[640px] gap-8"
    >
      {current && sent ? (
        <Conflict
          busy={busy}
          lines={[
            { label: t("ui.title"), saved: saved("title"), yours: yours("title") },
            { label: t("ui.course"), saved: nameOf(current.course_id), yours: nameOf(sent.get("course_id")) },
            { label: t("sessions.form.page_url"), saved: saved("page_url"), yours: yours("page_url") },
            {
              label: t("sessions.form.external_id"),
              saved: saved("external_id"),
              yours: yours("external_id"),
            },
          ]}
          onMine={() => run(sent, Number(current.revision))}
          onTheirs={() => router.refresh()}
        />
      ) : null}
      <FieldGroup>
        <InputField label={t("ui.title")} name="title" defaultValue={values.title} required maxLength={200} />
        <FieldRow>
          <SelectField
            label={t("ui.course")}
            name="course_id"
            value={courseId}
            onValue={(id) => {
              setCourseId(id);
              // A recording of another course is no longer in the menu.
              setRecordingId(values.recording_video_id ?? "");
            }}
          >
            <Options none={t("sessions.form.no_course")} of={titled(choices.courses)} />
          </SelectField>
          <SelectField label={t("sessions.form.format")} name="format" defaultValue={values.format}>
            <Options of={sessionFormats.map((format) => [format, t(`sessions.format.${format}`)])} />
          </SelectField>
        </FieldRow>
        {choices.instructors ? (
          <SelectField
            label={t("ui.instructor")}
            name="instructor_id"
            defaultValue={values.instructor_id ?? ""}
          >
            <option value="" disabled>
              {t("sessions.form.choose_instructor")}
            </option>
            <Options of={choices.instructors.map(({ id, name }) => [id, name])} />
          </SelectField>
        ) : null}
      </FieldGroup>
      <SessionWhen values={values} zone={zone} edited={edited} />
      <FieldGroup title={t("sessions.form.taking_part")}>
        <InputField
          label={t("sessions.form.page_url")}
          inputMode="url"
          name="page_url"
          defaultValue={values.page_url ?? ""}
          placeholder="https://"
        />
        <div className="grid gap-1">
          <Choice name="chat_enabled" checked={values.chat_enabled} words="sessions.form.chat" />
          <Choice name="anonymous_viewers" checked={values.anonymous_viewers} words="sessions.form.open" />
        </div>
        <InputField
          label={t("sessions.form.on_time")}
          hint={t("sessions.form.on_time_about", { minutes: choices.on_time_minutes })}
          type="number"
          name="on_time_minutes"
          min={0}
          max={600}
          defaultValue={values.on_time_minutes ?? ""}
          className="max-w-24"
        />
      </FieldGroup>
      <FieldGroup title={t("sessions.form.afterwards")}>
        <FieldRow>
          <SelectField
            label={t("ui.recording")}
            name="recording_video_id"
            value={recordingId}
            onValue={setRecordingId}
          >
            <Options
              none={t("sessions.form.no_recording")}
              of={titled(
                choices.recordings.filter(
                  (video) =>
                    !courseId || video.course_id === courseId || video.id === values.recording_video_id,
                ),
              )}
            />
          </SelectField>
          {edited && recordingId ? (
            <InputField
              label={t("sessions.form.recording_time")}
              hint={t("sessions.form.recording_time_about")}
              type="time"
              step={1}
              name="recording_time"
              defaultValue={values.recording_time}
            />
          ) : null}
        </FieldRow>
        <Choice name="left_out" checked={values.left_out} words="sessions.form.leave_out" />
        <InputField
          label={t("sessions.form.external_id")}
          hint={t("sessions.form.external_id_about")}
          name="external_id"
          defaultValue={values.external_id ?? ""}
          maxLength={200}
        />
      </FieldGroup>

      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={busy}>
          {t(busy ? "ui.saving" : edited ? "ui.save" : "sessions.form.plan")}
        </Button>
        <LinkButton look="quiet" href={edited ? `/sessions/${edited.id}` : "/sessions"}>
          {t("ui.cancel")}
        </LinkButton>
      </div>
    </Form>
  );
}

/** A checkbox whose message has its name as `b` and says what it does. */
function Choice({
  name,
  checked,
  words,
}: {
  name: string;
  checked: boolean;
  words: "sessions.form.chat" | "sessions.form.open" | "sessions.form.leave_out";
}) {
  const { t } = useLanguage();
  return (
    <Checkbox name={name} defaultChecked={checked}>
      <span className="text-ink-2">
        {t.rich(words, { b: (label) => <span className="text-ink">{label}</span> })}
      </span>
    </Checkbox>
  );
}

const titled = (items: readonly { id: string; title: string }[]) =>
  items.map(({ id, title }) => [id, title] as const);
