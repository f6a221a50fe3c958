"use client";

import { Field, FieldRow } from "@/components/ui/form";
import { Input, Select } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import type { ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import type { ChosenDestination } from "./import-state";
import { dateTimeText } from "./summary";

export type ImportChoices = {
  time_zone: string;
  courses: { id: string; title: string }[];
  /** Null for an instructor, whose sessions are their own. */
  instructors: { id: string; name: string }[] | null;
  /** The latest sessions, with their time in words. */
  sessions: { session_id: string; title: string; when: string }[];
  /** The platforms in words, and what each format is called. */
  platforms: string;
  formats: Readonly<Record<string, string>>;
};

/** Which session the report is imported into: an existing one, or a new one. */
export function ImportDestination({
  destination,
  choices,
  nearby,
  errors,
  disabled,
  onDestination,
}: {
  destination: ChosenDestination;
  choices: ImportChoices;
  nearby: ImportAnswer["nearby"];
  errors: Record<string, string>;
  disabled: boolean;
  onDestination: (destination: ChosenDestination) => void;
}) {
  const near = new Set(nearby.map((one) => one.session_id));
  return (
    <Section title="Session" line>
      <div className="grid max-w-[640px] gap-4">
        <Field
          label="Session"
          hint={nearby.length ? "The sessions nearest to the meeting come first" : undefined}
          error={errors.session_id}
        >
          {(ids) => (
            <Select
              {...ids}
              value={destination.session_id ?? ""}
              disabled={disabled}
              onChange={(event) => onDestination({ ...destination, session_id: event.target.value || null })}
            >
              <option value="">New session from this report</option>
              {nearby.map((one) => (
                <option key={one.session_id} value={one.session_id}>
                  {one.title}, {dateTimeText(one.starts_at, choices.time_zone)}
                </option>
              ))}
              {choices.sessions
                .filter((one) => !near.has(one.session_id))
                .map((one) => (
                  <option key={one.session_id} value={one.session_id}>
                    {one.title}, {one.when}
                  </option>
                ))}
            </Select>
          )}
        </Field>
        {destination.session_id === null ? (
          <>
            <Field label="Title" error={errors.title}>
              {(ids) => (
                <Input
                  {...ids}
                  value={destination.title}
                  maxLength={200}
                  autoComplete="off"
                  disabled={disabled}
                  onChange={(event) => onDestination({ ...destination, title: event.target.value })}
                />
              )}
            </Field>
            <FieldRow>
              <Field label="Course" error={errors.course_id}>
                {(ids) => (
                  <Select
                    {...ids}
                    value={destination.course_id ?? ""}
                    disabled={disabled}
                    onChange={(event) =>
                      onDestination({ ...destination, course_id: event.target.value || null })
                    }
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
                <Field label="Instructor" error={errors.instructor_id}>
                  {(ids) => (
                    <Select
                      {...ids}
                      value={destination.instructor_id ?? ""}
                      disabled={disabled}
                      onChange={(event) =>
                        onDestination({ ...destination, instructor_id: event.target.value || null })
                      }
                    >
                      <option value="">Choose the instructor</option>
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
