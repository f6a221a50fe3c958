import { scriptlessCookie } from "@/lib/http/scriptless";

/** An empty style sheet that only a browser without script loads (app/(dashboard)/layout.tsx): from then on its pages come whole. */
export const GET = () =>
  new Response("", {
    headers: {
      "content-type": "text/css",
      "cache-control": "no-store",
      "set-cookie": `${scriptlessCookie}=off; Path=/; SameSite=Lax`,
    },
  });
