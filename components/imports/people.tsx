"use client";

import { Select } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import type { Decision, ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import { count, decimal, plural } from "@/lib/platform/format";
import type { Decisions } from "./import-state";

const optionOf = (decision: Decision | undefined) =>
  decision === undefined ? "guest" : typeof decision === "object" ? decision.user_id : decision;
const decisionOf = (value: string): Decision =>
  value === "guest" || value === "host" || value === "skip" ? value : { user_id: value };

/** "12 of 30 matched by email, 15 guests. 3 match by name only and will be guests unless you choose a person." */
function matchWords({ matched, doubtful, unknown }: ImportAnswer): string {
  const all = matched + doubtful + unknown;
  const sure = `${count(matched)} of ${count(all)} matched by email, ${plural(unknown, "guest")}.`;
  if (doubtful === 0) return sure;
  const unsure =
    doubtful === 1
      ? "1 matches by name only and will be a guest"
      : `${count(doubtful)} match by name only and will be guests`;
  return `${sure} ${unsure} unless you choose a person.`;
}

/** How the people are matched, and those that the reader must decide. */
export default function ImportPeople({
  answer,
  decisions,
  onDecisions,
}: {
  answer: ImportAnswer;
  decisions: Decisions;
  onDecisions: (decisions: Decisions) => void;
}) {
  const { doubtful, doubtful_people: shown } = answer;
  return (
    <Section title={doubtful ? "Match these people" : "People"} sub={matchWords(answer)} line>
      {shown.length ? (
        <ul>
          {shown.map((person) => (
            <li
              key={person.index}
              className="grid grid-cols-[minmax(0,1fr)_minmax(0,360px)] items-center gap-x-6 gap-y-1 border-b border-line py-2 first:border-t max-rail:grid-cols-1"
            >
              <div className="min-w-0">
                <p className="truncate font-medium">{person.name}</p>
                <p className="truncate text-small text-ink-3">
                  {person.email ?? "No email"}
                  {person.minutes === null ? "" : `, ${decimal(person.minutes, 0)} min`}, line {person.line}
                </p>
              </div>
              <Select
                aria-label={`Match ${person.name}`}
                value={optionOf(decisions[person.index])}
                onChange={(event) =>
                  onDecisions({ ...decisions, [person.index]: decisionOf(event.target.value) })
                }
              >
                <option value="guest">Guest</option>
                {person.candidates.map((one) => (
                  <option key={one.user_id} value={one.user_id}>
                    {one.name}, {one.email}
                    {one.enrolled ? " (in this course)" : ""}
                  </option>
                ))}
                <option value="host">Host: not counted</option>
                <option value="skip">Leave out</option>
              </Select>
            </li>
          ))}
        </ul>
      ) : null}
      {doubtful > shown.length ? (
        <p className="mt-2 text-small text-ink-3">
          {count(doubtful - shown.length)} more will be guests; you can match them on the session’s page.
        </p>
      ) : null}
    </Section>
  );
}
