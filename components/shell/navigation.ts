import { type Role, staffRoles } from "@/lib/auth/scope";

type Place = {
  label: string;
  href: string;
  /** The key that goes there after G. */
  key: string;
  roles: readonly Role[];
};

const everyone: readonly Role[] = [...staffRoles, "student"];

/** The sidebar. Each role sees the pages that it may open; administration is in the second group. */
const places: readonly (readonly Place[])[] = [
  [
    { label: "My learning", href: "/", key: "m", roles: ["student"] },
    { label: "Overview", href: "/", key: "o", roles: staffRoles },
    { label: "Live", href: "/live", key: "l", roles: staffRoles },
    { label: "Sessions", href: "/sessions", key: "s", roles: staffRoles },
    { label: "Videos", href: "/videos", key: "v", roles: staffRoles },
  ],
  [
    { label: "Imports", href: "/imports", key: "i", roles: staffRoles },
    { label: "API tokens", href: "/settings/tokens", key: "t", roles: staffRoles },
    { label: "API reference", href: "/api-reference", key: "r", roles: everyone },
  ],
];

/** The pages of one role, in groups; empty groups are left out. */
export function placesFor(role: Role): Place[][] {
  return places
    .map((group) => group.filter((place) => place.roles.includes(role)))
    .filter((group) => group.length > 0);
}

/** Whether a path is a page or below it. */
export function isAt(path: string, place: Place): boolean {
  return path === place.href || (place.href !== "/" && path.startsWith(`${place.href}/`));
}

/** What the search of everything finds, in the order of equally good results, with the heading of each. */
export const foundKinds = {
  session: "Sessions",
  video: "Videos",
  course: "Courses",
  person: "People",
  page: "Pages",
} as const;
export type FoundKind = keyof typeof foundKinds;
