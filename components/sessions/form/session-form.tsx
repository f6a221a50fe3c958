"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldGroup, FieldRow, Form, InputField, SelectField } from "@/components/ui/form";
import { sameNames } from "@/components/ui/form-errors";
import { Options } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { useEdit } from "@/components/ui/use-edit";
import { useLanguage } from "@/components/ui/use-language";
import { changeSessionAction, createSessionAction } from "@/lib/domain/sessions/actions";
import type { FormChoices } from "@/lib/domain/sessions/queries/form";
import { sessionFormats } from "@/lib/domain/sessions/session";
import type { SessionFormValues } from "@/lib/domain/sessions/session-form";
import { changedTexts, changeIn, newSessionIn, sessionTexts } from "./session-input";
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
  const titleIn = (items: readonly { id: string; title: string }[]) => (id: string) =>
    items.find((item) => item.id === id)?.title ?? id;
  const yesOrNo = (text: string) => t(text ? "ui.yes" : "ui.no");
  const edit = useEdit({
    start: values,
    fields,
    textsOf: sessionTexts,
    textsIn: changedTexts,
    compared: [
      { name: "title", label: t("ui.title") },
      { name: "course_id", label: t("ui.course"), words: titleIn(choices.courses) },
      {
        name: "format",
        label: t("sessions.form.format"),
        words: (format) => t(`sessions.format.${format as (typeof sessionFormats)[number]}`),
      },
      {
        name: "instructor_id",
        label: t("ui.instructor"),
        words: (id) => choices.instructors?.find((one) => one.id === id)?.name ?? id,
      },
      { name: "day", label: t("ui.day") },
      { name: "start", label: t("sessions.form.starts") },
      { name: "end", label: t("sessions.form.ends") },
      { name: "started", label: t("sessions.form.started") },
      { name: "ended", label: t("sessions.form.ended") },
      { name: "page_url", label: t("sessions.form.page_url") },
      { name: "chat_enabled", label: t("sessions.form.chat"), words: yesOrNo },
      { name: "anonymous_viewers", label: t("sessions.form.open"), words: yesOrNo },
      { name: "on_time_minutes", label: t("sessions.form.on_time") },
      { name: "recording_video_id", label: t("ui.recording"), words: titleIn(choices.recordings) },
      { name: "recording_time", label: t("sessions.form.recording_time") },
      { name: "left_out", label: t("sessions.form.leave_out"), words: yesOrNo },
      { name: "external_id", label: t("sessions.form.external_id") },
    ],
    kept: t("sessions.form.nothing_saved"),
    save: (given, base, revision) =>
      edited
        ? changeSessionAction({ ...changeIn(given, base), session_id: edited.id, revision })
        : createSessionAction(newSessionIn(given)),
    done: ({ id, ids }) => {
      router.push(`/sessions/${id}`);
      return t(edited ? "sessions.form.saved" : "sessions.form.planned", { count: ids.length });
    },
  });
  return (
    <Form {...edit.form} key={edit.form.key} className="mt-6 max-w-[640px] gap-8">
      {edit.conflict}
      <SessionFields choices={choices} values={edit.base} zone={zone} edited={edited} />
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={edit.busy}>
          {t(edit.busy ? "ui.saving" : edited ? "ui.save" : "sessions.form.plan")}
        </Button>
        <LinkButton look="quiet" href={edited ? `/sessions/${edited.id}` : "/sessions"}>
          {t("ui.cancel")}
        </LinkButton>
      </div>
    </Form>
  );
}

function SessionFields({
  choices,
  values,
  zone,
  edited,
}: {
  choices: FormChoices;
  values: SessionFormValues;
  zone: string;
  edited: EditedSession | null;
}) {
  const { t } = useLanguage();
  const [courseId, setCourseId] = useState(values.course_id ?? "");
  const [recordingId, setRecordingId] = useState(values.recording_video_id ?? "");
  return (
    <>
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
          <Choice name="chat_enabled" checked={values.chat_enabled} words="chat" />
          <Choice name="anonymous_viewers" checked={values.anonymous_viewers} words="open" />
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
        <Choice name="left_out" checked={values.left_out} words="leave_out" />
        <InputField
          label={t("sessions.form.external_id")}
          hint={t("sessions.form.external_id_about")}
          name="external_id"
          defaultValue={values.external_id ?? ""}
          maxLength={200}
        />
      </FieldGroup>
    </>
  );
}

/** A checkbox with its name and what it does. */
function Choice({
  name,
  checked,
  words,
}: {
  name: string;
  checked: boolean;
  words: "chat" | "open" | "leave_out";
}) {
  const { t } = useLanguage();
  return (
    <Checkbox name={name} defaultChecked={checked}>
      <span className="text-ink">{t(`sessions.form.${words}`)}</span>{" "}
      <span className="text-ink-2">{t(`sessions.form.${words}_about`)}</span>
    </Checkbox>
  );
}

const titled = (items: readonly { id: string; title: string }[]) =>
  items.map(({ id, title }) => [id, title] as const);
