"use client";

import {
  type ChangeEvent,
  type ComponentProps,
  type ComponentType,
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useRef,
} from "react";
import { classNames } from "./class-names";
import type { FormErrors } from "./form-errors";
import { Input, Select, TextArea } from "./input";

const noErrors: FormErrors = { fields: {}, whole: null };
const FieldErrors = createContext(noErrors.fields);

/**
 * A form that passes its values on, shows errors beside their fields (by name) and the error without a field above
 * them, and moves the focus to the first.
 */
export function Form({
  errors = noErrors,
  onGiven,
  className,
  children,
  ...rest
}: Omit<ComponentProps<"form">, "onSubmit"> & {
  errors?: FormErrors;
  onGiven: (given: FormData, form: HTMLFormElement) => void;
}) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (errors.whole || Object.keys(errors.fields).length)
      form.current?.querySelector<HTMLElement>("[aria-invalid], [role=alert]")?.focus();
  }, [errors]);
  return (
    <form
      {...rest}
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        onGiven(new FormData(event.currentTarget), event.currentTarget);
      }}
      className={classNames("grid", className ?? "gap-4")}
    >
      <FormError>{errors.whole}</FormError>
      <FieldErrors value={errors.fields}>{children}</FieldErrors>
    </form>
  );
}

/** An error that belongs to no field. */
export function FormError({ children, className }: { children: string | null; className?: string }) {
  return children ? (
    <p
      role="alert"
      tabIndex={-1}
      className={classNames("rounded-md bg-bad-wash px-3 py-2 text-bad", className)}
    >
      {children}
    </p>
  ) : null;
}

type FieldProps = {
  label: string;
  hint?: ReactNode;
  /** What is in it now, with each change. */
  onValue?: (value: string) => void;
  /** Needed outside a `Form`, which provides the errors. */
  error?: string | undefined;
};

/** A control as a field: its label above, a hint or an error below, connected for assistive technology. */
const fieldOf = <Props extends { name?: string | undefined }>(Control: ComponentType<Props>) =>
  function Field({ label, hint, error: given, onValue, ...rest }: FieldProps & Props) {
    const id = useId();
    const error = useContext(FieldErrors)[rest.name ?? ""] ?? given;
    const note = error || hint ? `${id}-note` : undefined;
    const handler = onValue && {
      onChange: ({ target }: ChangeEvent<HTMLInputElement>) => onValue(target.value),
    };
    const ids = { id, "aria-describedby": note, "aria-invalid": error ? true : undefined };
    return (
      <div className="grid gap-1">
        <label htmlFor={id} className="text-small font-medium text-ink">
          {label}
        </label>
        <Control {...(rest as unknown as Props)} {...handler} {...ids} />
        {note ? (
          <p id={note} className={classNames("text-small", error ? "text-bad" : "text-ink-3")}>
            {error || hint}
          </p>
        ) : null}
      </div>
    );
  };

export const InputField = fieldOf(Input);
export const TextAreaField = fieldOf(TextArea);
export const SelectField = fieldOf(Select);

/** Fields that belong together. */
export function FieldGroup({
  title,
  note,
  children,
}: {
  title?: string;
  note?: string;
  children: ReactNode;
}) {
  return (
    <fieldset className="grid min-w-0 gap-4">
      {title ? (
        <legend className="mb-3 w-full border-t border-line pt-4 text-lead font-semibold text-ink">
          {title}
        </legend>
      ) : null}
      {note ? <p className="text-small text-ink-2">{note}</p> : null}
      {children}
    </fieldset>
  );
}

/** Fields beside each other; below each other on a phone. */
export function FieldRow({ children }: { children: ReactNode }) {
  return (
    <div className="grid auto-cols-fr grid-flow-col items-start gap-4 max-desk:grid-flow-row">{children}</div>
  );
}
