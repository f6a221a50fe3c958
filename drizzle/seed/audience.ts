import { chance, normal, pick, type Random, randomOf } from "./distributions";

/** What somebody watches on, in the words in which user agents are recorded. */
export type Machine = { device: string; os: string; browser: string };

/** Somebody who watches, and how they are used to. */
export type Viewer = {
  /** What they are drawn by: the same in every week that the demo may be made in, which an id is not. */
  key: string;
  /** `u:` user, `s:` token subject, `v:` visitor; null: nobody knows. */
  id: string | null;
  /** Around 0; 1 is a diligent one. */
  diligence: number;
  speed: number;
  machines: [Machine, number][];
  country: string;
  /** After which share of the calendar they gave up; 1: never. */
  until: number;
};

const desktops: [Machine, number][] = [
  [{ device: "desktop", os: "Windows", browser: "Chrome" }, 37],
  [{ device: "desktop", os: "Windows", browser: "Microsoft Edge" }, 15],
  [{ device: "desktop", os: "Windows", browser: "Firefox" }, 6],
  [{ device: "desktop", os: "macOS", browser: "Safari" }, 16],
  [{ device: "desktop", os: "macOS", browser: "Chrome" }, 15],
  [{ device: "desktop", os: "Linux", browser: "Firefox" }, 5],
  [{ device: "desktop", os: "Chrome OS", browser: "Chrome" }, 6],
];
const phones: [Machine, number][] = [
  [{ device: "mobile", os: "Android", browser: "Chrome" }, 46],
  [{ device: "mobile", os: "iOS", browser: "Safari" }, 41],
  [{ device: "mobile", os: "Android", browser: "Samsung Internet for Android" }, 9],
  [{ device: "mobile", os: "Android", browser: "Firefox" }, 4],
];
const tablets: [Machine, number][] = [
  [{ device: "tablet", os: "iOS", browser: "Safari" }, 68],
  [{ device: "tablet", os: "Android", browser: "Chrome" }, 32],
];

const abroad: [string, number][] = [
  ["BR", 19],
  ["ES", 15],
  ["GB", 11],
  ["FR", 9],
  ["DE", 8],
  ["UA", 6],
  ["AO", 6],
  ["CV", 5],
  ["US", 4],
  ["PL", 4],
  ["MZ", 3],
  ["NL", 3],
  ["IN", 3],
  ["IT", 2],
  ["NG", 2],
];

/** Whether the school knows who this is: they take a course, or come with its token. Anybody else came across the page. */
export const isKnown = (id: string | null): boolean => id !== null && !id.startsWith("v:");

/** Habits of one viewer, the same whenever they are asked for. `home` is the country most of their school is in. */
export function viewerOf(seed: string, key: string, id: string | null, home: string): Viewer {
  const random = randomOf(seed, "viewer", key);
  const usual = pick(random, [
    [desktops, 66],
    [phones, 26],
    [tablets, 8],
  ]);
  return {
    key,
    id,
    diligence: normal(random),
    speed: pick(random, [
      [1, 64],
      [1.25, 13],
      [1.5, 14],
      [1.75, 5],
      [2, 2.5],
      [0.75, 1.5],
    ]),
    machines: [
      [pick(random, usual), 0.86],
      [pick(random, usual === phones ? desktops : phones), 0.14],
    ],
    country: chance(random, isKnown(id) ? 0.84 : 0.58) ? home : pick(random, abroad),
    until: chance(random, 0.08) ? 0.45 + 0.45 * random() : 1,
  };
}

/** Where they come from: mostly the lesson's page; unknown visitors more often from a search. */
export function referrerOf(random: Random, viewer: Viewer, domain: string): string | null {
  const known = isKnown(viewer.id);
  return pick<string | null>(random, [
    [`learn.${domain}`, known ? 80 : 30],
    [`mail.${domain}`, known ? 11 : 4],
    ["google.com", known ? 4 : 42],
    ["duckduckgo.com", known ? 1 : 6],
    [null, known ? 4 : 18],
  ]);
}
