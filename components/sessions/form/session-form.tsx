"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import {
  Field,
  FieldGroup,
  FieldRow,
  Form,
  type FormErrors,
  sameNames,
  useFormAction,
} from "@/components/ui/form";
import { Input, Select } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { changeSessionAction, createSessionAction } from "@/lib/domain/sessions/actions";
import type { FormChoices } from "@/lib/domain/sessions/queries/form";
import { formatNames } from "@/lib/domain/sessions/words";
import { changeIn, newSessionIn, type SessionFormValues } from "./session-input";
import { type EditedSession, SessionWhen } from "./session-when";

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

/** Plans a session, or changes one. Clock times are the school's; the server turns them into instants. */
export function SessionForm({
  choices,
  values,
  zone,
  edited = null,
}: {
  choices: FormChoices;
  values: SessionFormValues;
  /** The name of the school's clock: "Lisbon time". */
  zone: string;
  edited?: EditedSession | null;
}) {
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
        if (edited) return "Saved.";
        return ids.length > 1 ? `${ids.length} sessions are planned.` : "The session is planned.";
      },
    },
  );

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    run(new FormData(event.currentTarget));
  }

  return (
    <Form errors={errors} onSubmit={submit} noValidate className="mt-6 max-w-[640px] gap-8">
      <About
        choices={choices}
        values={values}
        errors={errors.fields}
        courseId={courseId}
        onCourse={(id) => {
          setCourseId(id);
          // A recording of another course is not in the menu any more.
          setRecordingId(values.recording_video_id ?? "");
        }}
      />
      <SessionWhen values={values} zone={zone} edited={edited} errors={errors.fields} />
      <TakingPart values={values} errors={errors.fields} schoolMinutes={choices.on_time_minutes} />
      <FieldGroup title="Afterwards">
        <FieldRow>
          <Field label="Recording" error={errors.fields.recording_video_id}>
            {(ids) => (
              <Select
                {...ids}
                name="recording_video_id"
                value={recordingId}
                onChange={(event) => setRecordingId(event.target.value)}
              >
                <Options
                  none="None yet"
                  of={choices.recordings.filter(
                    (video) =>
                      !courseId || video.course_id === courseId || video.id === values.recording_video_id,
                  )}
                />
              </Select>
            )}
          </Field>
          {edited && recordingId ? (
            <Field
              label="Recording starts at"
              hint="Leave empty if it starts with the session"
              error={errors.fields.recording_time}
            >
              {(ids) => (
                <Input
                  {...ids}
                  type="time"
                  step={1}
                  name="recording_time"
                  defaultValue={values.recording_time}
                />
              )}
            </Field>
          ) : null}
        </FieldRow>
        <Field label="External ID" hint="Used by your LMS or API" error={errors.fields.external_id}>
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
          {busy ? "Saving" : edited ? "Save" : "Plan session"}
        </Button>
        <LinkButton look="quiet" href={edited ? `/sessions/${edited.id}` : "/sessions"}>
          Cancel
        </LinkButton>
      </div>
    </Form>
  );
}

type GroupProps = { values: SessionFormValues; errors: FormErrors["fields"] };

/** What the session is called, and whose it is. */
function About({
  choices,
  values,
  errors,
  courseId,
  onCourse,
}: GroupProps & { choices: FormChoices; courseId: string; onCourse: (id: string) => void }) {
  const { instructors } = choices;
  return (
    <FieldGroup>
      <Field label="Title" error={errors.title}>
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
        <Field label="Course" error={errors.course_id}>
          {(ids) => (
            <Select
              {...ids}
              name="course_id"
              value={courseId}
              onChange={(event) => onCourse(event.target.value)}
            >
              <Options none="No course" of={choices.courses} />
            </Select>
          )}
        </Field>
        <Field label="Format" error={errors.format}>
          {(ids) => (
            <Select {...ids} name="format" defaultValue={values.format}>
              {Object.entries(formatNames).map(([format, words]) => (
                <option key={format} value={format}>
                  {words}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </FieldRow>
      {instructors ? (
        <Field label="Instructor" error={errors.instructor_id}>
          {(ids) => (
            <Select {...ids} name="instructor_id" defaultValue={values.instructor_id ?? ""}>
              <option value="" disabled>
                Choose an instructor
              </option>
              {instructors.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : null}
    </FieldGroup>
  );
}

/** How people take part. */
function TakingPart({ values, errors, schoolMinutes }: GroupProps & { schoolMinutes: number }) {
  return (
    <FieldGroup title="Taking part">
      <Field label="Link to join" error={errors.page_url}>
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
        <Choice name="chat_enabled" checked={values.chat_enabled} label="Chat">
          When off, chat is left out of the score
        </Choice>
        <Choice name="anonymous_viewers" checked={values.anonymous_viewers} label="Open to anyone">
          People join without signing in or a token
        </Choice>
      </div>
      <Field
        label="On time until (minutes after start)"
        hint={`Leave empty for the school's ${schoolMinutes}`}
        error={errors.on_time_minutes}
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

function Options({ none, of }: { none: string; of: readonly { id: string; title: string }[] }) {
  return (
    <>
      <option value="">{none}</option>
      {of.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </>
  );
}
