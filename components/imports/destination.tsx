"use client";

import { FieldRow, InputField, SelectField } from "@/components/ui/form";
import { Options } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
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
  /** The platforms as a phrase, and the name of each format. */
  platforms: string;
  formats: Readonly<Record<string, string>>;
};

/** Which session the report is imported into: an existing one, or a new one. */
export default function ImportDestination({
  destination,
  choices,
  nearby,
  errors,
  onDestination,
}: {
  destination: ChosenDestination;
  choices: ImportChoices;
  nearby: ImportAnswer["nearby"];
  errors: Record<string, string>;
  onDestination: (destination: ChosenDestination) => void;
}) {
  const language = useLanguage();
  const { t } = language;
  const near = new Set(nearby.map((one) => one.session_id));
  return (
    <Section title={t("ui.session")} line>
      <div className="grid max-w-[640px] gap-4">
        <SelectField
          label={t("ui.session")}
          hint={nearby.length ? t("imports.report.session_hint") : undefined}
          error={errors.session_id}
          value={destination.session_id ?? ""}
          onValue={(value) => onDestination({ ...destination, session_id: value || null })}
        >
          <Options
            none={t("imports.report.new_session")}
            of={[
              ...nearby.map(
                ({ session_id, title, starts_at }) =>
                  [session_id, `${title}, ${dateTimeText(starts_at, choices.time_zone, language)}`] as const,
              ),
              ...choices.sessions
                .filter(({ session_id }) => !near.has(session_id))
                .map(({ session_id, title, when }) => [session_id, `${title}, ${when}`] as const),
            ]}
          />
        </SelectField>
        {destination.session_id === null ? (
          <>
            <InputField
              label={t("ui.title")}
              error={errors.title}
              value={destination.title}
              maxLength={200}
              onValue={(value) => onDestination({ ...destination, title: value })}
            />
            <FieldRow>
              <SelectField
                label={t("ui.course")}
                error={errors.course_id}
                value={destination.course_id ?? ""}
                onValue={(value) => onDestination({ ...destination, course_id: value || null })}
              >
                <Options
                  none={t("imports.report.no_course")}
                  of={choices.courses.map(({ id, title }) => [id, title])}
                />
              </SelectField>
              {choices.instructors ? (
                <SelectField
                  label={t("ui.instructor")}
                  error={errors.instructor_id}
                  value={destination.instructor_id ?? ""}
                  onValue={(value) => onDestination({ ...destination, instructor_id: value || null })}
                >
                  <Options
                    none={t("imports.report.choose_instructor")}
                    of={choices.instructors.map(({ id, name }) => [id, name])}
                  />
                </SelectField>
              ) : null}
            </FieldRow>
          </>
        ) : null}
      </div>
    </Section>
  );
}
