"use client";

import { Select } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { Decision, ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import type { Language } from "@/lib/language/language";
import type { Decisions } from "./import-state";

const optionOf = (decision: Decision | undefined) =>
  decision === undefined ? "guest" : typeof decision === "object" ? decision.user_id : decision;
const decisionOf = (value: string): Decision =>
  value === "guest" || value === "host" || value === "skip" ? value : { user_id: value };

type Matched = Pick<ImportAnswer, "matched" | "doubtful" | "unknown">;

/** "12 of 30 matched by email, 15 guests. 3 match by name only and will be guests unless you choose a person." */
export function matchWords({ matched, doubtful, unknown }: Matched, { t }: Language): string {
  const all = matched + doubtful + unknown;
  return t("imports.report.matched", { matched, all, guests: unknown, doubtful });
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
  const language = useLanguage();
  const { t, decimal } = language;
  const { doubtful, doubtful_people: shown } = answer;
  return (
    <Section
      title={t(doubtful ? "imports.report.match_people" : "ui.people")}
      sub={matchWords(answer, language)}
      line
    >
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
                  {t("imports.report.person", {
                    email: person.email ?? "none",
                    minutes: person.minutes === null ? "none" : decimal(person.minutes, 0),
                    line: person.line,
                  })}
                </p>
              </div>
              <Select
                aria-label={t("imports.report.match", { name: person.name })}
                value={optionOf(decisions[person.index])}
                onChange={(event) =>
                  onDecisions({ ...decisions, [person.index]: decisionOf(event.target.value) })
                }
              >
                <option value="guest">{t("imports.report.guest")}</option>
                {person.candidates.map((one) => (
                  <option key={one.user_id} value={one.user_id}>
                    {t("imports.report.candidate", {
                      name: one.name,
                      email: one.email ?? "none",
                      enrolled: one.enrolled ? "yes" : "no",
                    })}
                  </option>
                ))}
                <option value="host">{t("imports.report.host")}</option>
                <option value="skip">{t("imports.report.leave_out")}</option>
              </Select>
            </li>
          ))}
        </ul>
      ) : null}
      {doubtful > shown.length ? (
        <p className="mt-2 text-small text-ink-3">
          {t("imports.report.more_guests", { count: doubtful - shown.length })}
        </p>
      ) : null}
    </Section>
  );
}
