import type { sessions } from "@/lib/db/tables/sessions";
import type { AttendeeIdentity } from "@/lib/domain/sessions/live/events";
import { type Calendar, classAt } from "./calendar";
import type { CatalogueSchool, CatalogueSeries, Incident, Person } from "./catalogue";
import { between, clamp, idAt, normal, randomOf, shuffled } from "./distributions";

const minuteMs = 60_000;
/** Sessions are scheduled this long before they take place. */
const plannedBeforeMs = 21 * 24 * 60 * minuteMs;
/** A session closer to now than this would be neither past nor future: its series moves by a week. */
const clearMinutes = { before: 150, after: 30 };

/** A person who may attend. */
export type Participant = {
  /** The seed of their random numbers. */
  key: string;
  who: AttendeeIdentity;
  /** Their further identities, such as an address. */
  also: string[];
  /** Around 0; 1 is a diligent one. */
  diligence: number;
};

/** A participant with an address: a user of the school, or a guest whose token gives a subject. */
export function participant(
  { id = null, name, email }: Person & { id?: string | null },
  diligence: number,
): Participant {
  const identity = id === null ? `s:${email.split("@")[0]}` : `u:${id}`;
  return { key: email, who: { identity, name, email, user_id: id }, also: [`e:${email}`], diligence };
}

/** A participant without an address, identified only by a token's subject or a visitor's id. */
export function guest(key: string, identity: string, name: string, diligence: number): Participant {
  return { key, who: { identity, name, email: null, user_id: null }, also: [], diligence };
}

/** A session, and everybody who may attend it. */
export type Meeting = {
  /** The seed of its random numbers: the same for every demo. */
  key: string;
  seed: string;
  row: typeof sessions.$inferInsert & { id: string };
  /** Its course: the shares of those who register and attend, messages per attendee, average stars. */
  course: {
    register_share: number;
    show: number;
    talk: number;
    mood: number;
    incidents: readonly Incident[];
  };
  /** The course, which its chat is about. */
  subject: string | null;
  /** The lesson that its recording belongs to; null without one. */
  lesson: string | null;
  host: Participant;
  invited: Participant[];
  outsiders: Participant[];
  /** People without an invitation, identified by a token or a visitor's id. */
  guests: Participant[];
};

/** The school's data that its sessions need. */
type SessionsWorld = {
  seed: string;
  school_id: string;
  created_at: Date;
  calendar: Calendar;
  /** (0–1]: thins the attendees. */
  scale: number;
  staff: (key: string) => Participant;
  /** A course's learners; for null the whole school's. */
  students: (course: string | null) => Participant[];
  /** The address of the demo's own student, who is always invited. */
  always: string | null;
  /** Guests from elsewhere. */
  outsiders: Person[];
  course_id: (code: string) => string;
  recording_id: (meeting: string) => string;
};

type Slot = {
  series: CatalogueSeries;
  series_id: string;
  number: number;
  session: CatalogueSeries["sessions"][number];
  start: Date;
  over: boolean;
};

/** Every session of a school in time order: the past ones, exactly as many as the catalogue sets, and the planned ones. */
export function planSessions({ series: all, held }: CatalogueSchool, world: SessionsWorld) {
  const series = all.map(({ title }) => ({
    id: idAt(randomOf(world.seed, "id", "series", title), world.created_at.getTime()),
    school_id: world.school_id,
    title,
    created_at: world.created_at,
  }));
  const slots = all.flatMap((one, i) => slotsOf(one, series[i]!.id, world.calendar));
  slots.sort((a, b) => a.start.getTime() - b.start.getTime());
  const ended = slots.filter(({ over, session }) => over && !session.incidents.includes("cancelled"));
  const surplus = held === null ? 0 : ended.length - held;
  const dropped = new Set(ended.filter((slot) => slot.series.open_ended).slice(0, surplus));
  const groups = new Map(all.map((one) => [one, groupOf(one, world)]));
  const meetings = slots
    .filter((slot) => !dropped.has(slot))
    .map((slot) => planMeeting(slot, groups.get(slot.series)!, world));
  return { series, meetings };
}

/** When the sessions of a series take place: each in its week, or a week later from the one on that would be running now. */
function slotsOf(series: CatalogueSeries, series_id: string, calendar: Calendar): Slot[] {
  let later = 0;
  return series.sessions.map((session, index) => {
    const startOf = () =>
      classAt(calendar, series.begun_weeks_ago - (session.week - 1) - later, series.weekday, series.hour);
    let start = startOf();
    const over = start.getTime() + (series.minutes + clearMinutes.after) * minuteMs <= calendar.now;
    if (!over && start.getTime() < calendar.now + clearMinutes.before * minuteMs) later++;
    if (!over) start = startOf();
    return { series, series_id, number: index + 1, session, start, over };
  });
}

/** The people invited to a series, the same for each of its sessions. */
function groupOf(series: CatalogueSeries, world: SessionsWorld): Pick<Meeting, "invited" | "outsiders"> {
  const random = randomOf(world.seed, "group", series.title);
  const count = (people: number) =>
    world.scale === 1 ? people : Math.max(Math.min(people, 4), Math.round(people * world.scale));
  const all = shuffled(random, world.students(series.course));
  const isAlways = (person: Participant) => person.who.email === world.always;
  return {
    invited: [...all.filter(isAlways), ...all.filter((person) => !isAlways(person))].slice(
      0,
      count(series.people),
    ),
    outsiders: world.outsiders
      .slice(0, series.outsiders ? count(series.outsiders) : 0)
      .map((person) => participant(person, normal(randomOf(world.seed, "outsider", person.email)))),
  };
}

function planMeeting(
  { session, start, over, series, series_id, number }: Slot,
  group: Pick<Meeting, "invited" | "outsiders">,
  world: SessionsWorld,
): Meeting {
  const { incidents } = session;
  const key = `${series.title} ${session.week}`;
  const random = randomOf(world.seed, "meeting", key);
  const created = start.getTime() - plannedBeforeMs;
  const id = idAt(random, created);
  const drift = 1 + series.trend * ((number - 1) / Math.max(1, series.sessions.length - 1) - 0.5);
  const bad = incidents.some((incident) => incident === "sound" || incident === "fast");
  const course = {
    register_share: between(random, 0.72, 0.94),
    show: clamp(series.show * drift + 0.05 * normal(random), 0.45, 0.93),
    talk: Math.max(0.15, series.talk * drift ** 2 * (1 + 0.22 * normal(random))),
    mood: clamp(series.mood * drift ** 0.5 + 0.15 * normal(random) - (bad ? 0.6 : 0), 2.6, 4.8),
    incidents,
  };
  const after = (from: Date, minutes: number) => new Date(from.getTime() + Math.round(minutes * minuteMs));
  const started = after(start, between(random, -0.5, 4.5));
  const ended = after(start, series.minutes + between(random, -6, 5));
  const cancelled = incidents.includes("cancelled");
  const held = over && !cancelled;
  const recorded = held && session.recording !== null && series.course !== null;
  const recordedAt = after(started, between(random, 1, 6));
  const host = world.staff(series.teacher);
  const anonymous = series.format === "webinar";
  return {
    key,
    seed: world.seed,
    row: {
      id,
      school_id: world.school_id,
      series_id,
      series_number: number,
      instructor_id: host.who.user_id!,
      course_id: series.course === null ? null : world.course_id(series.course),
      external_id: `${series.course ?? series.format.toUpperCase()}-${series.teacher}-W${session.week}`,
      title: session.title,
      format: series.format,
      status: cancelled ? "cancelled" : over ? "ended" : "scheduled",
      scheduled_start: start,
      scheduled_end: after(start, series.minutes),
      started_at: held ? started : null,
      ended_at: held ? ended : null,
      recording_video_id: recorded ? world.recording_id(key) : null,
      recording_started_at: recorded ? recordedAt : null,
      chat_enabled: !incidents.includes("no chat"),
      anonymous_viewers: anonymous,
      page_url: `/room/${id}`,
      created_at: new Date(created),
    },
    course,
    subject: series.course,
    lesson: recorded ? session.recording : null,
    host,
    ...group,
    guests: guestsOf(world.seed, key, group.invited.length, anonymous),
  };
}

function guestsOf(seed: string, key: string, invited: number, anonymous: boolean): Participant[] {
  const random = randomOf(seed, "strangers", key);
  const count = Math.round(invited * (anonymous ? between(random, 0.06, 0.12) : between(random, 0, 0.07)));
  return Array.from({ length: count }, (_, i) => {
    const visitor = anonymous && i % 3 === 0;
    const number = Math.floor(random() * 0xfffff)
      .toString(16)
      .padStart(5, "0");
    const identity = visitor ? `v:visitor-${number}-${i}` : `s:exchange-${number}`;
    const name = `${visitor ? "Guest" : "Exchange student"} ${number.slice(-4)}`;
    return guest(`${key} ${identity}`, identity, name, normal(random));
  });
}
