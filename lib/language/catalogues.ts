import "server-only";
import { createTranslator } from "next-intl";
import { languageOf, type Translate } from "./language";
import { byLanguage, type LanguageCode } from "./languages";
import deApiReference from "./messages/de/api_reference.json";
import deCharts from "./messages/de/charts.json";
import deErrors from "./messages/de/errors.json";
import deFailure from "./messages/de/failure.json";
import deGlossary from "./messages/de/glossary.json";
import deImports from "./messages/de/imports.json";
import deLearning from "./messages/de/learning.json";
import deOverview from "./messages/de/overview.json";
import dePeople from "./messages/de/people.json";
import dePlayer from "./messages/de/player.json";
import deSchool from "./messages/de/school.json";
import deSession from "./messages/de/session.json";
import deSessions from "./messages/de/sessions.json";
import deSetup from "./messages/de/setup.json";
import deShares from "./messages/de/shares.json";
import deShell from "./messages/de/shell.json";
import deTables from "./messages/de/tables.json";
import deUi from "./messages/de/ui.json";
import deVideos from "./messages/de/videos.json";
import enApiReference from "./messages/en/api_reference.json";
import enCharts from "./messages/en/charts.json";
import enErrors from "./messages/en/errors.json";
import enFailure from "./messages/en/failure.json";
import enGlossary from "./messages/en/glossary.json";
import enImports from "./messages/en/imports.json";
import enLearning from "./messages/en/learning.json";
import enOverview from "./messages/en/overview.json";
import enPeople from "./messages/en/people.json";
import enPlayer from "./messages/en/player.json";
import enSchool from "./messages/en/school.json";
import enSession from "./messages/en/session.json";
import enSessions from "./messages/en/sessions.json";
import enSetup from "./messages/en/setup.json";
import enShares from "./messages/en/shares.json";
import enShell from "./messages/en/shell.json";
import enTables from "./messages/en/tables.json";
import enUi from "./messages/en/ui.json";
import enVideos from "./messages/en/videos.json";
import esApiReference from "./messages/es/api_reference.json";
import esCharts from "./messages/es/charts.json";
import esErrors from "./messages/es/errors.json";
import esFailure from "./messages/es/failure.json";
import esGlossary from "./messages/es/glossary.json";
import esImports from "./messages/es/imports.json";
import esLearning from "./messages/es/learning.json";
import esOverview from "./messages/es/overview.json";
import esPeople from "./messages/es/people.json";
import esPlayer from "./messages/es/player.json";
import esSchool from "./messages/es/school.json";
import esSession from "./messages/es/session.json";
import esSessions from "./messages/es/sessions.json";
import esSetup from "./messages/es/setup.json";
import esShares from "./messages/es/shares.json";
import esShell from "./messages/es/shell.json";
import esTables from "./messages/es/tables.json";
import esUi from "./messages/es/ui.json";
import esVideos from "./messages/es/videos.json";
import frApiReference from "./messages/fr/api_reference.json";
import frCharts from "./messages/fr/charts.json";
import frErrors from "./messages/fr/errors.json";
import frFailure from "./messages/fr/failure.json";
import frGlossary from "./messages/fr/glossary.json";
import frImports from "./messages/fr/imports.json";
import frLearning from "./messages/fr/learning.json";
import frOverview from "./messages/fr/overview.json";
import frPeople from "./messages/fr/people.json";
import frPlayer from "./messages/fr/player.json";
import frSchool from "./messages/fr/school.json";
import frSession from "./messages/fr/session.json";
import frSessions from "./messages/fr/sessions.json";
import frSetup from "./messages/fr/setup.json";
import frShares from "./messages/fr/shares.json";
import frShell from "./messages/fr/shell.json";
import frTables from "./messages/fr/tables.json";
import frUi from "./messages/fr/ui.json";
import frVideos from "./messages/fr/videos.json";
import ptApiReference from "./messages/pt/api_reference.json";
import ptCharts from "./messages/pt/charts.json";
import ptErrors from "./messages/pt/errors.json";
import ptFailure from "./messages/pt/failure.json";
import ptGlossary from "./messages/pt/glossary.json";
import ptImports from "./messages/pt/imports.json";
import ptLearning from "./messages/pt/learning.json";
import ptOverview from "./messages/pt/overview.json";
import ptPeople from "./messages/pt/people.json";
import ptPlayer from "./messages/pt/player.json";
import ptSchool from "./messages/pt/school.json";
import ptSession from "./messages/pt/session.json";
import ptSessions from "./messages/pt/sessions.json";
import ptSetup from "./messages/pt/setup.json";
import ptShares from "./messages/pt/shares.json";
import ptShell from "./messages/pt/shell.json";
import ptTables from "./messages/pt/tables.json";
import ptUi from "./messages/pt/ui.json";
import ptVideos from "./messages/pt/videos.json";

/* Every message in every language, for the server. A browser gets only those that its page uses (components/shell/client-messages.tsx). */

const english = {
  api_reference: enApiReference,
  charts: enCharts,
  errors: enErrors,
  failure: enFailure,
  glossary: enGlossary,
  imports: enImports,
  learning: enLearning,
  overview: enOverview,
  people: enPeople,
  player: enPlayer,
  school: enSchool,
  session: enSession,
  sessions: enSessions,
  setup: enSetup,
  shares: enShares,
  shell: enShell,
  tables: enTables,
  ui: enUi,
  videos: enVideos,
};

/** The messages of a language by area, as nested keys. English defines them. */
export type Catalogue = typeof english;
export type Area = keyof Catalogue;

export const catalogues: Record<LanguageCode, Catalogue> = {
  en: english,
  de: {
    api_reference: deApiReference,
    charts: deCharts,
    errors: deErrors,
    failure: deFailure,
    glossary: deGlossary,
    imports: deImports,
    learning: deLearning,
    overview: deOverview,
    people: dePeople,
    player: dePlayer,
    school: deSchool,
    session: deSession,
    sessions: deSessions,
    setup: deSetup,
    shares: deShares,
    shell: deShell,
    tables: deTables,
    ui: deUi,
    videos: deVideos,
  },
  es: {
    api_reference: esApiReference,
    charts: esCharts,
    errors: esErrors,
    failure: esFailure,
    glossary: esGlossary,
    imports: esImports,
    learning: esLearning,
    overview: esOverview,
    people: esPeople,
    player: esPlayer,
    school: esSchool,
    session: esSession,
    sessions: esSessions,
    setup: esSetup,
    shares: esShares,
    shell: esShell,
    tables: esTables,
    ui: esUi,
    videos: esVideos,
  },
  fr: {
    api_reference: frApiReference,
    charts: frCharts,
    errors: frErrors,
    failure: frFailure,
    glossary: frGlossary,
    imports: frImports,
    learning: frLearning,
    overview: frOverview,
    people: frPeople,
    player: frPlayer,
    school: frSchool,
    session: frSession,
    sessions: frSessions,
    setup: frSetup,
    shares: frShares,
    shell: frShell,
    tables: frTables,
    ui: frUi,
    videos: frVideos,
  },
  pt: {
    api_reference: ptApiReference,
    charts: ptCharts,
    errors: ptErrors,
    failure: ptFailure,
    glossary: ptGlossary,
    imports: ptImports,
    learning: ptLearning,
    overview: ptOverview,
    people: ptPeople,
    player: ptPlayer,
    school: ptSchool,
    session: ptSession,
    sessions: ptSessions,
    setup: ptSetup,
    shares: ptShares,
    shell: ptShell,
    tables: ptTables,
    ui: ptUi,
    videos: ptVideos,
  },
};

/** The language of this code, outside a page: of an API's answer, a mail, a test. */
export const languageIn = byLanguage((code) => {
  const t = createTranslator({
    locale: code,
    messages: catalogues[code] as Record<string, unknown>,
    // A message that is missing or lacks a value is a fault of the program.
    onError: (error) => {
      throw error;
    },
  });
  return languageOf(code, t as unknown as Translate);
});
