import type { NamedPerson } from "./person";

/** Shorter names stand for other things, too: "12" for a row, "an" for a word. */
const shortest = 4;

/** The texts that mean this person wherever they stand, in lower case. */
export const mentions = ({ id, name, email, username, external_id, actors }: NamedPerson): string[] =>
  [id, name, email, username, external_id, ...actors].flatMap((given) => {
    const text = given?.trim().toLowerCase() ?? "";
    return text.length < shortest ? [] : [text];
  });

const isWordPart = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Whether a text has one of the names as whole words: Ana is not in "Anabel". */
export function isMentioned(text: string, names: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return names.some((name) => {
    for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + 1))
      if (!isWordPart(lower[at - 1]) && !isWordPart(lower[at + name.length])) return true;
    return false;
  });
}

/** Whether a value of JSON mentions somebody anywhere. */
const isIn = (value: unknown, names: readonly string[]): boolean =>
  typeof value === "string"
    ? isMentioned(value, names)
    : typeof value === "object" && value !== null
      ? Object.entries(value).some(([key, part]) => isMentioned(key, names) || isIn(part, names))
      : false;

/**
 * The same JSON without the entries of lists and the fields of objects that mention somebody; a text that does is empty. The value itself where nothing
 * does.
 */
export function withoutMentions<Value>(value: Value, names: readonly string[]): Value {
  if (!isIn(value, names)) return value;
  // An entry is about one row: without the person's name it would still be about them.
  if (Array.isArray(value)) return value.filter((part) => !isIn(part, names)) as Value;
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !isMentioned(key, names))
        .map(([key, part]) => [key, withoutMentions(part, names)]),
    ) as Value;
  return "" as Value;
}
