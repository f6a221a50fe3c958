"use client";

import { useEffect, useRef } from "react";
import { SimpleTable } from "@/components/tables/simple-table";
import { Button } from "@/components/ui/button";
import { type Failure, useAction } from "@/components/ui/use-action";
import { registerAction } from "@/lib/domain/sessions/actions";
import { plural } from "@/lib/platform/format";
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
  const { people, problems } = list;
  const { run, busy, problem } = useAction(registerAction, {
    kept: "Nobody was registered",
    done: ({ registered, unchanged }) => {
      onRegistered();
      const already = unchanged ? `, ${unchanged} ${unchanged === 1 ? "was" : "were"} already` : "";
      return `${registered} registered${already}.`;
    },
  });
  const errors = problem ? linesOf(problem, people) : [];
  const heading = useRef<HTMLHeadingElement>(null);
  // The preview replaces the button that had the focus.
  useEffect(() => heading.current?.focus(), []);

  return (
    <section aria-label="Preview of the list" className="grid gap-4">
      <h2 ref={heading} tabIndex={-1} className="text-h2 focus-visible:shadow-none">
        {name}: {plural(people.length, "person", "people")}
        {problems.length ? `, ${plural(problems.length, "line")} left out` : ""}
      </h2>
      {errors.length ? (
        <div role="alert" className="text-bad">
          <p>Nobody was registered:</p>
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
            label="The first people in the list"
            rows={people.slice(0, shownPeople)}
            rowKey={({ line }) => line}
            height="low"
            columns={[
              { label: "Line", className: "text-ink-3", cell: ({ line }) => line },
              {
                label: "Name",
                cell: (person) => (
                  <>
                    {person.name}
                    {person.cancelled ? <span className="text-ink-3"> (cancelled)</span> : null}
                  </>
                ),
              },
              { label: "E-mail", cell: ({ email }) => email },
              { label: "User ID", cell: ({ user_id }) => user_id },
            ]}
          />
          {people.length > shownPeople ? (
            <p className="mt-2 text-small text-ink-3">and {people.length - shownPeople} more</p>
          ) : null}
        </div>
      ) : null}
      {problems.length ? (
        <div>
          <h3 className="text-small font-medium text-ink">Left out</h3>
          <ul className="mt-1 max-h-40 overflow-y-auto text-small text-ink-2">
            {problems.slice(0, shownProblems).map(({ line, message }) => (
              <li key={`${line} ${message}`}>
                Line {line}: {message}
              </li>
            ))}
            {problems.length > shownProblems ? <li>and {problems.length - shownProblems} more</li> : null}
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
            {busy ? "Registering" : `Register ${plural(people.length, "person", "people")}`}
          </Button>
        ) : null}
        <Button look="quiet" onClick={onClose}>
          {people.length ? "Discard list" : "Choose another list"}
        </Button>
      </div>
    </section>
  );
}

/** What the server refused, by line of the list. */
function linesOf(problem: Failure, people: RegistrationList["people"]): string[] {
  const lines = (problem.errors ?? []).map(({ path, message }) => {
    const person = people[Number(/^people\[(\d+)\]/.exec(path)?.[1] ?? -1)];
    return person ? `Line ${person.line}: ${message}` : message;
  });
  return lines.length ? [...new Set(lines)] : [problem.detail];
}
