import { type Role, staffRoles, teachingRoles } from "@/lib/auth/scope";

type Place = {
  /** Its label is the message `shell.frame.places.…`. */
  name:
    | "my_learning"
    | "practice"
    | "overview"
    | "live"
    | "sessions"
    | "videos"
    | "courses"
    | "learners"
    | "trends"
    | "leaderboard"
    | "people"
    | "imports"
    | "settings"
    | "alerts"
    | "work"
    | "system"
    | "audit"
    | "compliance"
    | "api_tokens"
    | "api_reference";
  href: string;
  /** The key that goes there after G. */
  key: string;
  roles: readonly Role[];
};

const everyone: readonly Role[] = [...staffRoles, "student"];

/** The sidebar. Each role sees the pages that it may open; administration is in the second group. */
const places: readonly (readonly Place[])[] = [
  [
    { name: "my_learning", href: "/", key: "m", roles: ["student"] },
    { name: "practice", href: "/practice", key: "d", roles: ["student"] },
    { name: "overview", href: "/", key: "o", roles: staffRoles },
    { name: "live", href: "/live", key: "l", roles: staffRoles },
    { name: "sessions", href: "/sessions", key: "s", roles: staffRoles },
    { name: "videos", href: "/videos", key: "v", roles: staffRoles },
    { name: "courses", href: "/courses", key: "c", roles: staffRoles },
    { name: "learners", href: "/learners", key: "a", roles: staffRoles },
    { name: "trends", href: "/trends", key: "n", roles: teachingRoles },
    { name: "leaderboard", href: "/leaderboard", key: "b", roles: everyone },
  ],
  [
    { name: "people", href: "/people", key: "p", roles: ["admin"] },
    { name: "imports", href: "/imports", key: "i", roles: teachingRoles },
    { name: "alerts", href: "/alerts", key: "k", roles: staffRoles },
    { name: "settings", href: "/settings/school", key: "e", roles: ["admin"] },
    { name: "audit", href: "/audit", key: "u", roles: ["admin"] },
    { name: "compliance", href: "/compliance", key: "d", roles: ["admin"] },
    { name: "work", href: "/work", key: "w", roles: teachingRoles },
    { name: "system", href: "/system", key: "h", roles: ["admin"] },
    { name: "api_tokens", href: "/settings/tokens", key: "t", roles: teachingRoles },
    { name: "api_reference", href: "/api-reference", key: "r", roles: everyone },
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

/** What the search of everything finds, in the order of equally good results. The heading of each is `shell.find.kinds.…`. */
export const foundKinds = ["session", "video", "course", "person", "page"] as const;
export type FoundKind = (typeof foundKinds)[number];
