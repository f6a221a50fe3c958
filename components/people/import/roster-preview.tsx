"use client";

import type { ReactNode } from "react";
import { Lead } from "@/components/shell/page-head";
import { Button } from "@/components/ui/button";
import { NumberStrip } from "@/components/ui/numbers";
import { Section, Split } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import {
  type Decision,
  type Decisions,
  type RosterAnswer,
  undoDays,
} from "@/lib/domain/people/imports/schema";
import { rosterKinds } from "@/lib/measure/roster";
import { DecisionTable } from "./decision-table";
import { PlannedPeople } from "./planned-people";
import { WrongRowsCsv } from "./wrong-rows";

export type MissingChoice = "stay" | "deactivate";

type Props = {
  answer: RosterAnswer;
  /** Of the file. */
  name: string;
  decisions: Decisions;
  onDecide: (key: string, decision: Decision | null) => void;
  missing: MissingChoice;
  onMissing: (choice: MissingChoice) => void;
  /** A preview is being loaded, or the file is being imported. */
  busy: boolean;
  /** What stays as it is in any case. */
  stays: string;
  importing: boolean;
  onImport: () => void;
  onCancel: () => void;
};

const sumOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, one) => sum + one, 0);

/** What a file will change before anything is saved: the numbers, the rows in doubt, who is not in it, and the button. */
export default function RosterPreview(props: Props) {
  const { answer, name, decisions, onDecide, busy, importing } = props;
  const language = useLanguage();
  const { t } = language;
  const { counts, questions, questions_total, wrong, wrong_total, missing } = answer;
  const { person, enrollment, course, class: group, term } = counts;
  const main = (["person", "result", "assessment"] as const).find((kind) => sumOf(counts[kind])) ?? "person";
  const rowsOf = (kind: "result" | "assessment") => counts[kind].new + counts[kind].changed;
  const of = (one: typeof person) => t("people.import.of_rows", { rows: sumOf(one) });
  const people = person.new + person.changed + counts.missing.changed;
  const enrollments = enrollment.new + enrollment.changed;
  const others = [course, group, term].reduce((sum, one) => sum + one.new + one.changed, 0);
  const parts = { people, enrollments, results: rowsOf("result"), assessments: rowsOf("assessment"), others };
  const writes = sumOf(parts);
  const rows = rosterKinds.reduce((sum, kind) => sum + sumOf(counts[kind]), 0);
  const changes = Object.entries(parts)
    .filter(([, count]) => count > 0)
    .map(([of, count]) => t(`people.import.changes.${of as keyof typeof parts}`, { count }))
    .join(", ");
  const heading = t("people.import.to_decide", { count: questions_total });
  return (
    <>
      {/* Between the columns and what they change. */}
      <div className="h-6" />
      <Lead>
        <b>{t(writes ? "people.import.will_change" : "people.import.nothing_to_do", { changes })}</b>{" "}
        {wrong_total ? t("people.import.have_errors", { wrong: wrong_total, rows }) : null}
      </Lead>
      <NumberStrip
        items={[
          {
            label: t("people.import.numbers.new", { of: main }),
            value: language.count(counts[main].new),
            base: of(counts[main]),
          },
          {
            label: t("people.import.numbers.changed"),
            value: language.count(counts[main].changed),
            base: of(counts[main]),
          },
          {
            label: t("people.import.numbers.unchanged"),
            value: language.count(counts[main].unchanged),
            base: t("people.import.numbers.not_written"),
          },
          ...(main === "person"
            ? [
                {
                  label: t("people.import.numbers.enrollments"),
                  value: language.count(enrollments),
                  base: of(enrollment),
                },
              ]
            : []),
          {
            label: t("people.import.numbers.wrong"),
            value: (
              <span className={wrong_total ? "text-bad" : undefined}>{language.count(wrong_total)}</span>
            ),
            base: t("people.import.of_rows", { rows }),
          },
        ]}
      />
      <PlannedPeople people={answer.people} counts={counts} />
      <Section>
        <Split>
          <div className="min-w-0">
            {questions_total ? (
              <Section
                className="mt-0!"
                title={heading}
                sub={t("people.import.nothing_saved_yet")}
                tools={<WrongRowsCsv wrong={wrong} name={name} />}
              >
                <DecisionTable
                  label={heading}
                  questions={questions}
                  decisions={decisions}
                  onDecide={onDecide}
                />
                {questions_total > questions.length ? (
                  <p className="mt-2 text-small text-ink-3">
                    {t("people.import.more", {
                      ...{ shown: questions.length, total: questions_total, named: wrong.length },
                    })}
                  </p>
                ) : null}
              </Section>
            ) : (
              <p className="text-small text-ink-2">{t("people.import.all_right")}</p>
            )}
          </div>
          <div className="text-small">
            <Part title={t("people.import.read_from")}>
              <dl className="grid grid-cols-[minmax(0,1fr)_auto] tabular-nums">
                {answer.files.map((file) => (
                  <Fact key={file.name ?? ""} label={file.name ?? name} value={language.count(file.rows)} />
                ))}
                {(["course", "class", "term"] as const).map((kind) =>
                  sumOf(counts[kind]) ? (
                    <Fact
                      key={kind}
                      label={t("people.import.changed_kind", { kind: t(`people.import.kinds.${kind}`) })}
                      value={language.count(counts[kind].new + counts[kind].changed)}
                    />
                  ) : null,
                )}
              </dl>
            </Part>
            {missing && missing.students + missing.staff > 0 ? (
              <Absent {...props} missing={missing} choice={props.missing} />
            ) : null}
          </div>
        </Split>
      </Section>
      <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line-strong pt-4">
        <p className="mr-auto text-small text-ink-2">
          {t("people.import.undo_days", { days: undoDays })} {props.stays}
        </p>
        <Button look="quiet" disabled={importing} onClick={props.onCancel}>
          {t("ui.cancel")}
        </Button>
        <Button look="primary" disabled={busy || writes === 0} onClick={props.onImport}>
          {importing
            ? t("people.import.beginning")
            : t(writes ? "people.import.import_changes" : "people.import.import", { changes, count: 0 })}
        </Button>
      </div>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-6">
      <h3 className="mb-2 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt className="border-t border-line py-1 [overflow-wrap:anywhere]">{label}</dt>
      <dd className="border-t border-line py-1 pl-3 text-right">{value}</dd>
    </>
  );
}

/** Who is not in the file: staff stay, and of the students it can be chosen. */
function Absent({
  missing: { students, staff, named },
  choice,
  onMissing,
  importing,
}: Pick<Props, "onMissing" | "importing"> & {
  missing: NonNullable<RosterAnswer["missing"]>;
  choice: MissingChoice;
}) {
  const { t } = useLanguage();
  const title = t("people.import.missing.title", { count: students + staff });
  return (
    <Part title={title}>
      <fieldset disabled={importing}>
        <legend className="sr-only">{title}</legend>
        <p className="mb-1 text-ink-3">{t("people.import.missing.about", { staff, students })}</p>
        {students
          ? (["stay", "deactivate"] as const).map((one) => (
              <label key={one} className="flex min-h-7 cursor-pointer items-center gap-2">
                <input
                  type="radio"
                  name="missing"
                  checked={choice === one}
                  onChange={() => onMissing(one)}
                  className="size-4 flex-none accent-(--accent)"
                />
                {t(`people.import.missing.${one}`, { count: students })}
              </label>
            ))
          : null}
      </fieldset>
      {students ? (
        <details className="mt-1">
          <summary className="cursor-pointer text-ink-2">
            {t("people.import.missing.who", { count: students })}
          </summary>
          <ul className="mt-1 max-h-48 overflow-y-auto">
            {named.map((name, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two people can have one name
              <li key={at} className="[overflow-wrap:anywhere]">
                {name}
              </li>
            ))}
          </ul>
          {students > named.length ? (
            <p className="text-ink-3">
              {t("people.import.missing.more", { count: students - named.length })}
            </p>
          ) : null}
        </details>
      ) : null}
    </Part>
  );
}
