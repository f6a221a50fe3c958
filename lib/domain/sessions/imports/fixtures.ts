import type { ImportAnswer, ImportRow } from "./schema";

/* A small report and the routes' answers about it, for their examples and tests. The numbers are consistent. */

export const exampleReport = [
  "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,",
  "812 3456 7890,Residuals,11/18/2026 06:00:00 PM,11/18/2026 07:00:00 PM,ines.carvalho@harbour.example,60,2,",
  "",
  "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent",
  "Afonso Teixeira,afonso.teixeira@harbour.example,11/18/2026 06:00:00 PM,11/18/2026 07:00:00 PM,60,No,",
  "Marta L,,11/18/2026 06:20:00 PM,11/18/2026 06:50:00 PM,30,Yes,",
  "",
].join("\r\n");

const meeting = {
  title: "Residuals",
  started_at: "2026-11-18T18:00:00.000Z",
  ended_at: "2026-11-18T19:00:00.000Z",
};

export const exampleImport: ImportAnswer = {
  success: true,
  format: "zoom_meeting_classic",
  presence: "spans",
  meeting,
  session: { id: null, ...meeting },
  attendees: 2,
  hosts: 0,
  spans: 2,
  minutes: 90,
  matched: 1,
  doubtful: 1,
  doubtful_people: [
    {
      index: 1,
      line: 6,
      name: "Marta L",
      email: null,
      minutes: 30,
      candidates: [
        {
          user_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4b09",
          name: "L. Marta",
          email: "marta.l@harbour.example",
          enrolled: true,
        },
      ],
    },
  ],
  unknown: 0,
  problems: [],
  errors: [],
  total_attended: 2,
  average_duration_minutes: 45,
  peak_count: 2,
  zone: "Europe/Lisbon",
  clock_only: false,
  date_order: { order: "mdy", certain: true },
  nearby: [
    {
      session_id: "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77",
      title: "Residuals and what they tell you",
      starts_at: "2026-11-18T18:02:00.000Z",
    },
  ],
  import_id: null,
  already: false,
};

export const exampleImportRow: ImportRow = {
  id: "0192f3a4-9a10-7c21-8f00-6d1f0c7a9e01",
  file_name: "participants_81234567890.csv",
  format: "zoom_meeting_classic",
  presence: "spans",
  people: 2,
  session_id: "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77",
  session_title: "Residuals and what they tell you",
  made_session: false,
  user_id: "0192f3a4-5a01-7b11-9e00-2c6b1f8d4a01",
  imported_by: "Inês Carvalho",
  imported_at: "2026-11-18T20:05:00.000Z",
  undone_at: null,
  undone_by: null,
};
