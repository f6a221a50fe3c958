import { z } from "zod";
import { message } from "@/lib/language/language";
import { uuidPattern } from "@/lib/platform/ids";
import { isTimeZone } from "@/lib/platform/time";

/* The basic schemas of every noun's contract. Pure: forms in the browser use them too. */

/** Text that Postgres can store: without NUL and lone surrogates. */
export const isStorable = (text: string): boolean => !text.includes("\u0000") && text.isWellFormed();
const unstorable = message("errors.field.unstorable");

/** Text of at most so many characters that can be stored. */
export const storableText = (max: number) => z.string().max(max).refine(isStorable, unstorable);

/** A UUID of ours, or the school's own id for the thing. */
export const reference = storableText(200).min(1);
export const uuid = z.string().regex(uuidPattern, message("errors.field.uuid")).toLowerCase();

/** A field of a form that is JSON. */
export const jsonText = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: message("errors.field.json").error });
        return z.NEVER;
      }
    })
    .pipe(schema);

export const whole = z.number().int();
/** The revision that an edit began with; without it the edit is of the latest. */
export const revision = whole.positive().optional();
/** Null is an unknown number. */
export const numberOrNull = z.number().nullable();
export const percentageOrNull = z.number().min(0).max(100).nullable();

/** Days and instants that a person can mean: Postgres and JavaScript differ about those far away. */
export const inOurTime = (text: string) => text >= "1900" && text < "2101";
export const outsideOurTime = message("errors.field.years");

/** An instant, ISO 8601; answers write it in UTC. */
export const instant = z.iso.datetime({ offset: true }).refine(inOurTime, outsideOurTime);
type IsoInstants<Row> = {
  [Key in keyof Row]: Row[Key] extends Date
    ? string
    : Row[Key] extends Date | null
      ? string | null
      : Row[Key];
};

/** A row with its instants as ISO 8601 texts. */
export const isoInstants = <Row extends object>(row: Row): IsoInstants<Row> =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
  ) as IsoInstants<Row>;

/** A day of the school's zone. */
export const day = z.iso.date(message("errors.field.day")).refine(inOurTime, outsideOurTime);
export const timeZone = storableText(100).refine(isTimeZone, message("errors.field.time_zone"));

/** Days of the school's zone, both included; without an end, all time on that side. */
export const days = { from: day.optional(), to: day.optional() };
export const forwards = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  !from || !to || from <= to;
export const forwardsError = { path: ["to"], ...message("errors.field.before_from") };

/** The last so many days of the school's zone, with today. */
export const lastDays = (usual: number) => ({
  days: z.coerce.number().int().min(1).max(365).default(usual),
});

/** One page of a list. */
export const paging = (limit: number) => ({
  limit: z.coerce.number().int().min(1).max(100).default(limit),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});
/** A list's sort and its direction; each sort has a default direction. */
export const sorting = <const Sorts extends readonly [string, ...string[]]>(
  sorts: Sorts,
  first: Sorts[number],
) => ({
  sort: z.enum(sorts).default(first as never),
  order: z.enum(["asc", "desc"]).optional(),
});
/** The search text of a list. */
export const search = storableText(200).trim().optional();

/** Where our pages link to or play from: a web address, or a path on this installation. */
export const webAddress = z
  .union([z.url({ protocol: /^https?$/ }), z.string().regex(/^\/(?![/\\])\S*$/)], {
    ...message("errors.field.web_address"),
  })
  .refine((address) => address.length <= 2000, message("errors.field.too_long"));

/** `https://moodle.school.example`: what a browser sends as `Origin`. */
export const siteOrigin = z
  .string()
  .trim()
  .max(300)
  .refine((text) => originOf(text) !== null, message("errors.field.origin"))
  .overwrite((text) => originOf(text) ?? text);

function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, origin, href } = new URL(text);
  return /^https?:$/.test(protocol) && href === `${origin}/` ? origin : null;
}
