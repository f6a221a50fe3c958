import { expect, it } from "vitest";
import type { Message } from "@/lib/language/language";
import { languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { readRoster } from "./read-roster";

const read = (text: string) => readRoster(new TextEncoder().encode(text), { columns: null, earlier: [] });
const valuesOf = (text: string) => read(text)?.rows.map(({ kind, values }) => ({ kind, ...values }));

it.each([
  "Student ID,Assessment,Score,Date submitted,Attempt",
  "Matrikelnummer;Prüfungsleistung;Punkte;Abgegeben am;Versuch",
  "matricula;Evaluación;Puntos;Entregado el;Intento",
  "Numéro d’étudiant;Évaluation;Note;Remis le;Tentative",
  "Número de aluno\tavaliacao\tPONTOS\tEntregue em\tTentativa",
])("reads results with the headings %s", (head) => {
  const by = /[,;\t]/.exec(head)![0];
  expect(valuesOf(`${head}\n${["s1", "Quiz 1", "7", "2026-11-26", "2"].join(by)}`)).toEqual([
    {
      ...{ kind: "result", external_id: "s1", assessment: "Quiz 1", points: "7" },
      ...{ submitted_at: "2026-11-26", attempt: "2" },
    },
  ]);
});

it.each([
  "ID,Title,Type,Due,Weight,Max points",
  "ID;Titel;Art;Fällig am;Gewichtung;Höchstpunktzahl",
  "ID;Título;Tipo;Vencimiento;Peso;Puntos máximos",
  "ID;Intitulé;Type;Échéance;Poids;Points maximum",
  "ID;Nome;Tipo;Prazo;Peso;Pontos máximos",
])("reads assessments with the headings %s", (head) => {
  const by = /[,;]/.exec(head)![0];
  expect(read(`${head}\n${["e1", "Essay", "quiz", "2026-11-27", "40", "20"].join(by)}`)?.rows).toEqual([
    {
      ...{ kind: "assessment", file: 0, line: 2 },
      values: {
        ...{ external_id: "e1", title: "Essay", kind: "quiz" },
        ...{ due_at: "2026-11-27", weight: "40", maximum_points: "20" },
      },
    },
  ]);
});

it("reads the headings of its own CSV: points, and the share of them", () => {
  expect(valuesOf("Assessment,Name,Email,Points,Score %\nQuiz,Ana,ana@x.test,10,50")).toEqual([
    { kind: "result", assessment: "Quiz", email: "ana@x.test", points: "10", percentage: "50" },
  ]);
});

it("reads the Open University's own files, and theirs in another order", () => {
  const row = { kind: "result", external_id: "11391", assessment: "1752", points: "78", submitted_at: "18" };
  for (const text of [
    "id_assessment,id_student,date_submitted,is_banked,score\n1752,11391,18,0,78",
    "id_student,id_assessment,score,date_submitted,is_banked\n11391,1752,78,18,0",
  ])
    expect(valuesOf(text), text).toEqual([{ ...row, carried_over: "0" }]);
  expect(
    read("code_module,code_presentation,id_assessment,assessment_type,date,weight\nAAA,2013J,1752,TMA,19,10"),
  ).toMatchObject({ refused: null, rows: [{ kind: "assessment", values: { external_id: "1752" } }] });
});

it.each([
  ["Student ID,Assessment,Score,Grade", "points", "Score", "Grade"],
  ["Student ID,Assessment,Score,score", "points", "Score", "score"],
  ["id,user id,quiz,points", "external_id", "id", "user id"],
  ["id,title,kind,due,Due date", "due_at", "due", "Due date"],
])("refuses two columns of one field by their names: %s", (head, field, first, second) => {
  const roster = read(`${head}\n1,2,3,4,5`);
  expect(roster).toMatchObject({
    rows: [],
    refused: { key: "imports.roster.two_columns", values: { field, first, second } },
  });
  const refused = roster?.refused as Message;
  for (const code of languageCodes) {
    const { key, values } = refused;
    const text = languageIn(code).t(key, values as never);
    expect(text, code).toContain(first);
    expect(text, "the field in words").not.toContain("_");
  }
});

it("takes people with a type and a name for people", () => {
  expect(read("name,type,email\nAna,student,ana@x.test")?.rows[0]?.kind).toBe("person");
});
