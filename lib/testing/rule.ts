import type { Code, Source } from "./source-code";

/* The building blocks of the rules in lib/architecture.test.ts. No rule has a list of exceptions. */

/** A rule returns its offences, one line each, and has planted files in which it must find one. */
export type Rule = {
  name: string;
  offences: (code: Code) => string[];
  planted: Record<string, string>;
};

/** `lib/domain/videos/queries/x.ts` → layer `lib/domain`, noun `videos`. */
export function placeOf(path: string): { layer: string; noun: string } | null {
  const [top = "", layer = "", noun = ""] = path.split("/");
  if (top !== "lib") return ["app", "components"].includes(top) ? { layer: top, noun: layer } : null;
  return layer.includes(".") ? null : { layer: `lib/${layer}`, noun };
}

/** Every offence as one line with its position. */
export const each = (sources: Source[], find: (source: Source) => string[]): string[] =>
  sources.flatMap((source) => find(source).map((words) => `${source.path} ${words}`));

export const under = (sources: Source[], folder: string): Source[] =>
  sources.filter(({ path }) => path.startsWith(folder));

export const isMarkedServer = ({ text }: Source): boolean => /^\s*import\s+["']server-only["']/.test(text);
export const isServer = (source: Source): boolean =>
  isMarkedServer(source) || source.path.startsWith("lib/db/");

/** Where the code matches, without quoted text, which is shown to people and not executed. */
export const uses = (sources: Source[], pattern: RegExp): string[] =>
  each(sources, ({ text }) =>
    [...text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""').matchAll(pattern)].map(([match]) => `has ${match}`),
  );

export const except = (offences: string[], allowed: RegExp): string[] =>
  offences.filter((line) => !allowed.test(line));

export const clocks = /Date\.now\(\)|new Date\(\)|Math\.random\(\)/g;
