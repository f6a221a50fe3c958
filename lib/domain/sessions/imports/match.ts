import type { ReportPerson } from "@/lib/measure/attendance-report";
import { getOrInsert } from "@/lib/measure/get-or-insert";

/* Matches the people of a report to the school's. An e-mail address is enough; a name alone never is: the reader must decide. */

/** A user of the school that an attendee is matched to. The address is in lower case. */
export type SchoolUser = { user_id: string; name: string; email: string };

/** A user of the school that a person in a report can be. */
export type Candidate = SchoolUser & {
  /** Their external id. */
  external_id: string | null;
  /** Enrolled in the course of the session. */
  enrolled: boolean;
};

export type Match =
  | { kind: "matched"; person: Candidate }
  /** The likeliest first; the reader decides. */
  | { kind: "doubtful"; candidates: Candidate[] }
  | { kind: "unknown" };

/** A longer menu would not be read. */
const candidatesMax = 10;

/** A name for comparison: neither case, accents, spaces nor the order of its words matter (`Silva, Ana` is `Ana Silva`). */
export function nameKey(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .sort()
    .join(" ");
}

/** The addresses that a report gives for a person; Teams' participant id usually is one. */
export function addressesOf({ email, external_id }: Pick<ReportPerson, "email" | "external_id">): string[] {
  const principal = external_id?.includes("@") ? external_id.toLowerCase() : null;
  return [...new Set([email, principal])].filter((address) => address !== null);
}

const groupBy = <Key>(users: readonly Candidate[], keyOf: (one: Candidate) => Key | null) => {
  const groups = new Map<Key, Candidate[]>();
  for (const one of users) {
    const key = keyOf(one);
    if (key !== null) getOrInsert(groups, key, () => []).push(one);
  }
  return groups;
};

/** Learners of the course first, then those whose name is spelled the same. */
function likeliest(candidates: readonly Candidate[], name: string): Candidate[] {
  const exact = (one: Candidate) => one.name.toLowerCase() === name.toLowerCase();
  return candidates
    .toSorted(
      (a, b) =>
        Number(b.enrolled) - Number(a.enrolled) ||
        Number(exact(b)) - Number(exact(a)) ||
        a.name.localeCompare(b.name, "en") ||
        a.email.localeCompare(b.email, "en"),
    )
    .slice(0, candidatesMax);
}

/** Who each person of a report is: matched by the address of exactly one user, or by one user's id and name; doubtful with only one of these. */
export function matchPeople(
  people: readonly Pick<ReportPerson, "name" | "email" | "external_id">[],
  users: readonly Candidate[],
): Match[] {
  const byEmail = groupBy(users, (one) => one.email);
  const byId = groupBy(users, (one) => one.external_id);
  const byName = groupBy(users, (one) => nameKey(one.name) || null);
  return people.map((person) => {
    const addresses = addressesOf(person);
    for (const address of addresses) {
      const sameAddress = byEmail.get(address) ?? [];
      if (sameAddress.length === 1) return { kind: "matched", person: sameAddress[0]! };
    }
    const sameName = byName.get(nameKey(person.name)) ?? [];
    const sameId = (person.external_id && byId.get(person.external_id)) || [];
    const both = sameId.filter((one) => sameName.includes(one));
    if (both.length === 1) return { kind: "matched", person: both[0]! };
    const candidates = [
      ...likeliest(sameId, person.name),
      ...likeliest(
        sameName.filter((one) => !sameId.includes(one)),
        person.name,
      ),
    ];
    return candidates.length
      ? { kind: "doubtful", candidates: candidates.slice(0, candidatesMax) }
      : { kind: "unknown" };
  });
}
