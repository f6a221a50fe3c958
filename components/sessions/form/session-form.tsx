"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, FieldGroup, FieldRow, Form, sameNames, useFormAction } from "@/components/ui/form";
import { Input, Select } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { changeSessionAction, createSessionAction } from "@/lib/domain/sessions/actions";
import type { FormChoices } from "@/lib/domain/sessions/queries/form";
import type { SessionFormat } from "@/lib/domain/sessions/schema";
import type { ChangeSessionForm, NewSessionForm } from "@/lib/domain/sessions/session-form";
import type { EditedSession, SessionFormValues } from "./session-form-values";
import { SessionWhen } from "./session-when";

const formatWords: Record<SessionFormat, string> = {
  class: "Class",
  webinar: "Webinar",
  coaching: "Coaching",
};

/** Where each field of the routes is shown. */
const fields = {
  ...sameNames("title", "format", "course_id", "instructor_id", "external_id", "day", "start", "end"),
  ...sameNames("repeat_weeks", "recording_video_id", "recording_time", "on_time_minutes", "page_url"),
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

/** `18:02:00` and `18:02` are the same time; browsers write either. */
const withoutZero = (time: string) => time.replace(/^(\d\d:\d\d):00$/, "$1");

/** Plans a session, or changes one. Clock times are the school's; the server makes instants of them. */
export function SessionForm({
  choices,
  values,
  zone,
  edited = null,
}: {
  choices: FormChoices;
  values: SessionFormValues;
  /** How the school's clock is called: "Lisbon time". */
  zone: string;
  edited?: EditedSession | null;
}) {
  const router = useRouter();
  const [courseId, setCourseId] = useState(values.course_id ?? "");
  const [recordingId, setRecordingId] = useState(values.recording_id ?? "");
  const { run, busy, errors } = useFormAction(
    (save: () => ReturnType<typeof createSessionAction | typeof changeSessionAction>) => save(),
    {
      fields,
      kept: "Nothing was saved",
      done: ({ id, ids }) => {
        router.push(`/sessions/${id}`);
        if (edited) return "Saved.";
        return ids.length > 1 ? `${ids.length} sessions are planned.` : "The session is planned.";
      },
    },
  );
  const wrong = errors.fields;
  const recordings = choices.recordings.filter(
    (video) => !courseId || video.course_id === courseId || video.id === values.recording_id,
  );

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    const orNull = (name: string) => text(name) || null;
    const minutes = text("on_time_minutes");
    const settings = {
      title: text("title"),
      format: text("format") as SessionFormat,
      course_id: orNull("course_id"),
      external_id: orNull("external_id"),
      recording_video_id: orNull("recording_video_id"),
      chat_enabled: given.has("chat_enabled"),
      anonymous_viewers: given.has("anonymous_viewers"),
      on_time_minutes: minutes === "" ? null : Number(minutes),
      page_url: orNull("page_url"),
      ...(choices.instructors && text("instructor_id") ? { instructor_id: text("instructor_id") } : {}),
    };
    const when = { day: text("day"), start: text("start"), end: text("end") };
    /** A clock time that was touched; empty means as planned. */
    const touched = (name: string, before: string) =>
      given.has(name) && withoutZero(text(name)) !== withoutZero(before) ? { [name]: orNull(name) } : {};
    const moved = (["day", "start", "end"] as const).some((name) => when[name] !== values[name]);
    run(() =>
      edited
        ? changeSessionAction({
            ...settings,
            session_id: edited.id,
            ...(moved ? { when } : {}),
            ...touched("started", edited.started),
            ...touched("ended", edited.ended),
            ...touched("recording_time", values.recordingTime),
          } satisfies ChangeSessionForm)
        : createSessionAction({
            ...settings,
            ...when,
            repeat_weeks: Number(text("repeat_weeks")),
          } satisfies NewSessionForm),
    );
  }

  return (
    <Form errors={errors} onSubmit={submit} noValidate className="mt-6 max-w-[640px] gap-8">
      <FieldGroup>
        <Field label="Title" error={wrong.title}>
          {(ids) => (
            <Input
              {...ids}
              name="title"
              defaultValue={values.title}
              required
              maxLength={200}
              autoComplete="off"
            />
          )}
        </Field>
        <FieldRow>
          <Field label="Course" error={wrong.course_id}>
            {(ids) => (
              <Select
                {...ids}
                name="course_id"
                value={courseId}
                onChange={(event) => {
                  setCourseId(event.target.value);
                  // A recording of another course would go unseen with its menu.
                  setRecordingId(values.recording_id ?? "");
                }}
              >
                <option value="">No course</option>
                {choices.courses.map((course) => (
                  <option key={course.id} value={course.id}>
                    {course.title}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Kind" error={wrong.format}>
            {(ids) => (
              <Select {...ids} name="format" defaultValue={values.format}>
                {Object.entries(formatWords).map(([format, words]) => (
                  <option key={format} value={format}>
                    {words}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </FieldRow>
        {choices.instructors ? (
          <Field label="Taught by" error={wrong.instructor_id}>
            {(ids) => (
              <Select {...ids} name="instructor_id" defaultValue={values.instructor_id ?? ""}>
                <option value="" disabled>
                  Choose who teaches
                </option>
                {choices.instructors?.map((person) => (
                  <option key={person.id} value={person.id}>
                    {person.name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ) : null}
      </FieldGroup>

      <SessionWhen values={values} zone={zone} edited={edited} wrong={wrong} />

      <FieldGroup title="In the session">
        <Field label="Page" hint="Where people take part, for them to open" error={wrong.page_url}>
          {(ids) => (
            <Input
              {...ids}
              inputMode="url"
              name="page_url"
              defaultValue={values.page_url ?? ""}
              placeholder="https://"
            />
          )}
        </Field>
        <div className="grid gap-1">
          <Checkbox name="chat_enabled" defaultChecked={values.chat_enabled}>
            <span className="text-ink-2">
              <span className="text-ink">Chat</span> Without it, silence counts for nothing in the score
            </span>
          </Checkbox>
          <Checkbox name="anonymous_viewers" defaultChecked={values.anonymous_viewers}>
            <span className="text-ink-2">
              <span className="text-ink">Open to anybody</span> People take part without a sign-in or a token
            </span>
          </Checkbox>
        </div>
        <Field
          label="Still on time, in minutes after the start"
          hint={`Empty: as in the whole school, ${choices.on_time_minutes}`}
          error={wrong.on_time_minutes}
        >
          {(ids) => (
            <Input
              {...ids}
              type="number"
              name="on_time_minutes"
              min={0}
              max={600}
              defaultValue={values.on_time_minutes ?? ""}
              className="max-w-24"
            />
          )}
        </Field>
      </FieldGroup>

      <FieldGroup title="Afterwards">
        <FieldRow>
          <Field label="Recording" error={wrong.recording_video_id}>
            {(ids) => (
              <Select
                {...ids}
                name="recording_video_id"
                value={recordingId}
                onChange={(event) => setRecordingId(event.target.value)}
              >
                <option value="">None yet</option>
                {recordings.map((video) => (
                  <option key={video.id} value={video.id}>
                    {video.title}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {edited && recordingId ? (
            <Field
              label="Its first second was at"
              hint="Empty: when the session began"
              error={wrong.recording_time}
            >
              {(ids) => (
                <Input
                  {...ids}
                  type="time"
                  step={1}
                  name="recording_time"
                  defaultValue={values.recordingTime}
                />
              )}
            </Field>
          ) : null}
        </FieldRow>
        <Field
          label="Your own id for it"
          hint="For pages and programs that know the session by it"
          error={wrong.external_id}
        >
          {(ids) => (
            <Input
              {...ids}
              name="external_id"
              defaultValue={values.external_id ?? ""}
              maxLength={200}
              autoComplete="off"
            />
          )}
        </Field>
      </FieldGroup>

      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? "Saving" : edited ? "Save" : "Plan the session"}
        </Button>
        <LinkButton look="quiet" href={edited ? `/sessions/${edited.id}` : "/sessions"}>
          {edited ? "Leave it as it is" : "Cancel"}
        </LinkButton>
      </div>
    </Form>
  );
}
