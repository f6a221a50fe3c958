import type { ColumnField } from "@/lib/measure/roster";

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
type Names = Readonly<Record<string, readonly string[]>>;

/** Fewer words than of people: a subject or a section of an assessment is not a course or a class. */
const place = {
  course: [
    "course",
    "courseid",
    "coursename",
    "coursetitle",
    "coursecode",
    "kurs",
    "kursname",
    "curso",
    "cours",
  ],
  class: ["class", "classid", "classname", "klasse", "clase", "classe", "turma"],
};

/** Of a file of results. */
export const resultHeadings = {
  ...place,
  external_id: personHeadings.external_id,
  email: personHeadings.email,
  username: personHeadings.username,
  assessment: [
    ...["assessment", "assessmentid", "assessmentname", "assessmenttitle", "idassessment"],
    ...["assignment", "assignmentname", "quiz", "quizname", "exam", "examname", "test"],
    ...["prüfungsleistung", "prüfung", "aufgabe", "klausur", "evaluación", "tarea", "examen", "prueba"],
    ...["cuestionario", "évaluation", "devoir", "épreuve", "avaliação", "tarefa", "exame", "prova"],
    ...["questionário", "teste"],
  ],
  points: [
    ...["points", "score", "grade", "mark", "marks", "punkte", "punktzahl", "puntos", "puntuación"],
    ...["calificación", "pontos", "pontuação", "classificação", "note", "nota"],
  ],
  percentage: [
    ...["percentage", "percent", "scorepercent", "scorepercentage", "gradepercent", "pointspercent"],
    ...["prozent", "prozentsatz", "porcentaje", "pourcentage", "porcentagem", "percentagem"],
    ...["punktepercent", "notepercent", "notapercent", "puntospercent", "pontospercent"],
  ],
  submitted_at: [
    ...["submittedat", "datesubmitted", "submitted", "submissiondate", "submissiontime", "date"],
    ...["abgegebenam", "abgegeben", "abgabezeit", "datum", "entregadoel", "fechadeentrega", "fecha"],
    ...["remisle", "rendule", "datederemise", "entregueem", "datadeentrega", "data"],
  ],
  attempt: [
    ...["attempt", "attemptnumber", "attemptno", "versuch", "intento", "tentative", "essai", "tentativa"],
  ],
  carried_over: [...["carriedover", "isbanked", "übernommen", "trasladado", "reporté", "transferido"]],
} as const satisfies Names;

/** Of a file of assessments. */
export const assessmentHeadings = {
  ...place,
  external_id: ["externalid", "id", "assessmentid", "idassessment"],
  title: [
    ...["title", "assessment", "name", "assessmentname", "assessmenttitle", "titel", "bezeichnung"],
    ...["título", "nombre", "titre", "nom", "intitulé", "nome"],
  ],
  kind: ["kind", "type", "assessmenttype", "art", "typ", "tipo", "nature"],
  due_at: [
    ...["dueat", "due", "duedate", "dueon", "deadline", "date", "fälligam", "fällig", "abgabe"],
    ...["abgabedatum", "abgabefrist", "vencimiento", "fechadeentrega", "fechalímite", "plazo"],
    ...["échéance", "datelimite", "àrendrele", "prazo", "datadeentrega", "vencimento"],
  ],
  weight: [
    ...["weight", "weighting", "weightpercent", "gewicht", "gewichtung", "peso", "ponderación"],
    ...["poids", "pondération", "coefficient", "ponderação"],
  ],
  maximum_points: [
    ...["maximumpoints", "maxpoints", "maximum", "outof", "maximumscore", "maxscore"],
    ...["höchstpunktzahl", "maximalpunktzahl", "maximalepunktzahl", "puntosmáximos"],
    ...["puntuaciónmáxima", "pointsmaximum", "notemaximale", "pontosmáximos", "pontuaçãomáxima"],
  ],
} as const satisfies Names;
