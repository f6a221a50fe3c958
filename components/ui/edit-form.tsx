"use client";

import { type ComponentProps, type ReactNode, useState } from "react";
import type { ActionResult } from "@/lib/http/action";
import { Button } from "./button";
import { Conflict } from "./conflict";
import { FieldRow, Form, InputField, SelectField, TextAreaField } from "./form";
import { useFormAction } from "./form-errors";
import { Options } from "./input";
import type { Notice } from "./toast";
import { useLanguage } from "./use-language";

/** What is in the fields, by name. */
export type Texts = Record<string, string>;
type Choices = ComponentProps<typeof Options>;

/** A field as data: it says how the field is drawn, and how its line reads where two versions are compared. */
export type EditField = Omit<ComponentProps<"input">, "name"> & {
  name: string;
  label: string;
  hint?: ReactNode;
  /** What the server calls it, where that is another name. */
  path?: string;
  /** A value of the server's as the text of the field. */
  textOf?: (value: unknown) => string;
  /** A menu's choices, which can depend on the other fields. */
  options?: Choices | ((texts: Texts) => Choices);
  /** The height of a field for longer texts. */
  lines?: number;
  onValue?: (value: string) => void;
};

export type EditFormProps<Value> = {
  /** What the form begins with; with a revision, what is edited. */
  start: Record<string, unknown>;
  /** In order; those of a list are beside each other. */
  fields: readonly (EditField | readonly EditField[])[];
  /** Saves the trimmed texts. `revision`: that of the version which they are meant to replace. */
  save: (texts: Texts, revision: number | undefined, given: FormData) => Promise<ActionResult<Value>>;
  /** Called once it is saved; returns the notice. */
  done: (value: Value) => string | Notice | undefined;
  /** What is unchanged when the server cannot be reached. */
  kept?: string;
  /** The button that saves. */
  submit?: string;
  /** The fields by the server's names that `children` draws. */
  others?: Readonly<Texts>;
  children?: (state: { errors: Texts; texts: Texts; busy: boolean }) => ReactNode;
};

/**
 * Makes a thing or edits one. Of an edit that somebody else's came before it shows both versions, and lets the reader choose.
 */
export function EditForm<Value>({
  start,
  fields,
  save,
  done,
  kept,
  submit,
  others = {},
  children,
  actions,
  className,
}: EditFormProps<Value> & {
  /** The last row, with the button that saves. */
  actions: (save: ReactNode) => ReactNode;
  className?: string;
}) {
  const { t } = useLanguage();
  const all = fields.flat() as EditField[];
  const textsOf = (row: Record<string, unknown>): Texts =>
    Object.fromEntries(
      all.map(({ name, path = name, textOf = String }) => [name, row[path] == null ? "" : textOf(row[path])]),
    );
  const [base, setBase] = useState(start);
  const begun = textsOf(base);
  const [texts, setTexts] = useState(begun);
  const [sent, setSent] = useState<FormData | null>(null);
  // The same object with each drawing, so that an error gets the focus once.
  const [shown] = useState(() => ({
    ...Object.fromEntries(all.map(({ name, path = name }) => [path, name])),
    ...others,
  }));
  const { run, busy, errors, current } = useFormAction(
    async (given: FormData, seen: unknown): Promise<ActionResult<Value>> => {
      const yours = textsIn(given);
      const answer = await save(yours, seen === undefined ? undefined : Number(seen), given);
      const other = answer.ok ? null : (answer.problem.current ?? null);
      if (!other || other.revision === seen) return answer;
      return clashes(begun, textsOf(other), yours) ? answer : save(yours, Number(other.revision), given);
    },
    { fields: shown, kept, done },
  );
  // Once the saved version is in the form, the conflict is over.
  const saved = current && current.revision !== base.revision ? current : null;

  function draw({ name, path: _, textOf: __, options, lines, ...rest }: EditField) {
    const field = { ...rest, name, defaultValue: begun[name] };
    if (rest.type === "hidden") return <input key={name} type="hidden" name={name} value={begun[name]} />;
    if (lines)
      return <TextAreaField key={name} {...(field as object)} label={rest.label} name={name} rows={lines} />;
    if (!options) return <InputField key={name} {...field} />;
    return (
      <SelectField key={name} {...(field as object)} label={rest.label} name={name}>
        <Options {...choicesOf(options, texts)} />
      </SelectField>
    );
  }

  return (
    <Form
      // Fields keep what was typed until what they begin with is another version.
      key={String(base.revision)}
      errors={saved ? undefined : errors}
      onGiven={(given) => {
        setSent(given);
        run(given, base.revision);
      }}
      onChange={({ currentTarget }) => setTexts(textsIn(new FormData(currentTarget)))}
      noValidate
      className={className}
    >
      {saved && sent ? (
        <Conflict
          busy={busy}
          lines={all.map((field) => ({
            label: field.label,
            saved: wordsOf(field, textsOf(saved)),
            yours: wordsOf(field, textsIn(sent)),
          }))}
          onMine={() => run(sent, saved.revision)}
          onTheirs={() => {
            setBase(saved);
            setTexts(textsOf(saved));
          }}
        />
      ) : null}
      {fields.map((field) =>
        isRow(field) ? (
          <FieldRow key={field.map(({ name }) => name).join()}>{field.map(draw)}</FieldRow>
        ) : (
          draw(field)
        ),
      )}
      {children?.({ errors: errors.fields, texts, busy })}
      {actions(
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? t("ui.saving") : (submit ?? t("ui.save"))}
        </Button>,
      )}
    </Form>
  );
}

const isRow = (field: EditField | readonly EditField[]): field is readonly EditField[] =>
  Array.isArray(field);

/** Whether somebody else saved another text in a field of this form. An edit of other fields is none of its concern: both stay. */
export const clashes = (begun: Texts, theirs: Texts, yours: Texts): boolean =>
  Object.keys(begun).some((name) => theirs[name] !== begun[name] && theirs[name] !== (yours[name] ?? ""));

const textsIn = (given: FormData): Texts =>
  Object.fromEntries(
    [...given].flatMap(([name, value]) => (typeof value === "string" ? [[name, value.trim()]] : [])),
  );
const choicesOf = (options: NonNullable<EditField["options"]>, texts: Texts): Choices =>
  typeof options === "function" ? options(texts) : options;

/** A field's text as its reader sees it: a choice by its words. */
const wordsOf = ({ name, options }: EditField, texts: Texts): string => {
  const text = texts[name] ?? "";
  const choice = options && choicesOf(options, texts).of.find(([value]) => String(value) === text);
  return choice?.[1] ?? text;
};

/** Texts as values: without one there is none. */
export const emptyToNull = (texts: Record<string, string | undefined>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text || null]));
