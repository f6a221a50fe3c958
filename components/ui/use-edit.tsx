"use client";

import { type ReactNode, useState } from "react";
import type { ActionResult } from "@/lib/http/action";
import { Conflict } from "./conflict";
import { useFormAction } from "./form-errors";
import type { Notice } from "./toast";

/** What is in the fields, by name. */
export type Texts = Record<string, string>;
type Row = Record<string, unknown>;

/** A field as its line reads where two versions are compared; `words` gets its text and those of the version's other fields. */
export type ComparedField = { name: string; label: string; words?: (text: string, texts: Texts) => string };

/**
 * An edit of a thing that carries a revision. One that somebody else's came before is saved all the same where both changed other fields;
 * else the form shows both versions and lets the reader choose. `start`: what the form begins with; without a revision a new thing is
 * made. `save` gets what the form began with too: it can send only what was changed.
 */
export function useEdit<Start extends Row, Value>({
  start,
  fields,
  textsOf,
  textsIn = formTexts,
  compared,
  kept,
  save,
  done,
}: {
  start: Start;
  /** The form's field for each path that the server can name in an error. */
  fields: Readonly<Texts>;
  /** What the fields have of a version. */
  textsOf: (row: Start) => Texts;
  /** What `save` saves, as texts: those of all fields, or of the changed ones. */
  textsIn?: (given: FormData, base: Start) => Texts;
  compared: readonly ComparedField[];
  kept?: string | undefined;
  save: (given: FormData, base: Start, revision: number | undefined) => Promise<ActionResult<Value>>;
  /** Called once it is saved; `begin` lets the form begin again with another version. */
  done: (
    value: Value,
    edit: { given: FormData; base: Start; begin: (row: Start) => void },
  ) => string | Notice | undefined;
}) {
  const [base, begin] = useState(start);
  const [sent, setSent] = useState<FormData | null>(null);
  const { run, busy, errors, current } = useFormAction(
    async (given: FormData, seen: number | undefined): Promise<ActionResult<Value>> => {
      const answer = await save(given, base, seen);
      const other = answer.ok ? null : ((answer.problem.current ?? null) as Start | null);
      if (!other || other.revision === seen) return answer;
      return clashes(textsOf(base), textsOf(other), textsIn(given, base))
        ? answer
        : save(given, base, Number(other.revision));
    },
    { fields, kept, done: (value, given) => done(value, { given, base, begin }) },
  );
  // Once the saved version is in the form, the conflict is over.
  const saved = current && current.revision !== base.revision ? (current as Start) : null;
  const revision = base.revision === undefined ? undefined : Number(base.revision);
  const conflict: ReactNode =
    saved && sent ? (
      <Conflict
        busy={busy}
        lines={linesOf(compared, textsOf(saved), { ...textsOf(saved), ...textsIn(sent, base) })}
        onMine={() => run(sent, Number(saved.revision))}
        onTheirs={() => begin(saved)}
      />
    ) : null;
  return {
    base,
    begin,
    busy,
    errors,
    /** Above the fields. */
    conflict,
    /** Of the form; its fields keep what was typed until what they begin with is another version. */
    form: {
      key: String(revision),
      errors: saved ? undefined : errors,
      noValidate: true,
      onGiven: (given: FormData) => {
        setSent(given);
        run(given, revision);
      },
    },
  };
}

const linesOf = (compared: readonly ComparedField[], saved: Texts, yours: Texts) =>
  compared.map(({ name, label, words = String }) => ({
    label,
    saved: words(saved[name] ?? "", saved),
    yours: words(yours[name] ?? "", yours),
  }));

/** Whether somebody else saved another text where this form would save one. An edit of other fields is none of its concern: both stay. */
export const clashes = (begun: Texts, theirs: Texts, yours: Texts): boolean =>
  Object.keys(yours).some((name) => theirs[name] !== begun[name] && theirs[name] !== yours[name]);

/** The trimmed texts of a form's fields. */
export const formTexts = (given: FormData): Texts =>
  Object.fromEntries(
    [...given].flatMap(([name, value]) => (typeof value === "string" ? [[name, value.trim()]] : [])),
  );
