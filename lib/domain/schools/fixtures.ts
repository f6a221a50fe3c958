import type { School, SchoolRow } from "./schema";

/* The school of the API reference's examples. */

export const exampleSchoolRow: SchoolRow = {
  id: "0192f3a4-5a01-7a10-9d00-1b5a0e7c3901",
  name: "Harbour College",
  slug: "harbour-college",
  external_id: "harbour-college",
  time_zone: "Europe/Lisbon",
  language: "en",
  created_at: "2026-09-01T08:00:00.000Z",
  demo: false,
  people: 412,
  courses: 9,
  videos: 64,
  sessions: 118,
};
export const exampleSchool: School = {
  ...exampleSchoolRow,
  on_time_minutes: 5,
  attendance_minimum_seconds: 300,
  attendance_minimum_percent: 50,
  completion_threshold: 90,
  completion_target: 70,
  minimum_group_size: 5,
  anonymous_viewers: true,
  address_limit_per_minute: 6000,
  allowed_origins: ["https://moodle.harbour.example"],
  privacy_notice: "https://harbour.example/privacy",
  accent: "#00607a",
  logo_url: "/api/schools/0192f3a4-5a01-7a10-9d00-1b5a0e7c3901/logo?version=1756713600",
  oidc_domains: ["harbour.example"],
  oidc_default_role: "student",
  oidc_role_claim: "groups",
  oidc_roles: { teachers: "instructor" },
  revision: 4,
};

/** The least that is a PNG picture: one dot. */
export const exampleLogo = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
