import "server-only";
import { readdirSync, readFileSync } from "node:fs";
import { eq } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { pageScripts } from "@/lib/db/tables/schools";
import { AppError } from "@/lib/platform/errors";

/* The scripts that course pages on other sites load; lib/tracker/build.mjs builds them into `public`. */

const named = /^\/(lectern|tracker|live)[\w-]*\.(m?js|json)$/;
/** A name with the hash of the content, which never changes. */
const pinned = /^\/[a-z-]+-[0-9a-f]{12}\.m?js$/;

/** Whether the path is that of a page script, or of their list. */
export const isPageScript = (path: string): boolean => named.test(path);

/** How long browsers and proxies use a page script before they ask again. */
export const cachingOf = (path: string): string =>
  `public, max-age=${pinned.test(path) ? "31536000, immutable" : 300}`;

/** Stores the current scripts: a page that pinned them gets them after an upgrade too, from every process. */
export async function keepPageScripts(directory = "public"): Promise<void> {
  const files = readdirSync(directory).filter((name) => pinned.test(`/${name}`));
  const rows = files.map((name) => ({ name, body: readFileSync(`${directory}/${name}`, "utf8") }));
  await db().insert(pageScripts).values(rows).onConflictDoNothing();
}

/** The script under this path that another version of Lectern has served here; null if the path is not of that kind. */
export async function keptPageScript(path: string): Promise<string | null> {
  if (!pinned.test(path)) return null;
  const [kept] = await db()
    .select({ body: pageScripts.body })
    .from(pageScripts)
    .where(eq(pageScripts.name, path.slice(1)));
  if (kept) return kept.body;
  throw new AppError("not_found", {
    english: "This version of the script has never been served here; /lectern.json lists the current one.",
  });
}
