import { bearerHeader, curl } from "./snippets";

/* The code that makes a page report to Lectern, and the code of a server that signs who is watching. */

/** What a page measures. `reference` and `course` are what the page names it by: the school's own id if it has one. */
export type Measured = {
  kind: "video" | "session";
  reference: string;
  course: string | null;
  /** The file that the page plays; null where only the page knows. */
  source: string | null;
};

/** Where the snippet of a page comes from: Lectern's address, and what `data-school` names. */
export type Measuring = { origin: string; school: string };

export const playerKinds = [
  "site",
  "html",
  "react",
  "videojs",
  "plyr",
  "hls",
  "moodle",
  "wordpress",
] as const;
export type PlayerKind = (typeof playerKinds)[number];

export const tokenServers = ["node", "python", "php", "curl"] as const;
export type TokenServer = (typeof tokenServers)[number];

/** The address on the page's own site that answers with the token of who is signed in there. */
export const tokenPath = "/lectern-token";
/** What stands in a snippet as long as nothing has been made. */
export const missingIds = { video: "VIDEO_ID", session: "SESSION_ID", course: "COURSE_ID" } as const;

/** A value between the quotes of an attribute, in HTML and in JSX. */
const attribute = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** A session has no player: the script reports who is on the page. An address has no place for a token. */
export function kindsFor({ kind }: Pick<Measured, "kind">, signed: boolean): PlayerKind[] {
  if (kind === "session") return ["html", "react", "wordpress"];
  return playerKinds.filter((player) => !(signed && (player === "site" || player === "moodle")));
}

/** The line in the head of every page of a site, which follows each player and names it by its address. */
export const siteLine = ({ origin, school }: Measuring) =>
  `<script src="${attribute(origin)}/lectern.js" data-auto data-school="${attribute(school)}" defer></script>`;

/** The code for a page, in the form that this kind of page takes. `signed`: with who is watching, signed by the page's server. */
export function playerSnippet(
  player: PlayerKind,
  measured: Measured,
  measuring: Measuring,
  signed: boolean,
): string {
  if (measured.kind === "session") return sessionSnippet(player, measured, measuring, signed);
  const { origin } = measuring;
  const script = `<script src="${attribute(origin)}/lectern.js" defer></script>`;
  const source = (fallback: string) => attribute(measured.source ?? fallback);
  const marks = marksOf(measured, signed);
  const lines = (indent: string) => marks.map((mark) => `${indent}${mark}`).join("\n");
  const plain = `${script}
<video src="${source("lesson.mp4")}" controls
${lines("  ")}></video>`;
  switch (player) {
    case "site":
      return siteLine(measuring);
    case "html":
      return plain;
    case "react":
      return inReact(
        `      <video
        src="${source("lesson.mp4")}"
        controls
${lines("        ").replace("data-video-analytics", 'data-video-analytics=""')}
      />`,
        `${attribute(origin)}/lectern.js`,
      );
    case "videojs":
      return `${script}
<video class="video-js" controls data-setup="{}"
${lines("  ")}>
  <source src="${source("lesson.m3u8")}" type="${typeOf(measured.source ?? "lesson.m3u8")}">
</video>`;
    case "plyr":
      return `${script}
<video id="lesson" src="${source("lesson.mp4")}" controls
${lines("  ")}></video>
<script type="module">
  new Plyr("#lesson");
</script>`;
    case "hls":
      return `${script}
<video id="lesson" controls
${lines("  ")}></video>
<script type="module">
  const hls = new Hls();
  hls.loadSource(${inScript(measured.source ?? "lesson.m3u8")});
  hls.attachMedia(document.getElementById("lesson"));
</script>`;
    case "moodle":
      return `<!-- Site administration, Appearance, Additional HTML, "Within HEAD".
     Moodle removes the ids of a video from its pages, so its address names it. -->
${siteLine(measuring)}`;
    case "wordpress":
      return `<!-- A Custom HTML block, saved by an Editor or an Administrator. -->
${plain}`;
  }
}

function sessionSnippet(player: PlayerKind, measured: Measured, { origin }: Measuring, signed: boolean) {
  const src = `${attribute(origin)}/live.js`;
  const marks = marksOf(measured, signed);
  const plain = `<script src="${src}" defer></script>
<main
${marks.map((mark) => `  ${mark}`).join("\n")}></main>`;
  if (player === "react")
    return inReact(
      `      <main
${marks
  .map((mark) => `        ${mark}`)
  .join("\n")
  .replace("data-session-analytics", 'data-session-analytics=""')}
      />`,
      src,
    );
  return player === "wordpress"
    ? `<!-- A Custom HTML block, saved by an Editor or an Administrator. -->\n${plain.replaceAll("main", "div")}`
    : plain;
}

/** The attributes that mark what is measured. */
function marksOf({ kind, reference, course }: Measured, signed: boolean): string[] {
  return [
    `data-${kind}-analytics`,
    `data-${kind}-id="${attribute(reference)}"`,
    ...(kind === "video" ? [`data-course-id="${attribute(course ?? missingIds.course)}"`] : []),
    ...(signed ? [`data-token-url="${tokenPath}"`] : []),
  ];
}

/** React 19 loads a script that is `async` once, wherever it stands. */
const inReact = (element: string, script: string) => `export function Lesson() {
  return (
    <>
      <script async src="${script}" />
${element}
    </>
  );
}`;

const typeOf = (source: string) =>
  /\.m3u8($|\?)/i.test(source)
    ? "application/x-mpegURL"
    : /\.webm($|\?)/i.test(source)
      ? "video/webm"
      : "video/mp4";

/** A text in a script of a page, which must not end the script. */
const inScript = (text: string) => JSON.stringify(text).replaceAll("<", "\\u003c");

/* ---- Servers that sign ---- */

/**
 * The code of a site's own server. It answers `data-token-url` for the person who is signed in on that site, and keeps the API token,
 * which pages must never see.
 */
export function tokenSnippet(
  server: TokenServer,
  { kind, reference }: Pick<Measured, "kind" | "reference">,
  origin: string,
): string {
  const address = `${origin}/api/playback-tokens`;
  const id = `${kind}_id`;
  switch (server) {
    case "node":
      return `app.get("${tokenPath}", async (request, response) => {
  const answer = await fetch(${JSON.stringify(address)}, {
    method: "POST",
    headers: {
      ${bearerHeader}
      "Content-Type": "application/json",
    },
    // The person who is signed in on your site, by your own id.
    body: JSON.stringify({ ${id}: request.query.${id}, subject: String(request.user.id) }),
  });
  response.status(answer.status).json(await answer.json());
});`;
    case "python":
      return `import os

import requests
from flask import Flask, request, session

app = Flask(__name__)


@app.get("${tokenPath}")
def lectern_token():
    answer = requests.post(
        ${JSON.stringify(address)},
        headers={"Authorization": "Bearer " + os.environ["LECTERN_TOKEN"]},
        # The person who is signed in on your site, by your own id.
        json={"${id}": request.args["${id}"], "subject": str(session["user_id"])},
        timeout=10,
    )
    return answer.json(), answer.status_code`;
    case "php":
      return `<?php
session_start();
$request = curl_init('${address.replaceAll("'", "%27")}');
curl_setopt_array($request, [
    CURLOPT_POST => true,
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'Authorization: Bearer ' . getenv('LECTERN_TOKEN'),
        'Content-Type: application/json',
    ],
    // The person who is signed in on your site, by your own id.
    CURLOPT_POSTFIELDS => json_encode([
        '${id}' => $_GET['${id}'],
        'subject' => (string) $_SESSION['user_id'],
    ]),
]);
$answer = curl_exec($request);
http_response_code(curl_getinfo($request, CURLINFO_RESPONSE_CODE) ?: 502);
header('Content-Type: application/json');
echo $answer;`;
    case "curl":
      return curl({
        method: "POST",
        url: address,
        signed: true,
        body: { [id]: reference, subject: "learner-1042" },
      });
  }
}
