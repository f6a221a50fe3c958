"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
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
  const { run, busy, errors } = useFormAction(
    (given: FormData) =>
      edited
        ? changeSessionAction(changeIn(given, values, edited))
        : createSessionAction(newSessionIn(given)),
    {
      fields,
      kept: "Nothing was saved",
      done: ({ id, ids }) => {
        router.push(`/sessions/${id}`);
        if (edited) return ids.length > 1 ? `${ids.length} sessions are saved.` : "Saved.";
        return ids.length > 1 ? `${ids.length} sessions are planned.` : "The session is planned.";
      },
    },
  );

  return (
    <Form errors={errors} onGiven={run} noValidate className="mt-6 max-w-[640px] gap-8">
      <FieldGroup>
        <InputField label="Title" name="title" defaultValue={values.title} required maxLength={200} />
        <FieldRow>
          <SelectField
            label="Course"
            name="course_id"
            value={courseId}
            onValue={(id) => {
              setCourseId(id);
              // A recording of another course is no longer in the menu.
              setRecordingId(values.recording_video_id ?? "");
            }}
          >
            <Options none="No course" of={titled(choices.courses)} />
          </SelectField>
          <SelectField label="Format" name="format" defaultValue={values.format}>
            <Options of={sessionFormats.map((format) => [format, t(`sessions.format.${format}`)])} />
          </SelectField>
        </FieldRow>
        {choices.instructors ? (
          <SelectField label="Instructor" name="instructor_id" defaultValue={values.instructor_id ?? ""}>
            <option value="" disabled>
              Choose an instructor
            </option>
            <Options of={choices.instructors.map(({ id, name }) => [id, name])} />
          </SelectField>
        ) : null}
      </FieldGroup>
      <SessionWhen values={values} zone={zone} edited={edited} />
      <FieldGroup title="Taking part">
        <InputField
          label="Link to join"
          inputMode="url"
          name="page_url"
          defaultValue={values.page_url ?? ""}
          placeholder="https://"
        />
        <div className="grid gap-1">
          <Choice name="chat_enabled" checked={values.chat_enabled} label="Chat">
            When off, chat is left out of the score
          </Choice>
          <Choice name="anonymous_viewers" checked={values.anonymous_viewers} label="Open to anyone">
            People join without signing in or a token
          </Choice>
        </div>
        <InputField
          label="On time until (minutes after start)"
          hint={`Leave empty for the school's ${choices.on_time_minutes}`}
          type="number"
          name="on_time_minutes"
          min={0}
          max={600}
          defaultValue={values.on_time_minutes ?? ""}
          className="max-w-24"
        />
      </FieldGroup>
      <FieldGroup title="Afterwards">
        <FieldRow>
          <SelectField
            label="Recording"
            name="recording_video_id"
            value={recordingId}
            onValue={setRecordingId}
          >
            <Options
              none="None yet"
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
              label="Recording starts at"
              hint="Leave empty if it starts with the session"
              type="time"
              step={1}
              name="recording_time"
              defaultValue={values.recording_time}
            />
          ) : null}
        </FieldRow>
        <Choice name="left_out" checked={values.left_out} label="Leave out">
          A test, or not to be counted: only its own page shows its numbers
        </Choice>
        <InputField
          label="External ID"
          hint="Used by your LMS or API"
          name="external_id"
          defaultValue={values.external_id ?? ""}
          maxLength={200}
        />
      </FieldGroup>

      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? "Saving" : edited ? "Save" : "Plan session"}
        </Button>
        <LinkButton look="quiet" href={edited ? `/sessions/${edited.id}` : "/sessions"}>
          Cancel
        </LinkButton>
      </div>
    </Form>
  );
}

function Choice(props: { name: string; checked: boolean; label: string; children: ReactNode }) {
  return (
    <Checkbox name={props.name} defaultChecked={props.checked}>
      <span className="text-ink-2">
        <span className="text-ink">{props.label}</span> {props.children}
      </span>
    </Checkbox>
  );
}

const titled = (items: readonly { id: string; title: string }[]) =>
  items.map(({ id, title }) => [id, title] as const);
