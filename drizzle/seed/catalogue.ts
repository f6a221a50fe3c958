import { harbourSessions, northfieldSessions, type SessionsSketch } from "./sessions-catalogue";

/** A course as it is written below; `teachers` are keys of `staff`, the first of them leads. */
export type CourseSketch = {
  title: string;
  code: string;
  teachers: string[];
  /** The share of the school's students who take it. */
  taken: number;
  classes: string[];
  /** 1 is Monday: the day its class meets and its videos appear. */
  class_day: number;
  /** How many weeks before this one its first week was. */
  begun_weeks_ago: number;
  videos: VideoSketch[];
};
export type VideoSketch = { lesson: string; lesson_title: string; title: string; seconds: number };
export type SchoolSketch = {
  name: string;
  external_id: string;
  time_zone: string;
  domain: string;
  students: number;
  playbacks: number;
  /** The country most of its people are in, as the proxy's header names it. */
  country: string;
  admin: { name: string; email: string };
  staff: Record<string, { name: string; email: string }>;
  /** Whose account the demo offers as a student, where it does. */
  student: { name: string; email: string } | null;
  courses: CourseSketch[];
  sessions: SessionsSketch;
};

/** The video that is really there, for the demo player; its length below is the file's (catalogue.test.ts). The others have none. */
export const clip = { title: "Reading a residual plot", source_url: "/clip.mp4" };

/** One line a video: `7.2 Residuals | Reading a residual plot | 2:00`. */
function videos(lines: string): VideoSketch[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const [lesson = "", title = "", length = ""] = line.split("|").map((part) => part.trim());
      const [minutes = 0, seconds = 0] = length.split(":").map(Number);
      const space = lesson.indexOf(" ");
      return {
        lesson: lesson.slice(0, space),
        lesson_title: lesson.slice(space + 1),
        title,
        seconds: minutes * 60 + seconds,
      };
    });
}

const harbourCourses: CourseSketch[] = [
  {
    title: "Statistics for everyone",
    code: "STAT-1",
    teachers: ["ines"],
    taken: 0.94,
    classes: ["Wednesday, 18:00", "Wednesday, online", "Evening group"],
    class_day: 3,
    begun_weeks_ago: 10,
    videos: videos(`
      1.1 Before we begin | How this course works | 2:10
      1.2 Counting | Counting things properly | 11:20
      2.1 Averages | Averages that lie | 9:48
      3.1 Spread | Spread, and why it matters | 12:35
      3.2 Spread | Box plots, slowly | 8:05
      4.1 Scatter | Scatter plots that say something | 15:10
      5.1 Correlation | Correlation is not a cause | 13:26
      6.1 Sampling | Sampling without tears | 10:00
      6.2 Sampling | Why n minus one | 18:20
      7.1 Lines | Fitting a line by eye | 16:44
      7.2 Residuals | Reading a residual plot | 2:00
      8.1 Tests | What a p-value is not | 13:58
      9.1 Tests | Two samples, one question | 17:12
      10.1 Looking back | Ten mistakes from last year’s exam | 21:40`),
  },
  {
    title: "Data and decisions",
    code: "STAT-2",
    teachers: ["ines"],
    taken: 0.62,
    classes: ["Group A", "Group B"],
    class_day: 1,
    begun_weeks_ago: 9,
    videos: videos(`
      1.1 Questions first | A question that data can answer | 8:52
      2.1 Uncertainty | Betting on a forecast | 14:05
      3.1 Bayes | The test is positive: now what? | 16:18
      4.1 Experiments | Coffee, and how to test it | 12:47
      6.1 Risk | Small numbers, large headlines | 10:36
      8.1 Deciding | Should the ferry run on Sundays? | 24:15`),
  },
  {
    title: "R from the first line",
    code: "COMP-3",
    teachers: ["ines", "arjun"],
    taken: 0.58,
    classes: ["Lab 1", "Lab 2", "Evening lab"],
    class_day: 2,
    begun_weeks_ago: 14,
    videos: videos(`
      1.1 Setting up | Install R and say hello | 6:30
      2.1 Vectors | Everything is a vector | 11:55
      3.1 Tables | Your first data frame | 13:40
      5.1 Pictures | A plot in six lines | 15:25
      6.1 Pictures | Colours that everyone can see | 9:12
      8.1 Functions | Write it once: functions | 17:33
      10.1 Cleaning | Dates, and other traps | 19:08
      12.1 Reports | A report that writes itself | 22:50`),
  },
  {
    title: "Reading research papers",
    code: "STUD-4",
    teachers: ["ines", "duarte"],
    taken: 0.48,
    classes: ["Seminar 1", "Seminar 2"],
    class_day: 4,
    begun_weeks_ago: 8,
    videos: videos(`
      1.1 Where to start | Read the figures first | 2:28
      3.1 Methods | What did they really measure? | 14:50
      5.1 Doubt | Eleven reasons to doubt a result | 18:05
      7.1 In the room | Recorded seminar: the marshmallow study | 58:20`),
  },
  {
    title: "Cell biology",
    code: "BIO-1",
    teachers: ["duarte"],
    taken: 0.72,
    classes: ["Laboratory A", "Laboratory B", "Laboratory C"],
    class_day: 1,
    begun_weeks_ago: 16,
    videos: videos(`
      1.1 The cell | A cell in two minutes | 2:06
      3.1 Membranes | Through the membrane | 15:42
      5.1 Energy | What mitochondria do all day | 13:05
      7.1 Energy | Photosynthesis in two acts | 18:48
      9.1 DNA | Copying three billion letters | 16:20
      10.1 DNA | From gene to protein | 19:35
      12.1 Division | Mitosis under the microscope | 11:30
      14.1 Division | Meiosis, step by step | 20:15`),
  },
  {
    title: "Ecology of coasts",
    code: "BIO-2",
    teachers: ["duarte"],
    taken: 0.55,
    classes: ["Field group north", "Field group south"],
    class_day: 4,
    begun_weeks_ago: 13,
    videos: videos(`
      1.1 The shore | Life between the tides | 14:15
      3.1 The shore | Counting limpets at Cabo Raso | 9:35
      5.1 Dunes | How a dune moves, in two minutes | 2:12
      7.1 Estuaries | The Sado, from salt to sweet | 26:40
      9.1 Change | A warmer Atlantic | 17:55
      11.1 In the field | Field day: seagrass at Tróia | 41:30`),
  },
  {
    title: "Portugal and the sea, 1400–1600",
    code: "HIST-1",
    teachers: ["graca"],
    taken: 0.66,
    classes: ["Morning", "Afternoon"],
    class_day: 2,
    begun_weeks_ago: 22,
    videos: videos(`
      1.1 Before | Lisbon in 1415 | 16:05
      3.1 Ships | Why the caravel could turn | 10:25
      5.1 The coast | Cape Bojador and after | 14:38
      7.1 Trade | Pepper, gold and the Casa da Índia | 19:50
      9.1 The enslaved | Lagos, 8 August 1444 | 23:45
      12.1 Maps | Reading the Cantino planisphere | 17:28
      15.1 Voices | Fernão Mendes Pinto: liar or witness? | 28:10`),
  },
  {
    title: "Europe after 1945",
    code: "HIST-2",
    teachers: ["graca"],
    taken: 0.6,
    classes: ["Group 1", "Group 2", "Group 3"],
    class_day: 5,
    begun_weeks_ago: 12,
    videos: videos(`
      1.1 Ruins | Zero hour | 15:20
      3.1 Walls | Berlin, three times divided | 18:32
      5.1 Carnations | 25 April 1974, hour by hour | 32:15
      7.1 Coal and steel | Six countries and a market | 13:48
      9.1 1989 | A peaceful autumn in Leipzig | 21:05
      11.1 Sources | How to read a party newspaper | 12:22`),
  },
  {
    title: "Programming with Python",
    code: "COMP-1",
    teachers: ["arjun"],
    taken: 0.78,
    classes: ["Lab 1", "Lab 2", "Lab 3"],
    class_day: 3,
    begun_weeks_ago: 15,
    videos: videos(`
      1.1 First steps | Hello, terminal | 2:20
      2.1 Values | Names and what they point at | 10:45
      4.1 Choices | If, else and everything between | 9:58
      5.1 Loops | Loops without fear | 14:22
      7.1 Functions | Functions that do one thing | 16:08
      9.1 Collections | Lists, tuples, dictionaries | 18:36
      11.1 Bugs | Reading a traceback from the bottom | 12:55
      13.1 Project | Live coding: a train timetable | 47:40`),
  },
  {
    title: "Databases by example",
    code: "COMP-2",
    teachers: ["arjun"],
    taken: 0.5,
    classes: ["Lab 1", "Lab 2"],
    class_day: 5,
    begun_weeks_ago: 11,
    videos: videos(`
      1.1 Tables | A library in four tables | 13:15
      3.1 Asking | Select, from, where | 11:48
      5.1 Joins | Joins, drawn by hand | 15:55
      7.1 Grouping | Group by, and what it hides | 14:10
      9.1 Safety | Two people, one seat: transactions | 20:30`),
  },
  {
    title: "Writing in English",
    code: "LANG-1",
    teachers: ["fiona"],
    taken: 0.7,
    classes: ["B1", "B2", "C1"],
    class_day: 2,
    begun_weeks_ago: 19,
    videos: videos(`
      2.1 Sentences | Shorter, please | 6:48
      5.1 Paragraphs | One paragraph, one thought | 9:20
      9.1 Arguments | However, therefore, nevertheless | 12:02
      14.1 Endings | How to stop | 2:04`),
  },
  {
    title: "Music theory at the keyboard",
    code: "MUS-1",
    teachers: ["matthias"],
    taken: 0.38,
    classes: ["Tuesday choir", "Friday piano"],
    class_day: 5,
    begun_weeks_ago: 10,
    videos: videos(`
      1.1 Intervals | Hearing a fifth | 2:15
      3.1 Chords | Four chords and half the radio | 16:30
      5.1 Harmony | Why the seventh wants to fall | 13:02
      8.1 Listening | Bach, one bar at a time | 35:50`),
  },
];

export const harbour: SchoolSketch = {
  name: "Harbour College",
  external_id: "demo-harbour-college",
  time_zone: "Europe/Lisbon",
  domain: "harbour-college.test",
  students: 300,
  playbacks: 60_000,
  country: "PT",
  admin: { name: "Teresa Lencastre", email: "admin@lectern.test" },
  staff: {
    ines: { name: "Inês Carvalho", email: "instructor@lectern.test" },
    duarte: { name: "Duarte Figueiredo", email: "duarte.figueiredo@harbour-college.test" },
    graca: { name: "Graça Albuquerque", email: "graca.albuquerque@harbour-college.test" },
    arjun: { name: "Arjun Mehta", email: "arjun.mehta@harbour-college.test" },
    fiona: { name: "Fiona Gallagher", email: "fiona.gallagher@harbour-college.test" },
    matthias: { name: "Matthias Köhler", email: "matthias.kohler@harbour-college.test" },
  },
  student: { name: "Helena Brito", email: "student@lectern.test" },
  courses: harbourCourses,
  sessions: harbourSessions,
};

/** Another school in the same installation, so that the wall between schools has something behind it. */
export const northfield: SchoolSketch = {
  name: "Northfield School",
  external_id: "demo-northfield-school",
  time_zone: "America/Halifax",
  domain: "northfield-school.test",
  students: 28,
  playbacks: 900,
  country: "CA",
  admin: { name: "Margaret MacNeil", email: "margaret.macneil@northfield-school.test" },
  staff: { joel: { name: "Joël Thibodeau", email: "joel.thibodeau@northfield-school.test" } },
  student: null,
  courses: [
    {
      title: "Weather and climate",
      code: "GEO-10",
      teachers: ["joel"],
      taken: 0.9,
      classes: ["Grade 10"],
      class_day: 2,
      begun_weeks_ago: 9,
      videos: videos(`
        1.1 Air | Where wind comes from | 9:15
        4.1 Water | Fog over the Bay of Fundy | 12:40
        7.1 Storms | Tracking a hurricane | 18:05`),
    },
    {
      title: "Grade 11 mathematics",
      code: "MATH-11",
      teachers: ["joel"],
      taken: 0.8,
      classes: ["Grade 11"],
      class_day: 4,
      begun_weeks_ago: 11,
      videos: videos(`
        1.1 Functions | What a function eats | 7:50
        4.1 Parabolas | Throwing a ball, on paper | 11:25
        8.1 Trigonometry | The height of the lighthouse | 15:35`),
    },
  ],
  sessions: northfieldSessions,
};
