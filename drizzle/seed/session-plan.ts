import type { sessions } from "@/lib/db/tables/sessions";
import type { AttendeeIdentity } from "@/lib/domain/sessions/live/events";
import { type Calendar, classAt } from "./calendar";
import { between, idAt, normal, randomOf, shuffled } from "./distributions";
import type { Person } from "./people";
import type { MeetingSketch, SeriesSketch } from "./session-sketch";
import type { SessionsSketch } from "./sessions-catalogue";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Sessions appear in the plan so long before they take place. */
const plannedDaysBefore = 21;
/** Closer to now than this a session can be neither over nor yet to come: its week is left out, the rest of its series moves. */
const clearMinutes = { before: 150, after: 30 };

export type SessionRow = typeof sessions.$inferInsert & { id: string };

/** Somebody who may come. */
export type Someone = {
  /** What they are drawn by. */
  key: string;
  who: AttendeeIdentity;
  /** Further names of theirs: a guest's address. */
  also: string[];
  /** Around 0; 1 is a diligent one. */
  diligence: number;
};

/** How one meeting goes, as numbers that its people are drawn from. */
export type Course = {
  register_share: number;
  show: number;
  talk: number;
  mood: number;
  incidents: MeetingSketch["incidents"];
};

/** A session, and everybody who may have to do with it. */
export type Meeting = {
  /** What it is drawn by: the same in every week that the demo may be made in. */
  key: string;
  seed: string;
  row: SessionRow;
  course: Course;
  /** Which subject its chat is about: the course's code. */
  subject: string | null;
  /** The lesson that its recording belongs to; null without one. */
  lesson: string | null;
  host: Someone;
  invited: Someone[];
  outsiders: Someone[];
  /** Nobody invited them: known by a token's or a visitor's name. */
  strangers: Someone[];
};

/** The school as the sessions need it. */
export type SessionsWorld = {
  seed: string;
  school_id: string;
  created_at: Date;
  calendar: Calendar;
  /** (0–1]: thins the people. */
  scale: number;
  staff: (key: string) => Someone;
  /** Those who take a course; of the whole school for null. */
  students: (course: string | null) => Someone[];
  /** Who is among those invited wherever they may be: the demo's own student. */
  always: string | null;
  /** People from elsewhere. */
  outsiders: Person[];
  course_id: (code: string) => string;
  recording_id: (meeting: string) => string;
};

export type SessionsPlan = {
  series: { id: string; school_id: string; title: string; created_at: Date }[];
  meetings: Meeting[];
};

/** Every session of a school: those held, exactly as many as its sketch says, and those planned. In time order. */
export function planSessions(sketch: SessionsSketch, world: SessionsWorld): SessionsPlan {
  const series = sketch.series.map((one) => ({
    id: idAt(randomOf(world.seed, "id", "series", one.title), world.created_at.getTime()),
    school_id: world.school_id,
    title: one.title,
    created_at: world.created_at,
  }));
  const planned = sketch.series.flatMap((one, i) =>
    placed(one, world.calendar).map((place, index) => ({
      ...place,
      series_id: series[i]!.id,
      sketch: one,
      number: index + 1,
    })),
  );
  planned.sort((a, b) => a.start.getTime() - b.start.getTime());
  const held = planned.filter(({ over, meeting }) => over && !meeting.incidents.includes("cancelled"));
  const spare = sketch.held === null ? 0 : held.length - sketch.held;
  const dropped = new Set(held.filter((one) => one.sketch.open_ended).slice(0, spare));
  const groups = new Map(sketch.series.map((one) => [one, groupOf(one, world)]));
  return {
    series,
    meetings: planned
      .filter((one) => !dropped.has(one))
      .map((one) => meet({ ...one, group: groups.get(one.sketch)!, world })),
  };
}

type Place = { meeting: MeetingSketch; start: Date; over: boolean };

/** When each meeting of a series is: in its week, or a week later where it would be running now. */
function placed(series: SeriesSketch, calendar: Calendar): Place[] {
  let later = 0;
  return series.meetings.map((meeting) => {
    const at = () =>
      classAt(calendar, series.begun_weeks_ago - (meeting.week - 1) - later, series.weekday, series.hour);
    const isOver = (start: Date) =>
      start.getTime() + (series.minutes + clearMinutes.after) * minuteMs <= calendar.now;
    const start = at();
    if (isOver(start)) return { meeting, start, over: true };
    if (start.getTime() < calendar.now + clearMinutes.before * minuteMs) later++;
    return { meeting, start: at(), over: false };
  });
}

/** The people whom a series is for: the same at each of its meetings. */
function groupOf(series: SeriesSketch, world: SessionsWorld): { invited: Someone[]; outsiders: Someone[] } {
  const random = randomOf(world.seed, "group", series.title);
  const count = (people: number) =>
    world.scale === 1 ? people : Math.max(Math.min(people, 4), Math.round(people * world.scale));
  const all = shuffled(random, world.students(series.course));
  const first = all.filter((one) => one.who.email === world.always);
  const rest = all.filter((one) => one.who.email !== world.always);
  return {
    invited: [...first, ...rest].slice(0, count(series.people)),
    outsiders: world.outsiders
      .slice(0, series.outsiders ? count(series.outsiders) : 0)
      .map((person) => outsider(world.seed, person)),
  };
}

/** A guest with an address, who comes with the course page's token under a name of its own. */
function outsider(seed: string, { name, email }: Person): Someone {
  const [subject = ""] = email.split("@");
  return {
    key: email,
    who: { identity: `s:${subject}`, name, email, user_id: null },
    also: [`e:${email}`],
    diligence: normal(randomOf(seed, "outsider", email)),
  };
}

type Met = Place & {
  sketch: SeriesSketch;
  series_id: string;
  number: number;
  group: { invited: Someone[]; outsiders: Someone[] };
  world: SessionsWorld;
};

function meet({ meeting, start, over, sketch, series_id: seriesId, number, group, world }: Met): Meeting {
  const key = `${sketch.title} ${meeting.week}`;
  const random = randomOf(world.seed, "meeting", key);
  const id = idAt(random, start.getTime() - plannedDaysBefore * dayMs);
  const drift = 1 + sketch.trend * ((number - 1) / Math.max(1, sketch.meetings.length - 1) - 0.5);
  const bad = meeting.incidents.some((one) => one === "sound" || one === "fast");
  const course: Course = {
    register_share: between(random, 0.72, 0.94),
    show: clamp(sketch.show * drift + 0.05 * normal(random), 0.45, 0.93),
    talk: Math.max(0.15, sketch.talk * drift ** 2 * (1 + 0.22 * normal(random))),
    mood: clamp(sketch.mood * drift ** 0.5 + 0.15 * normal(random) - (bad ? 0.6 : 0), 2.6, 4.8),
    incidents: meeting.incidents,
  };
  const begun = new Date(start.getTime() + Math.round(between(random, -0.5, 4.5) * minuteMs));
  const ended = new Date(start.getTime() + Math.round((sketch.minutes + between(random, -6, 5)) * minuteMs));
  const cancelled = meeting.incidents.includes("cancelled");
  const recorded = over && !cancelled && meeting.recording !== null && sketch.course !== null;
  const recordedAt = new Date(begun.getTime() + Math.round(between(random, 1, 6) * minuteMs));
  return {
    key,
    seed: world.seed,
    row: {
      id,
      school_id: world.school_id,
      instructor_id: world.staff(sketch.teacher).who.user_id!,
      course_id: sketch.course === null ? null : world.course_id(sketch.course),
      series_id: seriesId,
      series_number: number,
      external_id: `${sketch.course ?? sketch.format.toUpperCase()}-${sketch.teacher}-W${meeting.week}`,
      title: meeting.title,
      format: sketch.format,
      status: cancelled ? "cancelled" : over ? "ended" : "scheduled",
      scheduled_start: start,
      scheduled_end: new Date(start.getTime() + sketch.minutes * minuteMs),
      started_at: over && !cancelled ? begun : null,
      ended_at: over && !cancelled ? ended : null,
      recording_video_id: recorded ? world.recording_id(key) : null,
      recording_started_at: recorded ? recordedAt : null,
      chat_enabled: !meeting.incidents.includes("no chat"),
      anonymous_viewers: sketch.format === "webinar",
      page_url: `/room/${id}`,
      created_at: new Date(start.getTime() - plannedDaysBefore * dayMs),
    },
    course,
    subject: sketch.course,
    lesson: recorded ? meeting.recording : null,
    host: world.staff(sketch.teacher),
    ...group,
    strangers: strangersOf(world.seed, key, group.invited.length, sketch.format === "webinar"),
  };
}

function strangersOf(seed: string, key: string, invited: number, anonymous: boolean): Someone[] {
  const random = randomOf(seed, "strangers", key);
  const count = Math.round(invited * (anonymous ? between(random, 0.06, 0.12) : between(random, 0, 0.07)));
  return Array.from({ length: count }, (_, i) => {
    const visitor = anonymous && i % 3 === 0;
    const number = `${Math.floor(random() * 0xfffff)
      .toString(16)
      .padStart(5, "0")}`;
    const identity = visitor ? `v:visitor-${number}-${i}` : `s:exchange-${number}`;
    const name = `${visitor ? "Guest" : "Exchange student"} ${number.slice(-4)}`;
    return {
      key: `${key} ${identity}`,
      who: { identity, name, email: null, user_id: null },
      also: [],
      diligence: normal(random),
    };
  });
}

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));
