"use client";

import { Field, FieldRow } from "@/components/ui/form";
import { Input, Select } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import type { ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import type { Destination } from "./import-reading";
import { clockText } from "./understood";

export type ImportChoices = {
  time_zone: string;
  courses: { id: string; title: string }[];
  /** Null for an instructor, whose sessions are their own. */
  instructors: { id: string; name: string }[] | null;
  /** The latest sessions, with their time in words. */
  sessions: { id: string; title: string; when: string }[];
};

/** Which session the report goes to: one that is there, or a new one. */
export function ImportInto({
  to,
  choices,
  nearby,
  wrong,
  disabled,
  onTo,
}: {
  to: Destination;
  choices: ImportChoices;
  nearby: ImportAnswer["nearby"];
  wrong: Record<string, string>;
  disabled: boolean;
  onTo: (to: Destination) => void;
}) {
  const near = new Set(nearby.map((one) => one.session_id));
  return (
    <Section title="Where it goes" line>
      <div className="grid max-w-[640px] gap-4">
        <Field
          label="Session"
          hint={nearby.length ? "The first ones began near that time" : undefined}
          error={wrong.session_id}
        >
          {(ids) => (
            <Select
              {...ids}
              value={to.session_id ?? ""}
              disabled={disabled}
              onChange={(event) => onTo({ ...to, session_id: event.target.value || null })}
            >
              <option value="">A new session, made from the report</option>
              {nearby.map((one) => (
                <option key={one.session_id} value={one.session_id}>
                  {one.title}, {clockText(Date.parse(one.starts_at), choices.time_zone)}
                </option>
              ))}
              {choices.sessions
                .filter((one) => !near.has(one.id))
                .map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.title}, {one.when}
                  </option>
                ))}
            </Select>
          )}
        </Field>
        {to.session_id === null ? (
          <>
            <Field label="Title" error={wrong.title}>
              {(ids) => (
                <Input
                  {...ids}
                  value={to.title}
                  maxLength={200}
                  autoComplete="off"
                  disabled={disabled}
                  onChange={(event) => onTo({ ...to, title: event.target.value })}
                />
              )}
            </Field>
            <FieldRow>
              <Field label="Course" error={wrong.course_id}>
                {(ids) => (
                  <Select
                    {...ids}
                    value={to.course_id ?? ""}
                    disabled={disabled}
                    onChange={(event) => onTo({ ...to, course_id: event.target.value || null })}
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
              {choices.instructors ? (
                <Field label="Taught by" error={wrong.instructor_id}>
                  {(ids) => (
                    <Select
                      {...ids}
                      value={to.instructor_id ?? ""}
                      disabled={disabled}
                      onChange={(event) => onTo({ ...to, instructor_id: event.target.value || null })}
                    >
                      <option value="">Choose who taught</option>
                      {choices.instructors?.map((person) => (
                        <option key={person.id} value={person.id}>
                          {person.name}
                        </option>
                      ))}
                    </Select>
                  )}
                </Field>
              ) : null}
            </FieldRow>
          </>
        ) : null}
      </div>
    </Section>
  );
}
