import type { ReportPerson } from "@/lib/measure/attendance-report";

/* Who the people of a report are at the school. An address decides; a name never does: it can only be asked about. */

/** Somebody of the school whom a report may mean. */
export type KnownPerson = {
  user_id: string;
  name: string;
  /** In lower case. */
  email: string;
  /** The school's own id for them. */
  external_id: string | null;
  /** Learns in the course that the session belongs to. */
  enrolled: boolean;
};

export type Match =
  | { kind: "matched"; person: KnownPerson }
  /** People whom the report may mean, the likeliest first; a person decides. */
  | { kind: "doubtful"; candidates: KnownPerson[] }
  | { kind: "unknown" };

/** More than this nobody reads. */
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

/** The addresses that a report has of a person; Teams' id of people is one as a rule. */
export function addressesOf({
  email,
  external_id: externalId,
}: Pick<ReportPerson, "email" | "external_id">): string[] {
  const principal = externalId?.includes("@") ? externalId.toLowerCase() : null;
  return [...new Set([email, principal])].filter((address) => address !== null);
}

function grouped<Key>(known: readonly KnownPerson[], keyOf: (one: KnownPerson) => Key | null) {
  const groups = new Map<Key, KnownPerson[]>();
  for (const one of known) {
    const key = keyOf(one);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/** Who learns in the course goes first, then whose name is written just so. */
function likeliest(candidates: readonly KnownPerson[], name: string): KnownPerson[] {
  const exact = (one: KnownPerson) => one.name.toLowerCase() === name.toLowerCase();
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

/**
 * For each person of a report who they are, in the report's order. Matched are those whose address is exactly one known
 * person's, whatever they call themselves, and those whom the platform calls by the school's own id and by the same name.
 * Whoever bears a known name, or only such an id, is doubtful. Linear in people and known.
 */
export function matchPeople(
  people: readonly Pick<ReportPerson, "name" | "email" | "external_id">[],
  known: readonly KnownPerson[],
): Match[] {
  const byEmail = grouped(known, (one) => one.email);
  const byId = grouped(known, (one) => one.external_id);
  const byName = grouped(known, (one) => nameKey(one.name) || null);
  return people.map((person) => {
    const addresses = addressesOf(person);
    for (const address of addresses) {
      const found = byEmail.get(address) ?? [];
      if (found.length === 1) return { kind: "matched", person: found[0]! };
    }
    const named = byName.get(nameKey(person.name)) ?? [];
    const called = (person.external_id && byId.get(person.external_id)) || [];
    const both = called.filter((one) => named.includes(one));
    if (both.length === 1) return { kind: "matched", person: both[0]! };
    const candidates = [
      ...likeliest(called, person.name),
      ...likeliest(
        named.filter((one) => !called.includes(one)),
        person.name,
      ),
    ];
    return candidates.length
      ? { kind: "doubtful", candidates: candidates.slice(0, candidatesMax) }
      : { kind: "unknown" };
  });
}
