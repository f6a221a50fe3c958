import { chance, normal, pick, type Random, randomOf, weightsIn } from "./distributions";

/** A viewer's device, in the terms used for recorded user agents. */
export type Machine = { device: string; os: string; browser: string };

/** A viewer and their habits. */
export type Viewer = {
  /** The seed of their random numbers: the same for every demo, unlike an id. */
  key: string;
  /** `u:` user, `s:` token subject, `v:` visitor; null: unknown. */
  id: string | null;
  /** Around 0; 1 is a diligent one. */
  diligence: number;
  speed: number;
  machines: [Machine, number][];
  country: string;
  /** The share of the calendar after which they gave up; 1: never. */
  until: number;
};

/** Operating system and browser, by device. */
const systems: Record<string, Record<string, number>> = {
  desktop: weightsIn(
    "Windows/Chrome 37, Windows/Microsoft Edge 15, Windows/Firefox 6, macOS/Safari 16, macOS/Chrome 15, Linux/Firefox 5, Chrome OS/Chrome 6",
  ),
  mobile: weightsIn(
    "Android/Chrome 46, iOS/Safari 41, Android/Samsung Internet for Android 9, Android/Firefox 4",
  ),
  tablet: weightsIn("iOS/Safari 68, Android/Chrome 32"),
};

const abroad = weightsIn(
  "BR 19, ES 15, GB 11, FR 9, DE 8, UA 6, AO 6, CV 5, US 4, PL 4, MZ 3, NL 3, IN 3, IT 2, NG 2",
);

/** Whether the school can identify the viewer: an enrolled user, or a person with its token. */
export const isKnown = (id: string | null): boolean => id !== null && !id.startsWith("v:");

function machineOf(random: Random, device: string): Machine {
  const [os = "", browser = ""] = pick(random, systems[device] ?? {}).split("/");
  return { device, os, browser };
}

/** The habits of one viewer, always the same for the same seed and key. `home` is the country of most of their school. */
export function viewerOf(seed: string, key: string, id: string | null, home: string): Viewer {
  const random = randomOf(seed, "viewer", key);
  const usual = pick(random, { desktop: 66, mobile: 26, tablet: 8 });
  return {
    key,
    id,
    diligence: normal(random),
    speed: Number(pick(random, { "1.0": 64, "1.25": 13, "1.5": 14, "1.75": 5, "2.0": 2.5, "0.75": 1.5 })),
    machines: [
      [machineOf(random, usual), 0.86],
      [machineOf(random, usual === "mobile" ? "desktop" : "mobile"), 0.14],
    ],
    country: chance(random, isKnown(id) ? 0.84 : 0.58) ? home : pick(random, abroad),
    until: chance(random, 0.08) ? 0.45 + 0.45 * random() : 1,
  };
}

/** Their referrer: mostly the lesson's page; for unidentified visitors more often a search. */
export function referrerOf(random: Random, viewer: Viewer, domain: string): string | null {
  const learn = `learn.${domain}`;
  const mail = `mail.${domain}`;
  const referrer = isKnown(viewer.id)
    ? pick(random, { [learn]: 80, [mail]: 11, "google.com": 4, "duckduckgo.com": 1, "": 4 })
    : pick(random, { [learn]: 30, [mail]: 4, "google.com": 42, "duckduckgo.com": 6, "": 18 });
  return referrer || null;
}
