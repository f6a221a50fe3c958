import "server-only";
import { type GlossaryKey, glossary, labelOf } from "@/lib/glossary/glossary";
import { languageIn } from "@/lib/platform/catalogues";
import type { Term, Unit } from "./terms";

const unitInHead: Partial<Record<Unit, string>> = {
  percent: "%",
  seconds: "seconds",
  minutes: "minutes",
  hours: "hours",
};

/** A column's head in a CSV: the label with its unit, "Average watched (%)". In English, so that a program finds the column. */
export function csvHead(key: GlossaryKey): string {
  const { unit }: Term = glossary[key];
  const label = labelOf(key, languageIn("en"));
  const said = unitInHead[unit];
  return said ? `${label} (${said})` : label;
}
