import { strToU8, zipSync } from "fflate";

/* Rosters as other systems export them: OneRoster 1.2 CSV files (imsglobal.org/spec/oneroster/v1p2/bind/csv), and plain CSVs. */

type Cells = readonly (string | number)[];

/** One CSV file of these columns. */
export const csvOf = (columns: string, rows: readonly Cells[]): string =>
  [
    columns,
    ...rows.map((cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(",")),
  ].join("\r\n");

const columns = {
  orgs: "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
  academicSessions:
    "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
  courses:
    "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
  classes:
    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
  users:
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password",
  roles:
    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
  enrollments:
    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
} as const;
type File = keyof typeof columns;
type Row = Readonly<Record<string, string | undefined>>;

/** A zip of these rows, by the names of the specification's columns; what a row leaves out is empty. */
export function oneRoster(
  files: Partial<Record<File, readonly Row[]>>,
  { mode = "bulk", version = "1.2", extra = {} as Record<string, string> } = {},
): Uint8Array {
  const names = Object.keys(columns) as File[];
  const manifest = csvOf("propertyName,value", [
    ["manifest.version", "1.0"],
    ["oneroster.version", version],
    ...names.map((name) => [`file.${name}`, files[name] ? mode : "absent"]),
    ["source.systemName", "Test SIS"],
  ]);
  const tables = Object.entries(files).map(([name, rows]) => {
    const of = columns[name as File];
    const cells = rows.map((row) => of.split(",").map((column) => row[column] ?? ""));
    return [`${name}.csv`, strToU8(csvOf(of, cells))] as const;
  });
  const others = Object.entries(extra).map(([name, text]) => [name, strToU8(text)] as const);
  return zipSync(Object.fromEntries([["manifest.csv", strToU8(manifest)], ...tables, ...others]), {
    level: 6,
  });
}

/** A school as small as the specification allows: a term, a course with two classes, a teacher and two students. */
export const smallSchool = {
  orgs: [{ sourcedId: "org-1", name: "Harbour College", type: "school" }],
  academicSessions: [
    {
      ...{ sourcedId: "term-1", title: "Autumn 2026", type: "semester" },
      ...{ startDate: "2026-09-01", endDate: "2027-01-31", schoolYear: "2027" },
    },
    {
      ...{ sourcedId: "mark-1", title: "First marks", type: "gradingPeriod" },
      ...{ startDate: "2026-09-01", endDate: "2026-10-31", schoolYear: "2027" },
    },
  ],
  courses: [{ sourcedId: "bio", title: "Cell biology", orgSourcedId: "org-1" }],
  classes: ["a", "b"].map((letter) => ({
    ...{ sourcedId: `bio-${letter}`, title: `Biology ${letter.toUpperCase()}`, courseSourcedId: "bio" },
    ...{ classType: "scheduled", schoolSourcedId: "org-1", termSourcedIds: "term-1,mark-1" },
  })),
  users: [
    {
      sourcedId: "t1",
      username: "i.carvalho",
      givenName: "Inês",
      familyName: "Carvalho",
      email: "ines@or.test",
    },
    { sourcedId: "s1", username: "b.abreu@or.test", givenName: "Beatriz", familyName: "Abreu" },
    { sourcedId: "s2", username: "v.moura", givenName: "Vasco", familyName: "Moura", email: "Vasco@OR.test" },
  ].map((user) => ({ enabledUser: "true", ...user })),
  roles: [
    { sourcedId: "r1", userSourcedId: "t1", role: "teacher" },
    { sourcedId: "r2", userSourcedId: "s1", role: "student" },
    { sourcedId: "r3", userSourcedId: "s2", role: "student" },
  ].map((role) => ({ roleType: "primary", orgSourcedId: "org-1", ...role })),
  enrollments: [
    { sourcedId: "e1", userSourcedId: "t1", classSourcedId: "bio-a", role: "teacher", primary: "true" },
    { sourcedId: "e2", userSourcedId: "s1", classSourcedId: "bio-a", role: "student" },
    { sourcedId: "e3", userSourcedId: "s2", classSourcedId: "bio-b", role: "student" },
  ].map((row) => ({ schoolSourcedId: "org-1", ...row })),
} satisfies Partial<Record<File, readonly Row[]>>;

/** Registrations of the shape and number of the Open University's data: 7 modules in 22 presentations, 32,593 rows. */
export function registrations(count: number) {
  const modules = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG"];
  const terms = ["2013B", "2013J", "2014B", "2014J"];
  const presentations = modules.flatMap((module, n) =>
    terms.slice(n < 1 ? 2 : n > 4 ? 1 : 0, 4).map((term) => ({ module, term, id: `${module}-${term}` })),
  );
  // Of nine registrations one is of somebody who is registered already, for another module.
  const people = count - Math.floor(count / 9);
  const rows = Array.from({ length: count }, (_, n) => {
    const again = n >= people;
    const person = again ? (n - people) * 8 : n;
    const at = (person + (again ? 5 : 0)) % presentations.length;
    return { person: `${person + 6516}`, presentation: presentations[at]! };
  });
  return { modules, terms, presentations, rows };
}

/** Those registrations as a OneRoster zip. */
export function registrationsZip({ modules, terms, presentations, rows }: ReturnType<typeof registrations>) {
  const people = [...new Set(rows.map(({ person }) => person))];
  return oneRoster({
    orgs: [{ sourcedId: "ou", name: "Open University", type: "school" }],
    academicSessions: terms.map((term) => ({
      ...{ sourcedId: term, title: term, type: "term", schoolYear: term.slice(0, 4) },
      startDate: `${term.slice(0, 4)}-${term.endsWith("B") ? "02" : "10"}-01`,
      endDate: `${term.slice(0, 4)}-${term.endsWith("B") ? "09" : "12"}-30`,
    })),
    courses: modules.map((module) => ({ sourcedId: module, title: `Module ${module}`, orgSourcedId: "ou" })),
    classes: presentations.map(({ id, module, term }) => ({
      ...{ sourcedId: id, title: id, courseSourcedId: module, classType: "scheduled" },
      ...{ schoolSourcedId: "ou", termSourcedIds: term },
    })),
    users: people.map((id) => ({
      ...{ sourcedId: id, enabledUser: "true", username: `ou${id}`, givenName: "Student", familyName: id },
    })),
    roles: people.map((id) => ({
      ...{ sourcedId: `r${id}`, userSourcedId: id, roleType: "primary", role: "student", orgSourcedId: "ou" },
    })),
    enrollments: rows.map(({ person, presentation }, n) => ({
      ...{ sourcedId: `e${n}`, classSourcedId: presentation.id, schoolSourcedId: "ou" },
      ...{ userSourcedId: person, role: "student" },
    })),
  });
}
