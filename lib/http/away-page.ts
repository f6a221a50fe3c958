import { preferredLanguage } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";

/** The answer for a page while the database is away. It needs nothing of Next, and is in the browser's language: the one that its reader has chosen is in the database. */
export function awayAnswer(acceptLanguage: string | null, retryAfterSeconds: number) {
  const code = preferredLanguage(acceptLanguage) ?? "en";
  const { t } = languageIn(code);
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "retry-after": String(retryAfterSeconds),
  };
  const body = `<!doctype html>
<html lang="${code}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5">
<title>${t("shell.away.title")} · Lectern</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
main { max-width: 560px; margin: 18vh auto 0; padding: 0 16px }
h1 { font-size: 22px; line-height: 1.3 }
</style>
<main>
<h1>${t("shell.away.head")}</h1>
<p>${t("shell.away.about")}</p>
</main>
</html>
`;
  return { headers, body };
}
