import type { InferInsertModel } from "drizzle-orm";
import type { classes, courseInstructors, courses, enrollments, lessons } from "@/lib/db/tables/courses";
import type { users } from "@/lib/db/tables/people";
import type { schools } from "@/lib/db/tables/schools";
import type { videos } from "@/lib/db/tables/videos";
import { viewerOf } from "./audience";
import type { Screening } from "./beacons";
import { calendarDays, classAt, makeCalendar, rhythmOf } from "./calendar";
import { type CourseSketch, clip, type SchoolSketch } from "./catalogue";
import { characterOf } from "./character";
import { apportion, between, exponential, idAt, randomOf } from "./distributions";
import { makePeople } from "./people";
import { planSessions, type SessionsPlan, type Someone } from "./session-plan";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Everyone and everything was there this long before the viewing begins. */
const foundedDaysBefore = 60;

/** Who watches a course's videos. */
type Audience = Omit<Screening, "video_id" | "title" | "seconds" | "rhythm" | "playbacks">;

/** A whole school, before any of it is written: its rows, and what is watched in it. */
export type SchoolPlan = {
  school: InferInsertModel<typeof schools> & { id: string };
  users: (InferInsertModel<typeof users> & { id: string })[];
  courses: (InferInsertModel<typeof courses> & { id: string })[];
  course_instructors: InferInsertModel<typeof courseInstructors>[];
  lessons: (InferInsertModel<typeof lessons> & { id: string })[];
  classes: (InferInsertModel<typeof classes> & { id: string })[];
  enrollments: InferInsertModel<typeof enrollments>[];
  videos: (InferInsertModel<typeof videos> & { id: string })[];
  screenings: Screening[];
  sessions: SessionsPlan;
};

/**
 * Plans a school: the same for the same seed, sketch and `now`; another `now` moves its days. `scale` (0–1] thins the
 * playbacks, not the people. `password_hash` is that of the accounts that the demo offers.
 */
export function planSchool(
  sketch: SchoolSketch,
  given: { seed: string; now: Date; scale: number; password_hash: string | null },
): SchoolPlan {
  const seed = `${given.seed}/${sketch.external_id}`;
  const calendar = makeCalendar(given.now, sketch.time_zone);
  const createdAt = new Date(calendar.starts[0]! - foundedDaysBefore * dayMs);
  const idOf = (kind: string, key: string) => idAt(randomOf(seed, "id", kind, key), createdAt.getTime());
  const schoolId = idOf("school", sketch.name);
  const playbacks = Math.max(1, Math.round(sketch.playbacks * given.scale));

  const person = (
    role: "admin" | "instructor" | "student",
    who: { name: string; email: string },
    number: string,
  ) => ({
    id: idOf("user", who.email),
    school_id: schoolId,
    external_id: number,
    ...who,
    role,
    password_hash: who.email.endsWith("@lectern.test") ? given.password_hash : null,
    created_at: createdAt,
  });
  const staff = new Map(
    Object.entries(sketch.staff).map(([key, who], i) => [key, person("instructor", who, `T-${i + 1}`)]),
  );
  const fixed = sketch.student ? [sketch.student] : [];
  const taken = [sketch.admin, ...Object.values(sketch.staff), ...fixed].map(({ name }) => name);
  const students = [...fixed, ...makePeople(seed, sketch.students - fixed.length, sketch.domain, taken)].map(
    (who, i) => person("student", who, `S-${String(i + 1).padStart(4, "0")}`),
  );
  const learners = new Map(
    students.map((student) => [student.id, viewerOf(seed, student.email, `u:${student.id}`, sketch.country)]),
  );
  const pool = (prefix: string, count: number, id: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => viewerOf(seed, `${prefix} ${i}`, id(i), sketch.country));
  const guests = pool("guest", 24, (i) => `s:exchange-${String(i + 1).padStart(2, "0")}`);
  const visitors = pool("visitor", Math.ceil(playbacks / 100) + 12, (i) => `v:${idOf("visitor", String(i))}`);

  const plan: SchoolPlan = {
    school: {
      id: schoolId,
      name: sketch.name,
      external_id: sketch.external_id,
      time_zone: sketch.time_zone,
      created_at: createdAt,
    },
    users: [person("admin", sketch.admin, "A-1"), ...staff.values(), ...students],
    courses: [],
    course_instructors: [],
    lessons: [],
    classes: [],
    enrollments: [],
    videos: [],
    screenings: [],
    sessions: { series: [], meetings: [] },
  };
  const takers = new Map<string, typeof students>();
  const audiences = new Map<string, { screened: Audience; class_day: number }>();
  const weights: number[] = [];
  for (const course of sketch.courses) {
    const courseId = idOf("course", course.code);
    plan.courses.push({
      id: courseId,
      school_id: schoolId,
      external_id: course.code,
      title: course.title,
      created_at: createdAt,
    });
    for (const key of course.teachers)
      plan.course_instructors.push({ course_id: courseId, user_id: entryOf(staff, key).id });
    const groups = course.classes.map((name) => ({
      id: idOf("class", `${course.code} ${name}`),
      course_id: courseId,
      name,
    }));
    plan.classes.push(...groups);

    const theirs = course.teachers[0] === sketch.courses[0]?.teachers[0];
    const enrolled = enrol(seed, course, students, theirs ? (sketch.student?.email ?? null) : null);
    takers.set(course.code, enrolled);
    enrolled.forEach((student, i) => {
      const group = groups[i % groups.length];
      plan.enrollments.push({
        course_id: courseId,
        user_id: student.id,
        class_id: group?.id ?? null,
        created_at: createdAt,
      });
    });
    const teacherId = entryOf(staff, course.teachers[0] ?? "").id;
    const screened = {
      seed,
      domain: sketch.domain,
      learners: enrolled.map((student) => entryOf(learners, student.id)),
      guests,
      visitors,
      teacher: viewerOf(seed, course.teachers[0] ?? "", `u:${teacherId}`, sketch.country),
      nobody: (index: number) => viewerOf(seed, `${course.code} nobody ${index}`, null, sketch.country),
    };
    audiences.set(course.code, { screened, class_day: course.class_day });
    course.videos.forEach((video, position) => {
      const week = Number.parseInt(video.lesson, 10);
      const publishedAt = classAt(calendar, course.begun_weeks_ago - (week - 1), course.class_day);
      const lessonId = idOf("lesson", `${course.code} ${video.lesson}`);
      const videoId = idOf("video", `${course.code} ${video.title}`);
      plan.lessons.push({
        id: lessonId,
        course_id: courseId,
        external_id: `${course.code}-${video.lesson}`,
        number: video.lesson,
        title: video.lesson_title,
        position: position + 1,
      });
      plan.videos.push({
        id: videoId,
        school_id: schoolId,
        course_id: courseId,
        lesson_id: lessonId,
        external_id: `${course.code}-${video.lesson}-V`,
        title: video.title,
        source_url: video.title === clip.title ? clip.source_url : null,
        page_url: video.title === clip.title ? `/watch/${videoId}` : null,
        status: "ready",
        duration_ms: video.seconds * 1000,
        published_at: publishedAt,
        created_at: publishedAt,
      });
      const rhythm = rhythmOf(calendar, publishedAt, course.class_day);
      plan.screenings.push({ ...screened, ...video, video_id: videoId, rhythm, playbacks: 0 });
      const age = (given.now.getTime() - publishedAt.getTime()) / dayMs;
      const exposed = Math.min(1, (age + 6) / calendarDays) ** 0.45;
      weights.push(enrolled.length * characterOf(seed, video).draw * exposed);
    });
  }
  const shares = apportion(playbacks, weights);
  plan.screenings = plan.screenings.map((screening, i) => ({ ...screening, playbacks: shares[i]! }));
  plan.sessions = planSessions(sketch.sessions, {
    seed,
    school_id: schoolId,
    created_at: createdAt,
    calendar,
    scale: given.scale,
    staff: (key) => someone(entryOf(staff, key), 1),
    students: (course) =>
      (course === null ? students : entryOf(takers, course)).map((student) =>
        someone(student, entryOf(learners, student.id).diligence),
      ),
    always: sketch.student?.email ?? null,
    outsiders: makePeople(`${seed}/outsiders`, 190, "mail.test", taken),
    course_id: (code) => idOf("course", code),
    recording_id: (meeting) => idOf("recording", meeting),
  });
  for (const { key, row, subject, lesson } of plan.sessions.meetings) {
    if (!row.recording_video_id || !row.recording_started_at || !row.ended_at || subject === null) continue;
    const course = entryOf(audiences, subject);
    const seconds = Math.round((row.ended_at.getTime() - row.recording_started_at.getTime()) / 1000);
    const publishedAt = new Date(row.ended_at.getTime() + 2 * hourMs);
    const title = `${row.title}, recording`;
    plan.videos.push({
      id: row.recording_video_id,
      school_id: schoolId,
      course_id: idOf("course", subject),
      lesson_id: idOf("lesson", `${subject} ${lesson}`),
      external_id: `${row.external_id}-R`,
      title,
      source_url: null,
      page_url: null,
      status: "ready",
      duration_ms: seconds * 1000,
      published_at: publishedAt,
      created_at: publishedAt,
    });
    const random = randomOf(seed, "recording", key);
    plan.screenings.push({
      ...course.screened,
      video_id: row.recording_video_id,
      title,
      seconds,
      rhythm: rhythmOf(calendar, publishedAt, course.class_day),
      // Who missed it, and who looks something up.
      playbacks: Math.max(
        1,
        Math.round(course.screened.learners.length * between(random, 0.2, 0.4) * given.scale),
      ),
    });
  }
  return plan;
}

/** A user of the school as live sessions know them. */
function someone(
  { id, name, email }: { id: string; name: string; email: string },
  diligence: number,
): Someone {
  return {
    key: email,
    who: { identity: `u:${id}`, name, email, user_id: id },
    also: [`e:${email}`],
    diligence,
  };
}

/** Who takes a course; `always`, the demo's own student, where the demo's own instructor leads it. */
function enrol<Student extends { email: string }>(
  seed: string,
  course: CourseSketch,
  students: Student[],
  always: string | null,
): Student[] {
  const random = randomOf(seed, "enrol", course.code);
  const count = Math.round(students.length * course.taken);
  const drawn = students.map((student) => ({ student, order: exponential(random, 1) }));
  drawn.sort((a, b) => a.order - b.order);
  const chosen = drawn.slice(0, count).map(({ student }) => student);
  const missing = students.find((student) => student.email === always && !chosen.includes(student));
  return missing ? [...chosen.slice(0, -1), missing] : chosen;
}

function entryOf<K, V>(map: Map<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new RangeError(`the demo's catalogue names nobody as ${String(key)}`);
  return value;
}
