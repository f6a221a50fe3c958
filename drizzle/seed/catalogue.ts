/* The demo's two schools, as tables: their people, courses, videos and live sessions. */

/**
 * What goes differently in one session: a quarter leaves at the break; the sound fails; the pace is too fast; chat is switched
 * off; nobody registers; nobody comes; it is cancelled.
 */
export type Incident = "break" | "sound" | "fast" | "no chat" | "drop-in" | "nobody" | "cancelled";

export type CatalogueCourse = ReturnType<typeof coursesOf>[number];
export type CatalogueSeries = ReturnType<typeof seriesOf>[number];

export type Person = { name: string; email: string };
export type CatalogueSchool = {
  name: string;
  external_id: string;
  time_zone: string;
  domain: string;
  students: number;
  playbacks: number;
  /** How many live sessions have ended; null: all that the series have. */
  held: number | null;
  /** The country of most of its people. */
  country: string;
  admin: Person;
  staff: Record<string, Person>;
  /** Assists the person who leads the first course, in that person's courses. */
  assistant: Person | null;
  /** The student whose account the demo offers. */
  student: Person | null;
  courses: CatalogueCourse[];
  series: CatalogueSeries[];
};

/** The one video that has a file of its own; its length below is the file's. The others play the demo's film (film.ts). */
export const clip = { title: "Reading a residual plot", source_url: "/clip.mp4" };

/** The course in which a session is live whenever the demo runs, and its instructor. */
export const liveCourse = { code: "STAT-1", teacher: "ines" };

/** A table's rows: cells between `|`; a row's entries are in the indented lines below it, between `;`. */
function rowsOf(text: string): { cells: string[]; entries: string[] }[] {
  const split = (line: string, mark: string) => line.split(mark).map((part) => part.trim());
  return text
    .trim()
    .split(/\n {2}(?! )/)
    .map((row) => {
      const [head = "", ...below] = row.split("\n");
      return { cells: split(head, "|"), entries: split(below.join(" "), ";") };
    });
}

const numbersIn = (cell = ""): number[] => cell.split(" ").map(Number);

/**
 * Code, title, teachers (the first leads the course), the share of the school's students who take it, the day of its class (1 is
 * Monday) and how many weeks before this one its first week was, classes; below: its videos with their lessons and lengths.
 */
function coursesOf(text: string) {
  return rowsOf(text).map(({ cells, entries }) => {
    const [code = "", title = "", teachers = "", taken = "", days, classes = ""] = cells;
    const [class_day = 0, begun_weeks_ago = 0] = numbersIn(days);
    const videos = entries.map((entry) => {
      const [, lesson = "", lesson_title = "", video = "", minutes, seconds] =
        /^(\S+) (.+) \| (.+) \| (\d+):(\d\d)$/.exec(entry) ?? [];
      return { lesson, lesson_title, title: video, seconds: Number(minutes) * 60 + Number(seconds) };
    });
    const shared = { code, title, taken: Number(taken), class_day, begun_weeks_ago, videos };
    return { ...shared, teachers: teachers.split(" "), classes: classes.split("; ") };
  });
}

/**
 * Title, course (`-`: open to the whole school), teacher, format, weekday, hour, minutes and weeks since its first, how many
 * students and guests it is for, the share of the registered who attend, messages per attendee, average stars, how these change
 * from the first session to the last, and whether its oldest sessions can be left out so that the school has held the required
 * number. Below: its sessions, `week title [lesson of the recording] (incidents)`.
 */
function seriesOf(text: string) {
  return rowsOf(text).map(({ cells, entries }) => {
    const [title = "", course = "", teacher = "", format, when, size, ways, openEnded] = cells;
    const [weekday = 0, hour = 0, minutes = 0, begun_weeks_ago = 0] = numbersIn(when);
    const [people = 0, outsiders = 0] = numbersIn(size);
    const [show = 0, talk = 0, mood = 0, trend = 0] = numbersIn(ways);
    const held = entries.flatMap((entry) => {
      const [, weeks = "", name = "", recording = null, incidents] =
        /^([\d,]+) (.+?)(?: \[(.+)\])?(?: \((.+)\))?$/.exec(entry) ?? [];
      return weeks.split(",").map((week) => ({
        week: Number(week),
        title: name,
        recording,
        incidents: (incidents?.split(", ") ?? []) as Incident[],
      }));
    });
    return {
      title,
      teacher,
      weekday,
      hour,
      minutes,
      begun_weeks_ago,
      people,
      outsiders,
      show,
      talk,
      mood,
      trend,
      course: course === "-" ? null : course,
      format: format as "class" | "webinar" | "coaching",
      open_ended: openEnded !== undefined,
      sessions: held.sort((a, b) => a.week - b.week),
    };
  });
}

const harbourCourses = coursesOf(`
  STAT-1 | Statistics for everyone | ines | .94 | 3 10 | Wednesday, 18:00; Wednesday, online; Evening group
    1.1 Before we begin | How this course works | 2:10; 1.2 Counting | Counting things properly | 11:20;
    2.1 Averages | Averages that lie | 9:48; 3.1 Spread | Spread, and why it matters | 12:35;
    3.2 Spread | Box plots, slowly | 8:05; 4.1 Scatter | Scatter plots that say something | 15:10;
    5.1 Correlation | Correlation is not a cause | 13:26; 6.1 Sampling | Sampling without tears | 10:00;
    6.2 Sampling | Why n minus one | 18:20; 7.1 Lines | Fitting a line by eye | 16:44;
    7.2 Residuals | Reading a residual plot | 2:00; 8.1 Tests | What a p-value is not | 13:58;
    9.1 Tests | Two samples, one question | 17:12; 10.1 Looking back | Ten mistakes from last year’s exam | 21:40
  STAT-2 | Data and decisions | ines | .62 | 1 9 | Group A; Group B
    1.1 Questions first | A question that data can answer | 8:52; 2.1 Uncertainty | Betting on a forecast | 14:05;
    3.1 Bayes | The test is positive: now what? | 16:18; 4.1 Experiments | Coffee, and how to test it | 12:47;
    6.1 Risk | Small numbers, large headlines | 10:36; 8.1 Deciding | Should the ferry run on Sundays? | 24:15
  COMP-3 | R from the first line | ines arjun | .58 | 2 14 | Lab 1; Lab 2; Evening lab
    1.1 Setting up | Install R and say hello | 6:30; 2.1 Vectors | Everything is a vector | 11:55;
    3.1 Tables | Your first data frame | 13:40; 5.1 Pictures | A plot in six lines | 15:25;
    6.1 Pictures | Colours that everyone can see | 9:12; 8.1 Functions | Write it once: functions | 17:33;
    10.1 Cleaning | Dates, and other traps | 19:08; 12.1 Reports | A report that writes itself | 22:50
  STUD-4 | Reading research papers | ines duarte | .48 | 4 8 | Seminar 1; Seminar 2
    1.1 Where to start | Read the figures first | 2:28; 3.1 Methods | What did they really measure? | 14:50;
    5.1 Doubt | Eleven reasons to doubt a result | 18:05;
    7.1 In the room | Recorded seminar: the marshmallow study | 58:20
  BIO-1 | Cell biology | duarte | .72 | 1 16 | Laboratory A; Laboratory B; Laboratory C
    1.1 The cell | A cell in two minutes | 2:06; 3.1 Membranes | Through the membrane | 15:42;
    5.1 Energy | What mitochondria do all day | 13:05; 7.1 Energy | Photosynthesis in two acts | 18:48;
    9.1 DNA | Copying three billion letters | 16:20; 10.1 DNA | From gene to protein | 19:35;
    12.1 Division | Mitosis under the microscope | 11:30; 14.1 Division | Meiosis, step by step | 20:15
  BIO-2 | Ecology of coasts | duarte | .55 | 4 13 | Field group north; Field group south
    1.1 The shore | Life between the tides | 14:15; 3.1 The shore | Counting limpets at Cabo Raso | 9:35;
    5.1 Dunes | How a dune moves, in two minutes | 2:12; 7.1 Estuaries | The Sado, from salt to sweet | 26:40;
    9.1 Change | A warmer Atlantic | 17:55; 11.1 In the field | Field day: seagrass at Tróia | 41:30
  HIST-1 | Portugal and the sea, 1400–1600 | graca | .66 | 2 22 | Morning; Afternoon
    1.1 Before | Lisbon in 1415 | 16:05; 3.1 Ships | Why the caravel could turn | 10:25;
    5.1 The coast | Cape Bojador and after | 14:38; 7.1 Trade | Pepper, gold and the Casa da Índia | 19:50;
    9.1 The enslaved | Lagos, 8 August 1444 | 23:45; 12.1 Maps | Reading the Cantino planisphere | 17:28;
    15.1 Voices | Fernão Mendes Pinto: liar or witness? | 28:10
  HIST-2 | Europe after 1945 | graca | .6 | 5 12 | Group 1; Group 2; Group 3
    1.1 Ruins | Zero hour | 15:20; 3.1 Walls | Berlin, three times divided | 18:32;
    5.1 Carnations | 25 April 1974, hour by hour | 32:15; 7.1 Coal and steel | Six countries and a market | 13:48;
    9.1 1989 | A peaceful autumn in Leipzig | 21:05; 11.1 Sources | How to read a party newspaper | 12:22
  COMP-1 | Programming with Python | arjun | .78 | 3 15 | Lab 1; Lab 2; Lab 3
    1.1 First steps | Hello, terminal | 2:20; 2.1 Values | Names and what they point at | 10:45;
    4.1 Choices | If, else and everything between | 9:58; 5.1 Loops | Loops without fear | 14:22;
    7.1 Functions | Functions that do one thing | 16:08; 9.1 Collections | Lists, tuples, dictionaries | 18:36;
    11.1 Bugs | Reading a traceback from the bottom | 12:55; 13.1 Project | Live coding: a train timetable | 47:40
  COMP-2 | Databases by example | arjun | .5 | 5 11 | Lab 1; Lab 2
    1.1 Tables | A library in four tables | 13:15; 3.1 Asking | Select, from, where | 11:48;
    5.1 Joins | Joins, drawn by hand | 15:55; 7.1 Grouping | Group by, and what it hides | 14:10;
    9.1 Safety | Two people, one seat: transactions | 20:30
  LANG-1 | Writing in English | fiona | .7 | 2 19 | B1; B2; C1
    2.1 Sentences | Shorter, please | 6:48; 5.1 Paragraphs | One paragraph, one thought | 9:20;
    9.1 Arguments | However, therefore, nevertheless | 12:02; 14.1 Endings | How to stop | 2:04
  MUS-1 | Music theory at the keyboard | matthias | .38 | 5 10 | Tuesday choir; Friday piano
    1.1 Intervals | Hearing a fifth | 2:15; 3.1 Chords | Four chords and half the radio | 16:30;
    5.1 Harmony | Why the seventh wants to fall | 13:02; 8.1 Listening | Bach, one bar at a time | 35:50`);

const harbourSeries = seriesOf(`
  Statistics for everyone, Wednesday class | STAT-1 | ines | class | 3 14.25 90 10 | 48 0 | .74 1.5 4.2 .25
    1 Counting things properly [1.2]; 2 Averages that lie [2.1] (fast); 3 Spread, and why it matters [3.1] (break);
    4 Scatter plots that say something [4.1] (break, sound); 5 Correlation is not a cause [5.1] (break);
    6 Sampling without tears [6.1]; 7 Residuals and what they tell you [7.1] (break); 8 Choosing a test [8.1];
    9 Two samples [9.1]; 10 Ten mistakes from last year’s exam [10.1]; 11 Regression, by hand; 12 Before the exam
  Data and decisions, Monday class | STAT-2 | ines | class | 1 14.5 75 9 | 36 0 | .7 1.1 4 .1
    1 A question that data can answer [1.1]; 2 Betting on a forecast [2.1];
    3 The test is positive: now what? [3.1] (fast); 4 Coffee, and how to test it [4.1];
    5 Experiments that went wrong (break); 6 Small numbers, large headlines [6.1]; 7 Costs of being wrong;
    8 Should the ferry run on Sundays? [8.1] (break); 9 Deciding in a group; 10 Forecasts, revisited; 11 Your cases
  R lab | COMP-3 | ines | class | 2 10 100 14 | 30 0 | .78 1.9 4.3 -.3
    1 Install R and say hello [1.1]; 3 Your first data frame [3.1]; 5 A plot in six lines [5.1] (break);
    6 Colours that everyone can see [6.1]; 8 Write it once: functions (cancelled);
    10 Dates, and other traps [10.1] (fast); 12 A report that writes itself [12.1] (break);
    14 Maps, and what they distort; 16 Bring your own script
  Reading seminar | STUD-4 | ines | class | 4 14.25 85 8 | 22 0 | .82 1.3 4.5 0
    1 Read the figures first [1.1]; 3 What did they really measure? [3.1];
    5 Eleven reasons to doubt a result [5.1] (no chat); 7 The marshmallow study [7.1]; 9 A paper of your choice
  Coaching call: your own data | - | ines | coaching | 2 12.5 45 15 | 19 0 | .8 1.2 4.6 .05 | open-ended
    2,4,6,8,10,12,16,18 Coaching call: your own data; 14 Coaching call: your own data (drop-in)
  Writing clinic | LANG-1 | fiona | coaching | 4 12.5 40 15 | 15 0 | .84 .8 4.6 0 | open-ended
    1,3,5,7,9,11,13,15,17 Writing clinic: bring a page
  Python code clinic | COMP-1 | arjun | class | 3 10 70 15 | 44 0 | .66 1.4 4.1 .15
    4 If, else and everything between [4.1] (fast); 7 Functions that do one thing [7.1];
    11 Reading a traceback from the bottom [11.1] (sound); 16 Project questions
  Cell biology, live laboratory | BIO-1 | duarte | class | 1 11 80 16 | 66 0 | .7 .6 4 -.1
    3 Through the membrane [3.1]; 6 Staining, live (no chat); 9 Copying three billion letters [9.1] (break);
    12 Mitosis under the microscope [12.1]; 14 Meiosis, step by step [14.1] (sound); 18 What the exam asks
  Europe after 1945, seminar | HIST-2 | graca | class | 5 14.5 60 12 | 32 0 | .62 .7 3.9 0
    3 Berlin, three times divided [3.1]; 5 25 April 1974, hour by hour [5.1]; 9 An evening in the archive (nobody);
    11 How to read a party newspaper [11.1]
  Harbour open lectures | - | duarte | webinar | 4 19 65 15 | 290 190 | .7 .5 4.3 .2
    1 Seagrass, and why it is coming back; 4 A warmer Atlantic; 7 Can a poll be trusted?;
    10 The caravel: a machine (sound); 13 What machines make of language; 16 An ocean of data`);

export const harbour: CatalogueSchool = {
  name: "Harbour College",
  external_id: "demo-harbour-college",
  time_zone: "Europe/Lisbon",
  domain: "harbour-college.test",
  students: 300,
  playbacks: 60_000,
  held: 60,
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
  assistant: { name: "Tomás Figueira", email: "assistant@lectern.test" },
  student: { name: "Helena Brito", email: "student@lectern.test" },
  courses: harbourCourses,
  series: harbourSeries,
};

/** Another school in the same installation, so that the separation of schools can be seen. */
export const northfield: CatalogueSchool = {
  name: "Northfield School",
  external_id: "demo-northfield-school",
  time_zone: "America/Halifax",
  domain: "northfield-school.test",
  students: 28,
  playbacks: 900,
  held: null,
  country: "CA",
  admin: { name: "Margaret MacNeil", email: "margaret.macneil@northfield-school.test" },
  staff: { joel: { name: "Joël Thibodeau", email: "joel.thibodeau@northfield-school.test" } },
  assistant: null,
  student: null,
  courses: coursesOf(`
  GEO-10 | Weather and climate | joel | .9 | 2 9 | Grade 10
    1.1 Air | Where wind comes from | 9:15; 4.1 Water | Fog over the Bay of Fundy | 12:40;
    7.1 Storms | Tracking a hurricane | 18:05
  MATH-11 | Grade 11 mathematics | joel | .8 | 4 11 | Grade 11
    1.1 Functions | What a function eats | 7:50; 4.1 Parabolas | Throwing a ball, on paper | 11:25;
    8.1 Trigonometry | The height of the lighthouse | 15:35`),
  series: seriesOf(`
  Weather and climate, live | GEO-10 | joel | class | 2 14 50 9 | 25 0 | .8 .9 4.2 .1
    1 Where wind comes from [1.1]; 4 Fog over the Bay of Fundy [4.1]; 7 Tracking a hurricane [7.1] (sound);
    11 Reading a weather map
  Grade 11 mathematics, help session | MATH-11 | joel | coaching | 4 15.5 40 11 | 18 0 | .7 .8 4.1 0
    3,6,9 Help session`),
};
