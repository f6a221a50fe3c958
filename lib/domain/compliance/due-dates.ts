import { plusDays } from "@/lib/platform/time";

/* By when a request for personal data must be answered. */

export const laws = ["gdpr", "ccpa", "ferpa"] as const;
export type Law = (typeof laws)[number];

/** CCPA § 1798.130 and FERPA 34 CFR 99.10: 45 days from receipt. */
const daysOf = { ccpa: 45, ferpa: 45 } as const;

/** The last day in time. GDPR, article 12: one month from receipt, which ends on the same day of the next month or on its last. */
export function dueOn(receivedOn: string, law: Law): string {
  if (law !== "gdpr") return plusDays(receivedOn, daysOf[law]);
  const [year, month, day] = receivedOn.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(day, last))).toISOString().slice(0, 10);
}

/** Days from one day to another; negative when it is before. */
export const daysUntil = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
