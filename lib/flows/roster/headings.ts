import type { ColumnField, RosterField } from "@/lib/measure/roster";

/* What schools call each field of a file, in five languages, as letters and digits only. */

/** Of a file of people, or of enrollments. */
export const personHeadings: Record<ColumnField, readonly string[]> = {
  external_id: [
    ...["externalid", "id", "studentid", "personid", "userid", "sourcedid", "usersourcedid"],
    ...["studentnumber", "studentno", "studentnr", "idstudent", "pupilid", "learnerid", "sisid"],
    ...["matrikelnummer", "matrikelnr", "schülernummer", "schülerid", "schülernr", "personalnummer"],
    ...["matrícula", "númerodematrícula", "númerodealumno", "idalumno", "númerodeestudiante"],
    ...["númerodealuno", "nodealuno", "noaluno", "númerodoaluno", "iddoaluno"],
    ...["numéroétudiant", "numérodétudiant", "nétudiant", "matricule", "identifiantétudiant"],
  ],
  email: [
    ...["email", "emailaddress", "mail", "useremail", "studentemail", "emailpersonal"],
    ...["emailadresse", "mailadresse", "emailderperson"],
    ...["correo", "correoelectrónico", "direccióndecorreo", "emaildelalumno"],
    ...["courriel", "adresseemail", "adressecourriel", "adresseélectronique", "adressemail"],
    ...["correioeletrónico", "correioeletrônico", "endereçodeemail", "endereçoeletrónico"],
  ],
  username: [
    ...["username", "login", "user", "loginid", "account"],
    ...["benutzername", "benutzer", "kennung", "anmeldename", "usuario", "nombredeusuario"],
    ...["identifiant", "nomdutilisateur", "utilizador", "nomedeutilizador", "usuário", "nomedeusuário"],
  ],
  name: [
    ...["name", "fullname", "displayname", "studentname", "student", "learner"],
    ...["vollständigername", "nome", "nomecompleto", "nombrecompleto", "nombreyapellidos"],
    ...["nomcomplet", "nometprénom", "prénometnom", "aluno", "alumno", "étudiant"],
  ],
  first_name: [
    ...["firstname", "givenname", "forename", "vorname", "rufname", "nombre", "nombredepila"],
    ...["prénom", "primeironome", "nomepróprio"],
  ],
  last_name: [
    ...["lastname", "familyname", "surname", "nachname", "familienname", "zuname", "apellidos"],
    ...["apellido", "nom", "nomdefamille", "apelido", "apelidos", "sobrenome", "últimonome"],
  ],
  address: [
    ...["address", "postaladdress", "adresse", "anschrift", "postanschrift", "dirección", "morada"],
    ...["endereço", "adressepostale", "direcciónpostal"],
  ],
  role: ["role", "userrole", "rolle", "rol", "rôle", "papel", "perfil", "función", "função", "fonction"],
  course: [
    ...["course", "courseid", "courseexternalid", "coursetitle", "coursename", "coursecode"],
    ...["coursesourcedid", "module", "codemodule", "subject", "kurs", "kursname", "fach", "modul"],
    ...["lehrveranstaltung", "curso", "asignatura", "materia", "cours", "matière", "disciplina"],
  ],
  class: [
    ...["class", "classid", "classexternalid", "classname", "classsourcedid", "section", "group"],
    ...["klasse", "gruppe", "clase", "grupo", "classe", "groupe", "turma", "sección"],
  ],
  removed: ["status"],
};
type Fields = Partial<Record<RosterField, readonly string[]>>;

const describing = {
  course: ["course", "courseid", "kurs", "curso", "cours"],
  class: ["class", "classid", "classname", "klasse", "clase", "classe", "turma"],
} as const satisfies Fields;
/** Of a file of results. */
export const resultHeadings = {
  ...describing,
  external_id: [
    ...["externalid", "id", "studentid", "personid", "userid", "idstudent", "studentnumber"],
    ...["matrikelnummer", "matrícula", "matricula", "númerodealuno", "numéroétudiant"],
  ],
  email: [
    ...["email", "emailaddress", "mail", "emailadresse", "correo", "correoelectrónico"],
    ...["courriel", "adresseemail", "correioeletrónico", "correioeletrônico"],
  ],
  username: ["username", "login", "user", "benutzername", "usuario", "identifiant", "utilizador", "usuário"],
  assessment: [
    ...["assessment", "assessmentid", "idassessment", "assignment", "quiz", "quizname", "exam", "test"],
    ...["prüfungsleistung", "prüfung", "aufgabe", "evaluación", "tarea", "évaluation", "devoir"],
    ...["avaliação", "tarefa"],
  ],
  points: [
    ...["points", "score", "grade", "mark", "punkte", "punktzahl", "puntos", "puntuación"],
    ...["pontos", "pontuação", "note", "nota"],
  ],
  percentage: ["percentage", "percent", "prozent", "porcentaje", "pourcentage", "porcentagem"],
  submitted_at: [
    ...["submittedat", "datesubmitted", "submitted", "submissiondate", "date", "abgegebenam", "datum"],
    ...["entregadoel", "fecha", "remisle", "entregueem", "data"],
  ],
  attempt: ["attempt", "attemptnumber", "versuch", "intento", "tentative", "tentativa"],
  carried_over: ["carriedover", "isbanked"],
} as const satisfies Fields;
/** Of a file of assessments. */
export const assessmentHeadings = {
  ...describing,
  external_id: ["externalid", "id", "assessmentid", "idassessment"],
  title: ["title", "assessment", "name", "titel", "título", "titre", "nome", "nombre", "nom"],
  kind: ["kind", "type", "assessmenttype", "art", "typ", "tipo"],
  due_at: ["dueat", "due", "duedate", "date", "fälligam", "abgabe", "vencimiento", "échéance", "prazo"],
  weight: ["weight", "gewicht", "peso", "poids"],
  maximum_points: [
    ...["maximumpoints", "maxpoints", "maximum", "outof", "höchstpunktzahl", "maximalpunktzahl"],
    ...["puntosmáximos", "pointsmaximum", "pontosmáximos"],
  ],
} as const satisfies Fields;
