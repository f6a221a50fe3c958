import { calls, meetings, type SeriesSketch } from "./session-sketch";

/*
 * What is taught live in the demo's schools. Pages are worth opening only where sessions differ: each series has its own ways,
 * and some meetings go wrong.
 */

const usual = { outsiders: 0, trend: 0, open_ended: false };

export const harbourSessions = {
  /** Ended sessions, exactly. */
  held: 60,
  /** The course in which a session is running whenever the demo does. */
  live: { course: "STAT-1", teacher: "ines" },
  series: [
    {
      ...usual,
      title: "Statistics for everyone, Wednesday class",
      course: "STAT-1",
      teacher: "ines",
      format: "class",
      weekday: 3,
      hour: 14.25,
      minutes: 90,
      begun_weeks_ago: 10,
      people: 48,
      show: 0.74,
      talk: 1.5,
      mood: 4.2,
      trend: 0.25,
      meetings: meetings(`
        1 | Counting things properly | 1.2
        2 | Averages that lie | 2.1 | fast
        3 | Spread, and why it matters | 3.1 | break
        4 | Scatter plots that say something | 4.1 | break, sound
        5 | Correlation is not a cause | 5.1 | break
        6 | Sampling without tears | 6.1
        7 | Residuals and what they tell you | 7.1 | break
        8 | Choosing a test | 8.1
        9 | Two samples | 9.1
        10 | Ten mistakes from last year’s exam | 10.1
        11 | Regression, by hand | -
        12 | Before the exam | -`),
    },
    {
      ...usual,
      title: "Data and decisions, Monday class",
      course: "STAT-2",
      teacher: "ines",
      format: "class",
      weekday: 1,
      hour: 14.5,
      minutes: 75,
      begun_weeks_ago: 9,
      people: 36,
      show: 0.7,
      talk: 1.1,
      mood: 4,
      trend: 0.1,
      meetings: meetings(`
        1 | A question that data can answer | 1.1
        2 | Betting on a forecast | 2.1
        3 | The test is positive: now what? | 3.1 | fast
        4 | Coffee, and how to test it | 4.1
        5 | Experiments that went wrong | - | break
        6 | Small numbers, large headlines | 6.1
        7 | Costs of being wrong | -
        8 | Should the ferry run on Sundays? | 8.1 | break
        9 | Deciding in a group | -
        10 | Forecasts, revisited | -
        11 | Your cases | -`),
    },
    {
      ...usual,
      title: "R lab",
      course: "COMP-3",
      teacher: "ines",
      format: "class",
      weekday: 2,
      hour: 10,
      minutes: 100,
      begun_weeks_ago: 14,
      people: 30,
      show: 0.78,
      talk: 1.9,
      mood: 4.3,
      trend: -0.3,
      meetings: meetings(`
        1 | Install R and say hello | 1.1
        3 | Your first data frame | 3.1
        5 | A plot in six lines | 5.1 | break
        6 | Colours that everyone can see | 6.1
        8 | Write it once: functions | - | cancelled
        10 | Dates, and other traps | 10.1 | fast
        12 | A report that writes itself | 12.1 | break
        14 | Maps, and what they distort | -
        16 | Bring your own script | -`),
    },
    {
      ...usual,
      title: "Reading seminar",
      course: "STUD-4",
      teacher: "ines",
      format: "class",
      weekday: 4,
      hour: 14.25,
      minutes: 85,
      begun_weeks_ago: 8,
      people: 22,
      show: 0.82,
      talk: 1.3,
      mood: 4.5,
      trend: 0,
      meetings: meetings(`
        1 | Read the figures first | 1.1
        3 | What did they really measure? | 3.1
        5 | Eleven reasons to doubt a result | 5.1 | no chat
        7 | The marshmallow study | 7.1
        9 | A paper of your choice | -`),
    },
    {
      ...usual,
      title: "Coaching call: your own data",
      course: null,
      teacher: "ines",
      format: "coaching",
      weekday: 2,
      hour: 12.5,
      minutes: 45,
      begun_weeks_ago: 15,
      people: 19,
      show: 0.8,
      talk: 1.2,
      mood: 4.6,
      trend: 0.05,
      open_ended: true,
      meetings: calls([2, 4, 6, 8, 10, 12, 14, 16, 18], "Coaching call: your own data", { 14: ["drop-in"] }),
    },
    {
      ...usual,
      title: "Writing clinic",
      course: "LANG-1",
      teacher: "fiona",
      format: "coaching",
      weekday: 4,
      hour: 12.5,
      minutes: 40,
      begun_weeks_ago: 15,
      people: 15,
      show: 0.84,
      talk: 0.8,
      mood: 4.6,
      trend: 0,
      open_ended: true,
      meetings: calls([1, 3, 5, 7, 9, 11, 13, 15, 17], "Writing clinic: bring a page"),
    },
    {
      ...usual,
      title: "Python code clinic",
      course: "COMP-1",
      teacher: "arjun",
      format: "class",
      weekday: 3,
      hour: 10,
      minutes: 70,
      begun_weeks_ago: 15,
      people: 44,
      show: 0.66,
      talk: 1.4,
      mood: 4.1,
      trend: 0.15,
      meetings: meetings(`
        4 | If, else and everything between | 4.1 | fast
        7 | Functions that do one thing | 7.1
        11 | Reading a traceback from the bottom | 11.1 | sound
        16 | Project questions | -`),
    },
    {
      ...usual,
      title: "Cell biology, live laboratory",
      course: "BIO-1",
      teacher: "duarte",
      format: "class",
      weekday: 1,
      hour: 11,
      minutes: 80,
      begun_weeks_ago: 16,
      people: 66,
      show: 0.7,
      talk: 0.6,
      mood: 4,
      trend: -0.1,
      meetings: meetings(`
        3 | Through the membrane | 3.1
        6 | Staining, live | - | no chat
        9 | Copying three billion letters | 9.1 | break
        12 | Mitosis under the microscope | 12.1
        14 | Meiosis, step by step | 14.1 | sound
        18 | What the exam asks | -`),
    },
    {
      ...usual,
      title: "Europe after 1945, seminar",
      course: "HIST-2",
      teacher: "graca",
      format: "class",
      weekday: 5,
      hour: 14.5,
      minutes: 60,
      begun_weeks_ago: 12,
      people: 32,
      show: 0.62,
      talk: 0.7,
      mood: 3.9,
      trend: 0,
      meetings: meetings(`
        3 | Berlin, three times divided | 3.1
        5 | 25 April 1974, hour by hour | 5.1
        9 | An evening in the archive | - | nobody
        11 | How to read a party newspaper | 11.1`),
    },
    {
      ...usual,
      title: "Harbour open lectures",
      course: null,
      teacher: "duarte",
      format: "webinar",
      weekday: 4,
      hour: 19,
      minutes: 65,
      begun_weeks_ago: 15,
      people: 290,
      outsiders: 190,
      show: 0.7,
      talk: 0.5,
      mood: 4.3,
      trend: 0.2,
      meetings: meetings(`
        1 | Seagrass, and why it is coming back | -
        4 | A warmer Atlantic | -
        7 | Can a poll be trusted? | -
        10 | The caravel: a machine | - | sound
        13 | What machines make of language | -
        16 | An ocean of data | -`),
    },
  ] satisfies SeriesSketch[] as SeriesSketch[],
};

export const northfieldSessions = {
  held: null,
  live: null,
  series: [
    {
      ...usual,
      title: "Weather and climate, live",
      course: "GEO-10",
      teacher: "joel",
      format: "class",
      weekday: 2,
      hour: 14,
      minutes: 50,
      begun_weeks_ago: 9,
      people: 25,
      show: 0.8,
      talk: 0.9,
      mood: 4.2,
      trend: 0.1,
      meetings: meetings(`
        1 | Where wind comes from | 1.1
        4 | Fog over the Bay of Fundy | 4.1
        7 | Tracking a hurricane | 7.1 | sound
        11 | Reading a weather map | -`),
    },
    {
      ...usual,
      title: "Grade 11 mathematics, help session",
      course: "MATH-11",
      teacher: "joel",
      format: "coaching",
      weekday: 4,
      hour: 15.5,
      minutes: 40,
      begun_weeks_ago: 11,
      people: 18,
      show: 0.7,
      talk: 0.8,
      mood: 4.1,
      trend: 0,
      meetings: calls([3, 6, 9], "Help session"),
    },
  ] satisfies SeriesSketch[] as SeriesSketch[],
};

export type SessionsSketch = typeof harbourSessions | typeof northfieldSessions;
