import type { DeclaredProperty } from "@/lib/db/tables/learning";

/* The properties of an event type as a form has them: one in each line. */

export const propertyTypes = [
  "text",
  "number",
  "boolean",
] as const satisfies readonly DeclaredProperty["type"][];

/** The properties as lines of a form: `room text required`. */
export const propertyLines = (declared: readonly DeclaredProperty[]): string =>
  declared.map(({ name, type, required }) => `${name} ${type}${required ? " required" : ""}`).join("\n");

/** The lines of a form as properties; or the number of the first line that is none. */
export function readPropertyLines(text: string): { properties: DeclaredProperty[] } | { wrong_line: number } {
  const found: DeclaredProperty[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const [name = "", type, required, ...more] = line.trim().split(/[\s,:]+/);
    const known = propertyTypes.find((one) => one === type);
    if (!known || more.length > 0 || (required !== undefined && required !== "required"))
      return { wrong_line: index + 1 };
    found.push({ name, type: known, required: required !== undefined });
  }
  return { properties: found };
}
