import { z } from "zod";
import { roles } from "@/lib/auth/scope";
import {
  instant,
  paging,
  search,
  siteOrigin,
  sorting,
  storableText,
  timeZone,
  uuid,
  webAddress,
  whole,
} from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { languageCodes } from "@/lib/language/languages";

const within = (least: number, most: number) =>
  z.number().int().min(least, message("errors.field.at_least")).max(most, message("errors.field.at_most"));

const name = storableText(120).trim().min(1, message("errors.field.missing"));
const slug = storableText(60)
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, message("errors.field.slug"));
const domain = storableText(253)
  .trim()
  .toLowerCase()
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/, message("errors.field.mail_domain"));
const claim = storableText(200).trim().min(1, message("errors.field.missing"));

const unique = (list: string[]) => [...new Set(list)];

/** What a school decides for itself, by the columns of its row. */
const settings = {
  name,
  slug: slug.nullable(),
  external_id: storableText(200).trim().min(1).nullable(),
  time_zone: timeZone,
  language: z.enum(languageCodes),
  on_time_minutes: within(0, 600),
  attendance_minimum_seconds: within(1, 24 * 3600),
  attendance_minimum_percent: within(1, 100).nullable(),
  completion_threshold: within(1, 100),
  completion_target: within(0, 100),
  minimum_group_size: within(1, 100),
  anonymous_viewers: z.boolean(),
  address_limit_per_minute: within(60, 1_000_000),
  allowed_origins: z.array(siteOrigin).max(50).overwrite(unique),
  privacy_notice: storableText(10_000).trim().min(1).nullable(),
  accent: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^#[0-9a-f]{6}$/, message("errors.field.colour"))
    .nullable(),
  oidc_domains: z.array(domain).max(50).overwrite(unique),
  oidc_default_role: z.enum(roles),
  oidc_role_claim: claim.nullable(),
  oidc_roles: z
    .record(claim, z.enum(roles))
    .refine((given) => Object.keys(given).length <= 50, message("errors.field.too_many")),
};
export const settingNames = Object.keys(settings) as (keyof typeof settings)[];

/** `PATCH /api/schools/{schoolId}`: the settings that change. */
export const changeSchoolInput = z.strictObject({
  ...(z.object(settings).partial().shape as {
    [Name in keyof typeof settings]: z.ZodOptional<(typeof settings)[Name]>;
  }),
  /** The revision that the change was made on; refused if somebody else's came meanwhile. */
  revision: whole.optional(),
});
export type ChangeSchool = z.infer<typeof changeSchoolInput>;

/** What the pages send, which name the school beside it. */
export const schoolForm = z.object({ school_id: uuid });
export const changeSchoolForm = changeSchoolInput.extend(schoolForm.shape);

export const newSchoolInput = z.strictObject({
  name,
  slug,
  time_zone: timeZone,
  language: settings.language.default("en"),
  external_id: settings.external_id.default(null),
});
export type NewSchool = z.infer<typeof newSchoolInput>;

export const schoolParams = z.object({ schoolId: uuid });
export const logoBody = z.object({
  file: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  file_name: z.string().nullable(),
  fields: z.record(z.string(), z.string()),
});

export const schoolsQuery = z.object({
  ...paging(25),
  /** Default order: names from A, the latest created first, the largest first. */
  ...sorting(["name", "created", "people", "sessions", "videos"], "name"),
  q: search,
});
export type SchoolsQuery = z.infer<typeof schoolsQuery>;

export const schoolRow = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string().nullable(),
  external_id: z.string().nullable(),
  time_zone: z.string(),
  language: settings.language,
  created_at: instant,
  /** Made up, with all of its people and numbers. */
  demo: z.boolean(),
  /** Without those who are deactivated. */
  people: whole,
  courses: whole,
  videos: whole,
  sessions: whole,
});
export type SchoolRow = z.infer<typeof schoolRow>;
export const schoolsAnswer = z.object({ items: z.array(schoolRow), total: whole });
export type SchoolsAnswer = z.infer<typeof schoolsAnswer>;

export const schoolAnswer = schoolRow.extend({
  on_time_minutes: whole,
  attendance_minimum_seconds: whole,
  attendance_minimum_percent: whole.nullable(),
  completion_threshold: whole,
  completion_target: whole,
  minimum_group_size: whole,
  anonymous_viewers: z.boolean(),
  address_limit_per_minute: whole,
  allowed_origins: z.array(z.string()),
  privacy_notice: z.string().nullable(),
  accent: z.string().nullable(),
  /** Where its logo is, with its version; null without one. */
  logo_url: webAddress.nullable(),
  oidc_domains: z.array(z.string()),
  oidc_default_role: z.enum(roles),
  oidc_role_claim: z.string().nullable(),
  oidc_roles: z.record(z.string(), z.enum(roles)),
  revision: whole,
});
export type School = z.infer<typeof schoolAnswer>;

/** `incomplete`: loading or removal has ended before its time. */
export const demoStates = ["none", "loading", "loaded", "incomplete", "removing"] as const;

/** `GET /api/schools/demo` */
export const demoAnswer = z.object({
  state: z.enum(demoStates),
  /** Made-up schools: one, in an installation that began with `npm run demo` two. */
  schools: z.array(schoolRow),
  /** What loads or removes it. */
  work_id: uuid.nullable(),
});
export type Demo = z.infer<typeof demoAnswer>;

/** `POST /api/schools/demo`: the password of its accounts, which nobody can read again. */
export const begunDemo = z.object({
  id: uuid,
  password: z.string(),
  accounts: z.array(z.object({ email: z.string(), role: z.enum(roles) })),
});
export type BegunDemo = z.infer<typeof begunDemo>;
