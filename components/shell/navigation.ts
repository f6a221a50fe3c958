import { type Role, staffRoles } from "@/lib/auth/scope";

export type Place = {
  label: string;
  href: string;
  /** Pressed after G, goes there. */
  key: string;
  roles: readonly Role[];
};

const everyone: readonly Role[] = [...staffRoles, "student"];

/** The sidebar, by noun. An entry appears with its page, for those who may see it; what tends the house stands below the line. */
export const places: readonly (readonly Place[])[] = [
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

/** The places of one role, in groups; a group with nothing in it is left out. */
export function placesFor(role: Role): Place[][] {
  return places
    .map((group) => group.filter((place) => place.roles.includes(role)))
    .filter((group) => group.length > 0);
}

/** Whether a path lies in a place: the place itself or anything under it. */
export function isAt(path: string, place: Place): boolean {
  return path === place.href || (place.href !== "/" && path.startsWith(`${place.href}/`));
}
