"use client";

import { type ComponentProps, type ReactNode, useState } from "react";
import type { ActionResult } from "@/lib/http/action";
import { Button } from "./button";
import { FieldRow, Form, InputField, SelectField, TextAreaField } from "./form";
import { Options } from "./input";
import type { Notice } from "./toast";
import { formTexts, type Texts, useEdit } from "./use-edit";
import { useLanguage } from "./use-language";

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
  /** Saves the trimmed texts. `revision`: that of the version which they are meant to replace, `begun`: what they were. */
  save: (
    texts: Texts,
    revision: number | undefined,
    edit: { given: FormData; begun: Texts },
  ) => Promise<ActionResult<Value>>;
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
  // The same object with each drawing, so that an error gets the focus once.
  const [shown] = useState(() => ({
    ...Object.fromEntries(all.map(({ name, path = name }) => [path, name])),
    ...others,
  }));
  const [typed, setTyped] = useState<{ texts: Texts; into: unknown } | null>(null);
  const { base, busy, errors, conflict, form } = useEdit({
    start,
    fields: shown,
    textsOf,
    compared: all.map((field) => ({
      name: field.name,
      label: field.label,
      words: (text, texts) => wordsOf(field, text, texts),
    })),
    kept,
    save: (given, begun, revision) => save(formTexts(given), revision, { given, begun: textsOf(begun) }),
    done: (value) => done(value),
  });
  const begun = textsOf(base);
  const texts = typed?.into === base ? typed.texts : begun;

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
      {...form}
      key={form.key}
      onChange={({ currentTarget }) =>
        setTyped({ texts: formTexts(new FormData(currentTarget)), into: base })
      }
      className={className}
    >
      {conflict}
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

const choicesOf = (options: NonNullable<EditField["options"]>, texts: Texts): Choices =>
  typeof options === "function" ? options(texts) : options;

/** A field's text as its reader sees it: a choice by its words. */
function wordsOf({ options }: EditField, text: string, texts: Texts): string {
  const choice = options && choicesOf(options, texts).of.find(([value]) => String(value) === text);
  return choice?.[1] ?? text;
}

/** Texts as values: without one there is none. */
export const emptyToNull = (texts: Record<string, string | undefined>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text || null]));
