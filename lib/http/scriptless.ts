import "server-only";
import { cookies } from "next/headers";

/** The cookie of a browser that runs no script: its pages come whole, with tables in place of charts. */
export const scriptlessCookie = "lectern_script";

/** Whether the browser of this request runs no script, as far as it has shown (app/without-script.css). */
export const isScriptless = async (): Promise<boolean> =>
  (await cookies()).get(scriptlessCookie)?.value === "off";
