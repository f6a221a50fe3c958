import type { ReportPerson } from "@/lib/measure/attendance-report";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { inSteps, mapInSteps } from "@/lib/platform/steps";

/* Matches the people of a report to the school's. An e-mail address is enough; a name alone never is: the reader must decide. */

/** A user of the school that an attendee is matched to. The address is in lower case. */
export type SchoolUser = { user_id: string; name: string; email: string | null };

/** A user of the school that a person in a report can be. */
export type Candidate = SchoolUser & {
  /** Their external id. */
  external_id: string | null;
  /** Addresses and external ids of those who were merged into them, where nobody else has these now. */
  former_emails: readonly string[];
  former_ids: readonly string[];
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

const groupBy = async <Key>(users: readonly Candidate[], keysOf: (one: Candidate) => (Key | null)[]) => {
  const groups = new Map<Key, Candidate[]>();
  for await (const some of inSteps(users))
    for (const one of some)
      for (const key of new Set(keysOf(one))) if (key !== null) getOrInsert(groups, key, () => []).push(one);
  return groups;
};

const idsOf = ({ external_id, former_ids }: Candidate) => [external_id, ...former_ids];

const inAlphabet = new Intl.Collator("en").compare;

/** Learners of the course first, and their addresses in the order of the alphabet. */
const byLikelihood = (a: Candidate, b: Candidate) =>
  Number(b.enrolled) - Number(a.enrolled) ||
  inAlphabet(a.name, b.name) ||
  inAlphabet(a.email ?? "", b.email ?? "");

/**
 * Those of one key, ordered once, however many people of the report share it. Of a name that is spelled the same are looked up, and of
 * all others no more are read than a menu shows.
 */
async function menuOf(group: readonly Candidate[]) {
  const ordered = group.toSorted(byLikelihood);
  const spelling = ({ name, enrolled }: Pick<Candidate, "name" | "enrolled">) =>
    `${enrolled} ${name.toLowerCase()}`;
  const exact = await groupBy(ordered, (one) => [spelling(one)]);
  const ofClass = await groupBy(ordered, ({ enrolled }) => [enrolled]);
  /** Learners of the course first, then those whose name is spelled the same. */
  return (name: string): Candidate[] => {
    const menu = new Set<Candidate>();
    for (const enrolled of [true, false]) {
      for (const one of exact.get(spelling({ name, enrolled })) ?? []) {
        if (menu.size >= candidatesMax) break;
        menu.add(one);
      }
      for (const one of ofClass.get(enrolled) ?? []) {
        if (menu.size >= candidatesMax) break;
        menu.add(one);
      }
    }
    return [...menu];
  };
}

/** Who each person of a report is: matched by the address of exactly one user, or by one user's id and name; doubtful with only one of these. */
export async function matchPeople(
  people: readonly Pick<ReportPerson, "name" | "email" | "external_id">[],
  users: readonly Candidate[],
): Promise<Match[]> {
  const byEmail = await groupBy(users, (one) => [one.email, ...one.former_emails]);
  const byId = await groupBy(users, idsOf);
  const byName = await groupBy(users, (one) => [nameKey(one.name) || null]);
  const idAndName = (id: string, name: string) => `${id} ${name}`;
  const byBoth = await groupBy(users, (one) =>
    idsOf(one).map((id) => (id === null ? null : idAndName(id, nameKey(one.name)))),
  );
  const menus = new Map<readonly Candidate[], ReturnType<typeof menuOf>>();
  const likeliest = async (group: readonly Candidate[], name: string) =>
    (await getOrInsert(menus, group, () => menuOf(group)))(name);
  return mapInSteps<(typeof people)[number], Match>(people, async (person) => {
    const addresses = addressesOf(person);
    for (const address of addresses) {
      const sameAddress = byEmail.get(address) ?? [];
      if (sameAddress.length === 1) return { kind: "matched", person: sameAddress[0]! };
    }
    const name = nameKey(person.name);
    const both = (person.external_id && byBoth.get(idAndName(person.external_id, name))) || [];
    if (both.length === 1) return { kind: "matched", person: both[0]! };
    const candidates = new Set<Candidate>();
    for (const group of [person.external_id ? byId.get(person.external_id) : undefined, byName.get(name)])
      for (const one of group ? await likeliest(group, person.name) : []) candidates.add(one);
    return candidates.size
      ? { kind: "doubtful", candidates: [...candidates].slice(0, candidatesMax) }
      : { kind: "unknown" };
  });
}
