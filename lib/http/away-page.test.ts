import { expect, it } from "vitest";
import { awayAnswer } from "./away-page";

it.each([
  [null, "en", "Lectern cannot reach its database at the moment"],
  ["de-AT,en;q=0.5", "de", "Lectern erreicht seine Datenbank im Moment nicht"],
  ["tlh, fr;q=0.3", "fr", "Lectern n’arrive pas à joindre sa base de données pour le moment"],
  ["tlh", "en", "Lectern cannot reach its database at the moment"],
])("says that the database is away in the browser's language: %s", (accepted, code, head) => {
  const { body } = awayAnswer(accepted, 5);
  expect(body).toContain(`<html lang="${code}">`);
  expect(body).toContain(`<h1>${head}</h1>`);
});
