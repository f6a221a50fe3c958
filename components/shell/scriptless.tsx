"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect } from "react";

const Scriptless = createContext(false);

/** Whether this page is for a browser without script: what only a script could draw or open is there as a table. */
export const useScriptless = (): boolean => useContext(Scriptless);

/** The pages of a browser that runs no script. `cookie` names what says so; once a script runs again it goes, and the pages are drawn. */
export function ScriptlessPages({ cookie, children }: { cookie: string; children: ReactNode }) {
  const router = useRouter();
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API.
    document.cookie = `${cookie}=; Path=/; SameSite=Lax; Max-Age=0`;
    router.refresh();
  }, [cookie, router]);
  return <Scriptless value={true}>{children}</Scriptless>;
}
