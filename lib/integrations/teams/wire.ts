/*
 * Microsoft Teams' reports. Titles and headers are in the language of the person who downloads, so columns are found by place, and
 * files recognised by their build: numbered sections (since 2022), one table below a summary (2021), a list of joins and leaves
 * (2020). English headers, as `headKey`s, identify the older two even where they are broken.
 */

/** `2. Participants`, `2. Teilnehmer`: a section's number. */
export const sectionTitle = /^(\d{1,2})\s?[.．、]\s*\S/u;

/** Section 2: one row a person, from the first join to the last leave. */
export const participantColumns = { name: 0, join: 1, leave: 2, duration: 3, email: 4, id: 5 } as const;
/** Section 3: one row a stay. */
export const activityColumns = { name: 0, join: 1, leave: 2, duration: 3, email: 4, id: -1 } as const;
/** 2021: one row a stay. */
export const columns2021 = { name: 0, join: 1, leave: 2, duration: 3, email: 4, id: 6 } as const;
/** 2020: one row a join or a leave. */
export const columns2020 = { name: 0, action: 1, at: 2 } as const;

export type StayColumns = Record<"name" | "join" | "leave" | "duration" | "email" | "id", number>;

export const head2021 = ["fullname", "jointime", "leavetime", "duration"];
export const head2020 = ["fullname", "useraction", "timestamp"];
