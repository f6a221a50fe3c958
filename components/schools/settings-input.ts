import type { ChangeSchool, School } from "@/lib/domain/schools/schema";

/* What the settings' form holds, as the change that it would save. */

const textIn = (given: FormData, name: string) => String(given.get(name) ?? "").trim();
const textOrNull = (given: FormData, name: string) => textIn(given, name) || null;
/** Text that is no number goes to the server, which names the field. */
const numberIn = (given: FormData, name: string) => Number(textIn(given, name) || Number.NaN);
const numberOrNull = (given: FormData, name: string) => (textIn(given, name) ? numberIn(given, name) : null);
const linesIn = (given: FormData, name: string) =>
  textIn(given, name)
    .split(/[\s,;]+/)
    .filter(Boolean);

export const unitSeconds = { seconds: 1, minutes: 60 } as const;
export type TimeUnit = keyof typeof unitSeconds;

/** A claim's values and the role that each gives, by the rows of the form. */
function rolesIn(given: FormData): School["oidc_roles"] {
  const roles = given.getAll("oidc_role");
  const rows = given.getAll("oidc_value").map((value, row) => [String(value).trim(), roles[row]] as const);
  return Object.fromEntries(rows.filter(([value]) => value)) as School["oidc_roles"];
}

const valuesIn = (given: FormData): ChangeSchool => ({
  name: textIn(given, "name"),
  slug: textOrNull(given, "slug"),
  external_id: textOrNull(given, "external_id"),
  time_zone: textIn(given, "time_zone"),
  language: textIn(given, "language") as School["language"],
  on_time_minutes: numberIn(given, "on_time_minutes"),
  attendance_minimum_seconds:
    numberIn(given, "attendance_minimum_seconds") * unitSeconds[textIn(given, "attendance_unit") as TimeUnit],
  attendance_minimum_percent: numberOrNull(given, "attendance_minimum_percent"),
  completion_threshold: numberIn(given, "completion_threshold"),
  completion_target: numberIn(given, "completion_target"),
  minimum_group_size: numberIn(given, "minimum_group_size"),
  anonymous_viewers: given.has("anonymous_viewers"),
  address_limit_per_minute: numberIn(given, "address_limit_per_minute"),
  allowed_origins: linesIn(given, "allowed_origins"),
  privacy_notice: textOrNull(given, "privacy_notice"),
  accent: textOrNull(given, "accent"),
  oidc_domains: linesIn(given, "oidc_domains"),
  oidc_default_role: textIn(given, "oidc_default_role") as School["oidc_default_role"],
  oidc_role_claim: textOrNull(given, "oidc_role_claim"),
  oidc_roles: rolesIn(given),
});

type Settings = Omit<ChangeSchool, "revision">;
export const shownSettings = Object.keys(valuesIn(new FormData())) as (keyof Settings)[];

const written = (value: unknown) =>
  JSON.stringify(
    value && typeof value === "object" && !Array.isArray(value) ? Object.entries(value).sort() : value,
  );

/** The settings in which the form differs from the school. */
export function changesIn(given: FormData, school: School): Settings {
  const values = valuesIn(given);
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => written(value) !== written(school[name as keyof School]),
    ),
  );
}

/** What the school had where these settings changed: the change that takes them back. */
export const inverseOf = (change: Settings, before: School): Settings =>
  Object.fromEntries(Object.keys(change).map((name) => [name, before[name as keyof School]]));

/** What a change has counted anew. */
export const recountsOf = (change: Settings) => ({
  sessions:
    change.attendance_minimum_seconds !== undefined || change.attendance_minimum_percent !== undefined
      ? ("all" as const)
      : change.on_time_minutes !== undefined
        ? ("on_time" as const)
        : null,
  videos: change.completion_threshold !== undefined || change.time_zone !== undefined,
  days: change.time_zone !== undefined,
});
