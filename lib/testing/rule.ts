import type { Code, Source } from "./source-code";

/* What the rules of lib/architecture.test.ts are made of. None has an exception list. */

/** A rule returns its offences, a line each, and carries planted files in which it must find one. */
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

/** Every offence, as a line that says where it is. */
export const each = (sources: Source[], find: (source: Source) => string[]): string[] =>
  sources.flatMap((source) => find(source).map((words) => `${source.path} ${words}`));

export const under = (sources: Source[], folder: string): Source[] =>
  sources.filter(({ path }) => path.startsWith(folder));

export const isMarkedServer = ({ text }: Source): boolean => /^\s*import\s+["']server-only["']/.test(text);
export const isServer = (source: Source): boolean =>
  isMarkedServer(source) || source.path.startsWith("lib/db/");

/** Where the code has something, its quoted words left out: those are shown to people and run nowhere. */
export const uses = (sources: Source[], pattern: RegExp): string[] =>
  each(sources, ({ text }) =>
    [...text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""').matchAll(pattern)].map(([match]) => `has ${match}`),
  );

export const except = (offences: string[], allowed: RegExp): string[] =>
  offences.filter((line) => !allowed.test(line));

export const clocks = /Date\.now\(\)|new Date\(\)|Math\.random\(\)/g;
