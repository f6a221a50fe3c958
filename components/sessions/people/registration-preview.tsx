"use client";

import { useEffect, useRef } from "react";
import { SimpleTable } from "@/components/tables/simple-table";
import { Button } from "@/components/ui/button";
import { type Failure, useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import { registerAction } from "@/lib/domain/sessions/actions";
import type { Translate } from "@/lib/language/language";
import type { RegistrationList } from "./registration-csv";

/** How many rows the preview shows. */
const shownPeople = 8;
const shownProblems = 50;

/** The people that a list contains, the lines that could not be read, and the button that registers the people. */
export default function RegistrationPreview({
  sessionId,
  name,
  list,
  onRegistered,
  onClose,
}: {
  sessionId: string;
  name: string;
  list: RegistrationList;
  onRegistered: () => void;
  /** Goes back without registering anybody. */
  onClose: () => void;
}) {
  const { t } = useLanguage();
  const { people, problems } = list;
  const { run, busy, problem } = useAction(registerAction, {
    kept: t("sessions.people.nobody_registered"),
    done: ({ registered, unchanged }) => {
      onRegistered();
      return t("sessions.people.preview.done", { registered, unchanged });
    },
  });
  const errors = problem ? linesOf(problem, people, t) : [];
  const heading = useRef<HTMLHeadingElement>(null);
  // The preview replaces the button that had the focus.
  useEffect(() => heading.current?.focus(), []);

  return (
    <section aria-label={t("sessions.people.preview.label")} className="grid gap-4">
      <h2 ref={heading} tabIndex={-1} className="text-h2 focus-visible:shadow-none">
        {t("sessions.people.preview.title", { name, people: people.length, problems: problems.length })}
      </h2>
      {errors.length ? (
        <div role="alert" className="text-bad">
          <p>{t("sessions.people.preview.nobody")}</p>
          <ul>
            {errors.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {people.length ? (
        <div className="overflow-x-auto">
          <SimpleTable
            label={t("sessions.people.preview.first")}
            rows={people.slice(0, shownPeople)}
            rowKey={({ line }) => line}
            height="low"
            columns={[
              { label: t("sessions.people.preview.line"), className: "text-ink-3", cell: ({ line }) => line },
              {
                label: t("ui.name"),
                cell: (person) => (
                  <>
                    {person.name}
                    {person.cancelled ? (
                      <span className="text-ink-3"> {t("sessions.people.preview.cancelled")}</span>
                    ) : null}
                  </>
                ),
              },
              { label: t("sessions.people.preview.email"), cell: ({ email }) => email },
              { label: t("sessions.people.preview.user_id"), cell: ({ user_id }) => user_id },
            ]}
          />
          {people.length > shownPeople ? (
            <p className="mt-2 text-small text-ink-3">
              {t("sessions.people.preview.more", { count: people.length - shownPeople })}
            </p>
          ) : null}
        </div>
      ) : null}
      {problems.length ? (
        <div>
          <h3 className="text-small font-medium text-ink">{t("sessions.people.preview.left_out")}</h3>
          <ul className="mt-1 max-h-40 overflow-y-auto text-small text-ink-2">
            {problems.slice(0, shownProblems).map(({ line, message }) => (
              <li key={`${line} ${message}`}>{t("sessions.people.preview.problem", { line, message })}</li>
            ))}
            {problems.length > shownProblems ? (
              <li>{t("sessions.people.preview.more", { count: problems.length - shownProblems })}</li>
            ) : null}
          </ul>
        </div>
      ) : null}
      <div className="flex gap-2">
        {people.length ? (
          <Button
            look="primary"
            disabled={busy}
            onClick={() =>
              run({ session_id: sessionId, people: people.map(({ line: _, ...person }) => person) })
            }
          >
            {busy
              ? t("sessions.people.registering")
              : t("sessions.people.preview.register", { count: people.length })}
          </Button>
        ) : null}
        <Button look="quiet" onClick={onClose}>
          {t(people.length ? "sessions.people.preview.discard" : "sessions.people.preview.choose_another")}
        </Button>
      </div>
    </section>
  );
}

/** What the server refused, by line of the list. */
function linesOf(problem: Failure, people: RegistrationList["people"], t: Translate): string[] {
  const lines = (problem.errors ?? []).map(({ path, message }) => {
    const person = people[Number(/^people\[(\d+)\]/.exec(path)?.[1] ?? -1)];
    return person ? t("sessions.people.preview.problem", { line: person.line, message }) : message;
  });
  return lines.length ? [...new Set(lines)] : [problem.detail];
}
