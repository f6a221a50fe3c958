"use client";

import { Select } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import type { ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import { count, decimal } from "@/lib/platform/format";
import type { Choice } from "./import-reading";

/** Those beyond stay guests until somebody says who they were, on the session's own page. */
const doubtfulShown = 200;

type Decisions = Record<number, Choice>;

const optionOf = (choice: Choice | undefined) =>
  choice === undefined ? "guest" : typeof choice === "object" ? choice.user_id : choice;
const choiceOf = (value: string): Choice =>
  value === "guest" || value === "host" || value === "skip" ? value : { user_id: value };

/** "12 of 30 are known by their address, 15 are guests. 3 bear a known name only, and stay guests unless you say who they are." */
function knownWords({ matched, doubtful, unknown }: ImportAnswer): string {
  const are = (number: number) => (number === 1 ? "is" : "are");
  const all = matched + doubtful.length + unknown;
  const guests = unknown === 1 ? "1 is a guest" : `${count(unknown)} are guests`;
  const known = `${count(matched)} of ${count(all)} ${are(matched)} known by their address, ${guests}.`;
  if (doubtful.length === 0) return known;
  const asked =
    doubtful.length === 1
      ? "1 bears a known name only, and stays a guest"
      : `${count(doubtful.length)} bear a known name only, and stay guests`;
  return `${known} ${asked} unless you say who they are.`;
}

/** Who of the report is known, and those about whom a person must decide. */
export function ImportPeople({
  answer,
  decisions,
  disabled,
  onDecisions,
}: {
  answer: ImportAnswer;
  decisions: Decisions;
  disabled: boolean;
  onDecisions: (decisions: Decisions) => void;
}) {
  const { doubtful } = answer;
  const shown = doubtful.slice(0, doubtfulShown);
  return (
    <Section
      title={doubtful.length ? "Who were these people?" : "Who they are"}
      sub={knownWords(answer)}
      line
    >
      {shown.length ? (
        <ul>
          {shown.map((person) => (
            <li
              key={person.index}
              className="grid grid-cols-[minmax(0,1fr)_minmax(0,360px)] items-center gap-x-6 gap-y-1 border-b border-line py-2 first:border-t max-desk:grid-cols-1"
            >
              <div className="min-w-0">
                <p className="truncate font-medium">{person.name}</p>
                <p className="truncate text-small text-ink-3">
                  {person.email ?? "No address"}
                  {person.minutes === null ? "" : `, ${decimal(person.minutes, 0)} min`}, line {person.line}
                </p>
              </div>
              <Select
                aria-label={`Who ${person.name} is`}
                value={optionOf(decisions[person.index])}
                disabled={disabled}
                onChange={(event) =>
                  onDecisions({ ...decisions, [person.index]: choiceOf(event.target.value) })
                }
              >
                <option value="guest">Somebody else: a guest</option>
                {person.candidates.map((one) => (
                  <option key={one.user_id} value={one.user_id}>
                    {one.name}, {one.email}
                    {one.enrolled ? " (in this course)" : ""}
                  </option>
                ))}
                <option value="host">Ran the session: not counted</option>
                <option value="skip">Leave out</option>
              </Select>
            </li>
          ))}
        </ul>
      ) : null}
      {doubtful.length > shown.length ? (
        <p className="mt-2 text-small text-ink-3">
          And {count(doubtful.length - shown.length)} more, who stay guests; say who they are on the session’s
          page.
        </p>
      ) : null}
    </Section>
  );
}
