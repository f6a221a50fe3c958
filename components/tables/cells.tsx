import type { ReactNode } from "react";
import { unknown } from "@/lib/language/numbers";

/** A cell without a value. */
export const dash = <span className="text-ink-3">{unknown}</span>;

export const orDash = <Value,>(value: Value | null, format: (value: Value) => ReactNode): ReactNode =>
  value === null ? dash : format(value);

/** An instant in short and in full, as texts made on the server: the browser loads no date library. */
export type Shown = { text: string; full: string };

export const time = ({ text, full }: Shown) => (
  <time title={full} className="whitespace-nowrap tabular-nums">
    {text}
  </time>
);
