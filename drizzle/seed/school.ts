import type { PgTable } from "drizzle-orm/pg-core";
import type { Role } from "@/lib/auth/scope";
import type {
  classes,
  courseInstructors,
  courses,
  enrollments,
  lessons,
  materials,
} from "@/lib/db/tables/courses";
import type { funnels } from "@/lib/db/tables/funnels";
import type { users } from "@/lib/db/tables/people";
import type { assessments, results } from "@/lib/db/tables/results";
import type { schools } from "@/lib/db/tables/schools";
import type { videoChapters } from "@/lib/db/tables/video-tracks";
import type { videos } from "@/lib/db/tables/videos";
import { newFunnel } from "@/lib/domain/learning/funnels/schema";
import type { WatchedVideo } from "./beacons";
import { calendarDays, classAt, makeCalendar, rhythmOf } from "./calendar";
import { type CatalogueCourse, type CatalogueSchool, clip, type Person } from "./catalogue";
import { apportion, between, exponential, idAt, randomOf } from "./distributions";
import { filmAddress } from "./film";
import { fillLessons, termsOf } from "./lessons";
import { makePeople } from "./people";
import { practiceChapters, practiceCourse, practiceSessionsOf } from "./practice";
import { addResults } from "./results";
import { participant, planSessions } from "./session-plan";
import { traitsOf } from "./traits";
import { viewerOf } from "./viewers";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The school and its people were made this long before the first playback. */
const madeDaysBefore = 60;

/** Who watches a video, comes to a live session, and then watches again. */
const firstFunnel = newFunnel.parse({
  name: "Watched, came live, watched again",
  window_days: 28,
  steps: [{ kind: "video" }, { kind: "session" }, { kind: "video" }],
});

type Row<Table extends PgTable> = Table["$inferInsert"] & { id: string };

/** A whole school before it is written: its rows, how its videos are watched, and its sessions. */
export type SchoolPlan = {
  school: Row<typeof schools>;
  users: Row<typeof users>[];
  courses: Row<typeof courses>[];
  course_instructors: (typeof courseInstructors.$inferInsert)[];
  terms: ReturnType<typeof termsOf>;
  lessons: Row<typeof lessons>[];
  materials: (typeof materials.$inferInsert)[];
  classes: Row<typeof classes>[];
  enrollments: (typeof enrollments.$inferInsert)[];
  videos: Row<typeof videos>[];
  watched: WatchedVideo[];
  sessions: ReturnType<typeof planSessions>;
  assessments: Row<typeof assessments>[];
  results: Row<typeof results>[];
  funnels: Row<typeof funnels>[];
  chapters: (typeof videoChapters.$inferInsert)[];
  practice: ReturnType<typeof practiceSessionsOf>;
};

/**
 * Plans a school: the same for the same seed, catalogue and `now`; another `now` moves its days. `scale` (0–1] thins the
 * playbacks, not the people. `password_hash` is that of the accounts that the demo offers.
 */
export function planSchool(
  catalogue: CatalogueSchool,
  given: { seed: string; now: Date; scale: number; password_hash: string | null },
): SchoolPlan {
  const {
    name,
    external_id,
    time_zone,
    domain,
    country,
    student: demoStudent,
    assistant: demoAssistant,
  } = catalogue;
  const seed = `${given.seed}/${external_id}`;
  const calendar = makeCalendar(given.now, time_zone);
  const created_at = new Date(calendar.starts[0]! - madeDaysBefore * dayMs);
  const idOf = (kind: string, key: string) => idAt(randomOf(seed, "id", kind, key), created_at.getTime());
  const school_id = idOf("school", name);
  const playbacks = Math.max(1, Math.round(catalogue.playbacks * given.scale));
  const viewer = (key: string, id: string | null) => viewerOf(seed, key, id, country);

  const person = (role: Role, who: Person, number: string) => ({
    id: idOf("user", who.email),
    school_id,
    external_id: number,
    ...who,
    role,
    created_at,
    password_hash: who.email.endsWith("@lectern.test") ? given.password_hash : null,
  });
  const staff = new Map(
    Object.entries(catalogue.staff).map(([key, who], i) => [key, person("instructor", who, `T-${i + 1}`)]),
  );
  const assistant = demoAssistant ? [person("assistant", demoAssistant, "TA-1")] : [];
  const fixed = demoStudent ? [demoStudent] : [];
  const taken = [catalogue.admin, ...Object.values(catalogue.staff), ...assistant, ...fixed].map(
    (who) => who.name,
  );
  const students = [...fixed, ...makePeople(seed, catalogue.students - fixed.length, domain, taken)].map(
    (who, i) => person("student", who, `S-${String(i + 1).padStart(4, "0")}`),
  );
  const learners = new Map(students.map(({ id, email }) => [id, viewer(email, `u:${id}`)]));
  const pool = (prefix: string, count: number, id: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => viewer(`${prefix} ${i}`, id(i)));
  const guests = pool("guest", 24, (i) => `s:exchange-${String(i + 1).padStart(2, "0")}`);
  const visitors = pool("visitor", Math.ceil(playbacks / 100) + 12, (i) => `v:${idOf("visitor", String(i))}`);

  const plan: SchoolPlan = {
    school: { id: school_id, name, external_id, time_zone, created_at, demo: true },
    users: [person("admin", catalogue.admin, "A-1"), ...staff.values(), ...assistant, ...students],
    courses: [],
    course_instructors: [],
    terms: termsOf(school_id, calendar.days.at(-1)!, idOf),
    lessons: [],
    materials: [],
    classes: [],
    enrollments: [],
    videos: [],
    watched: [],
    sessions: { series: [], meetings: [] },
    assessments: [],
    results: [],
    chapters: [],
    practice: [],
    funnels: [{ id: idOf("funnel", "first"), school_id, created_at, ...firstFunnel }],
  };
  const enrolled = new Map<string, typeof students>();

  /** Adds a video of a course, and returns how it is watched, without the number of its playbacks. */
  const addVideo = (
    course: CatalogueCourse,
    lesson: string,
    published_at: Date,
    { id, title, seconds, ...row }: { id: string; title: string; seconds: number; external_id: string },
  ): Omit<WatchedVideo, "playbacks"> => {
    plan.videos.push({
      id,
      school_id,
      title,
      published_at,
      created_at: published_at,
      status: "ready" as const,
      ...row,
      course_id: idOf("course", course.code),
      lesson_id: idOf("lesson", `${course.code} ${lesson}`),
      source_url: title === clip.title ? clip.source_url : filmAddress(seconds),
      page_url: `/watch/${id}`,
      duration_ms: seconds * 1000,
    });
    const [lead = ""] = course.teachers;
    return {
      seed,
      domain,
      video_id: id,
      title,
      seconds,
      guests,
      visitors,
      traits: traitsOf(seed, { title, seconds }),
      rhythm: rhythmOf(calendar, published_at, course.class_day),
      learners: entryOf(enrolled, course.code).map((student) => entryOf(learners, student.id)),
      teacher: viewer(lead, `u:${entryOf(staff, lead).id}`),
      anonymous: (index) => viewer(`${course.code} nobody ${index}`, null),
    };
  };

  const lessonVideos = catalogue.courses.flatMap((course) => {
    const { code, title } = course;
    const course_id = idOf("course", code);
    plan.courses.push({ id: course_id, school_id, external_id: code, title, created_at });
    for (const key of course.teachers)
      plan.course_instructors.push({ course_id, user_id: entryOf(staff, key).id });
    const groups = course.classes.map((group) => ({
      id: idOf("class", `${code} ${group}`),
      course_id,
      name: group,
      term_id: plan.terms[0]!.id,
    }));
    plan.classes.push(...groups);
    const ofDemo = course.teachers[0] === catalogue.courses[0]?.teachers[0];
    if (ofDemo) plan.course_instructors.push(...assistant.map(({ id }) => ({ course_id, user_id: id })));
    enrolled.set(code, enroll(seed, course, students, ofDemo ? demoStudent : null));
    entryOf(enrolled, code).forEach(({ id }, i) => {
      const class_id = groups[i % groups.length]?.id ?? null;
      plan.enrollments.push({ course_id, user_id: id, class_id, created_at });
    });
    return course.videos.map((video, position) => {
      const { lesson } = video;
      plan.lessons.push({
        id: idOf("lesson", `${code} ${lesson}`),
        course_id,
        external_id: `${code}-${lesson}`,
        number: lesson,
        title: video.lesson_title,
        position: position + 1,
      });
      const weeksAgo = course.begun_weeks_ago - (Number.parseInt(lesson, 10) - 1);
      return addVideo(course, lesson, classAt(calendar, weeksAgo, course.class_day), {
        id: idOf("video", `${code} ${video.title}`),
        external_id: `${code}-${lesson}-V`,
        title: video.title,
        seconds: video.seconds,
      });
    });
  });
  const weights = lessonVideos.map((video) => {
    const age = (given.now.getTime() - video.rhythm.published_at) / dayMs;
    return video.learners.length * video.traits.draw * Math.min(1, (age + 6) / calendarDays) ** 0.45;
  });
  const counts = apportion(playbacks, weights);
  plan.watched = lessonVideos.map((video, i) => ({ ...video, playbacks: counts[i]! }));

  plan.sessions = planSessions(catalogue, {
    seed,
    school_id,
    created_at,
    calendar,
    scale: given.scale,
    always: demoStudent?.email ?? null,
    staff: (key) => participant(entryOf(staff, key), 1),
    students: (course) =>
      (course === null ? students : entryOf(enrolled, course)).map((student) =>
        participant(student, entryOf(learners, student.id).diligence),
      ),
    outsiders: makePeople(`${seed}/outsiders`, 190, "mail.test", taken),
    course_id: (code) => idOf("course", code),
    recording_id: (meeting) => idOf("recording", meeting),
  });
  for (const { key, row, subject, lesson } of plan.sessions.meetings) {
    const course = catalogue.courses.find(({ code }) => code === subject);
    const { recording_video_id: id, recording_started_at: from, ended_at: to } = row;
    if (!course || !id || !from || !to || lesson === null) continue;
    const recording = addVideo(course, lesson, new Date(to.getTime() + 2 * hourMs), {
      id,
      external_id: `${row.external_id}-R`,
      title: `${row.title}, recording`,
      seconds: Math.round((to.getTime() - from.getTime()) / 1000),
    });
    // Some missed the session, and some look something up.
    const share = between(randomOf(seed, "recording", key), 0.2, 0.4);
    const count = Math.max(1, Math.round(recording.learners.length * share * given.scale));
    plan.watched.push({ ...recording, playbacks: count });
  }
  plan.materials = fillLessons(plan, idOf);
  addResults(plan, {
    ...{ seed, calendar, courses: catalogue.courses, idOf },
    learnersOf: (code) => entryOf(enrolled, code).map(({ id }) => entryOf(learners, id)),
  });
  plan.chapters = plan.videos.flatMap(({ id: video_id, title }) =>
    (practiceChapters[title] ?? []).map(([second, name]) => ({
      ...{ video_id, start_ms: second * 1000, title: name },
    })),
  );
  const practised = idOf("course", practiceCourse);
  const emails = new Map(students.map(({ id, email }) => [id, email]));
  plan.practice = practiceSessionsOf(
    plan.enrollments
      .filter(({ course_id }) => course_id === practised)
      .map(({ user_id, class_id }) => ({ id: user_id, email: entryOf(emails, user_id), class_id })),
    { seed, school_id, calendar, always: demoStudent?.email ?? null },
  );
  return plan;
}

/** The students of a course; `always` among them. */
function enroll<Student extends Person>(
  seed: string,
  course: CatalogueCourse,
  students: Student[],
  always: Person | null,
): Student[] {
  const random = randomOf(seed, "enrol", course.code);
  const chosen = students
    .map((student) => ({ student, order: exponential(random, 1) }))
    .sort((a, b) => a.order - b.order)
    .slice(0, Math.round(students.length * course.taken))
    .map(({ student }) => student);
  const missing = students.find((student) => student.email === always?.email && !chosen.includes(student));
  return missing ? [...chosen.slice(0, -1), missing] : chosen;
}

function entryOf<K, V>(map: Map<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new RangeError(`the demo's catalogue has no ${String(key)}`);
  return value;
}
