"use client";

import { SimpleTable } from "@/components/tables/simple-table";
import { Input, Options, Select } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/use-language";
import type { Decision, Decisions, Question } from "@/lib/domain/people/imports/schema";
import type { Language } from "@/lib/language/language";
import { rowText } from "./wrong-rows";

type Props = {
  label: string;
  questions: readonly Question[];
  decisions: Decisions;
  onDecide: (key: string, decision: Decision | null) => void;
};

/** Rows in doubt, each with what can be done about it. */
export function DecisionTable({ label, questions, decisions, onDecide }: Props) {
  const language = useLanguage();
  const { t } = language;
  return (
    <SimpleTable
      label={label}
      rows={questions}
      rowKey={({ key }) => key}
      stacked
      columns={[
        {
          label: t("people.import.line"),
          className: "max-columns:order-2 max-columns:text-right align-top",
          cell: (question) => (
            <span className="whitespace-nowrap tabular-nums">
              {linesOf(question, language)}
              {question.file ? <small className="block text-ink-3">{question.file}</small> : null}
            </span>
          ),
        },
        {
          label: t("people.import.row"),
          className: "align-top max-columns:order-1 max-columns:font-medium",
          cell: (question) => (
            <span className="[overflow-wrap:anywhere]">
              {question.rows > 1
                ? t("people.import.rows", { count: question.rows })
                : rowText(question.values)[0]}
              <small className="block font-normal text-ink-3">
                {question.rows > 1
                  ? question.column && valueIn(question)
                  : rowText(question.values).slice(1, 3).join(", ")}
              </small>
            </span>
          ),
        },
        {
          label: t("people.import.reason"),
          className: "align-top text-ink-2 max-columns:order-3 max-columns:col-span-2",
          cell: ({ column, message }) => (
            <span className="[overflow-wrap:anywhere]">
              {column ? t("people.import.in_column", { column, message }) : message}
            </span>
          ),
        },
        {
          label: t("people.import.what_to_do"),
          className: "w-[212px] align-top max-columns:order-4 max-columns:col-span-2 max-columns:w-auto",
          cell: (question) => (
            <Answer
              question={question}
              decision={decisions[question.key] ?? null}
              onDecide={(decision) => onDecide(question.key, decision)}
            />
          ),
        },
      ]}
    />
  );
}

const linesOf = ({ line, last_line, rows }: Question, { t, count }: Language) =>
  rows > 1 ? t("people.import.lines", { first: line, last: last_line }) : count(line);

/** What all rows of a question have in common, such as the word for a role. */
const valueIn = ({ key }: Question) => key.slice(key.indexOf(":") + 1);

function Answer({
  question,
  decision,
  onDecide,
}: {
  question: Question;
  decision: Decision | null;
  onDecide: (decision: Decision | null) => void;
}) {
  const { t } = useLanguage();
  const { options, rows, line } = question;
  const name = t("people.import.decide", { line });
  const correcting = options.find((option) => option.decision.do === "correct")?.decision;
  if (correcting?.do === "correct") {
    const shown = decision?.do === "correct" ? decision.value : correcting.value;
    const take = (text: string) => {
      const value = text.trim();
      if (value === shown) return;
      onDecide(value && value !== correcting.value ? { do: "correct", value } : null);
    };
    return (
      <Input
        aria-label={name}
        aria-invalid={decision === null}
        defaultValue={shown}
        placeholder={t("people.import.do.leave_out", { count: rows })}
        maxLength={200}
        onBlur={(event) => take(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") take(event.currentTarget.value);
        }}
      />
    );
  }
  const leaveOut = t("people.import.do.leave_out", { count: rows });
  if (options.length === 0) return <span className="text-ink-2">{leaveOut}</span>;
  const at = options.findIndex((option) => JSON.stringify(option.decision) === JSON.stringify(decision));
  return (
    <Select
      className="w-full"
      aria-label={name}
      value={at}
      onChange={(event) => onDecide(options[Number(event.target.value)]?.decision ?? null)}
    >
      <Options of={[[-1, leaveOut], ...options.map((option, n) => [n, wordsOf(option, t)] as const)]} />
    </Select>
  );
}

function wordsOf({ decision, name }: Question["options"][number], t: Language["t"]): string {
  switch (decision.do) {
    case "as_role":
      return t("people.import.do.as_role", { role: t(`people.role.${decision.role}`) });
    case "without":
      return t("people.import.do.without", { field: t(`people.import.fields.${decision.field}`) });
    default:
      return t(`people.import.do.${decision.do}`, { name: name ?? "", count: 1 });
  }
}
