import type { ReactNode } from "react";
import type { LanguageCode } from "./languages";
import { type NumberFormat, numberFormat } from "./numbers";
import { type Share, shareIn } from "./shares";

type Keys<Part> = {
  [Name in keyof Part & string]: Part[Name] extends string ? Name : `${Name}.${Keys<Part[Name]>}`;
}[keyof Part & string];

/** The messages of a language by area, as nested keys: `lib/language/messages/<code>/<area>.json`. English defines them. */
export type Catalogue = {
  alerts: typeof import("./messages/en/alerts.json");
  api_reference: typeof import("./messages/en/api_reference.json");
  audit: typeof import("./messages/en/audit.json");
  charts: typeof import("./messages/en/charts.json");
  compliance: typeof import("./messages/en/compliance.json");
  courses: typeof import("./messages/en/courses.json");
  errors: typeof import("./messages/en/errors.json");
  failure: typeof import("./messages/en/failure.json");
  gamification: typeof import("./messages/en/gamification.json");
  glossary: typeof import("./messages/en/glossary.json");
  imports: typeof import("./messages/en/imports.json");
  learners: typeof import("./messages/en/learners.json");
  learning: typeof import("./messages/en/learning.json");
  overview: typeof import("./messages/en/overview.json");
  people: typeof import("./messages/en/people.json");
  player: typeof import("./messages/en/player.json");
  practice: typeof import("./messages/en/practice.json");
  school: typeof import("./messages/en/school.json");
  session: typeof import("./messages/en/session.json");
  sessions: typeof import("./messages/en/sessions.json");
  setup: typeof import("./messages/en/setup.json");
  shares: typeof import("./messages/en/shares.json");
  shell: typeof import("./messages/en/shell.json");
  system: typeof import("./messages/en/system.json");
  tables: typeof import("./messages/en/tables.json");
  trends: typeof import("./messages/en/trends.json");
  ui: typeof import("./messages/en/ui.json");
  videos: typeof import("./messages/en/videos.json");
  work: typeof import("./messages/en/work.json");
};
export type Area = keyof Catalogue;

/** A message's place in the catalogues: `sessions.list.no_match`. */
export type MessageKey = Keys<Catalogue>;

export type MessageValues = Record<string, string | number | Date>;

/** A message that its reader's language will write: the key with its values. */
export type Message = { key: MessageKey; values?: MessageValues };

export type ErrorKey = Extract<MessageKey, `errors.${string}`>;

/**
 * What a schema says of a wrong value: `.min(1, message("errors.field.missing"))`. It is written in the reader's language later
 * (parse in lib/platform/problem.ts), with `minimum` and `maximum` of the check, or a refinement's own values.
 */
export const message = (key: ErrorKey, values?: MessageValues) => ({
  error: key,
  ...(values ? { params: values } : {}),
});

/** Whether a schema's text is such a message; else it is zod's own. */
export const isErrorKey = (text: string): text is ErrorKey => /^errors\.\w+\.\w+$/.test(text);

/** Writes a message of the catalogues, which are in ICU MessageFormat. */
export type Translate = {
  (key: MessageKey, values?: MessageValues): string;
  /** Whether there is such a message, for keys that are data. */
  has: (key: string) => boolean;
  /** The same with elements: `<b>…</b>` in the message is what `values.b` makes of it. */
  rich: (
    key: MessageKey,
    values: Record<string, string | number | Date | ((text: ReactNode) => ReactNode)>,
  ) => ReactNode;
};

/**
 * Everything that depends on the reader's language: its messages and its way of writing numbers. Components get it from
 * `useLanguage()`, pages and actions from `currentLanguage()`, calculations as their last parameter.
 */
export type Language = NumberFormat & {
  code: LanguageCode;
  t: Translate;
  /** A part of a whole, as values for a message (shares.ts). */
  share: (part: number, base: number) => Share;
};

/** The language of this code, whose messages `t` writes. */
export const languageOf = (code: LanguageCode, t: Translate): Language => ({
  ...numberFormat(code),
  code,
  t,
  share: (part, base) => shareIn(t, numberFormat(code), part, base),
});
