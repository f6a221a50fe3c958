import type { ReactNode } from "react";
import { SchoolAccent } from "@/components/schools/school-accent";
import { ClientMessages } from "@/components/shell/client-messages";
import { Frame } from "@/components/shell/frame";
import { ScriptlessPages } from "@/components/shell/scriptless";
import { WorkNotices } from "@/components/shell/work-notices";
import { currentLanguage } from "@/lib/auth/language";
import { logoAddress, ownSchool } from "@/lib/auth/school";
import { isAdmin } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { openSteps } from "@/lib/domain/setup/queries";
import { setupSteps, stepsBehind } from "@/lib/domain/setup/schema";
import { openWorkOf } from "@/lib/domain/work/queries";
import { isScriptless, scriptlessCookie } from "@/lib/http/scriptless";
import { dateFormat } from "@/lib/language/dates";

/** Whose numbers a printed sheet has, and of which day, at its foot. */
function footOfSheets(text: string): string {
  // A text in CSS inside of HTML: nothing in it may end the string or the element.
  const quoted = text.replace(/["'\\&<>\n]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)} `);
  return `@page{@bottom-left{content:"${quoted}"}}`;
}

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const scope = await requireScope();
  const [school, openWork, steps] = await Promise.all([
    ownSchool(scope),
    openWorkOf(scope),
    isAdmin(scope) ? openSteps(scope) : null,
  ]);
  const behind = steps ? stepsBehind(steps) : setupSteps.length;
  const { code, t, beginSentence } = await currentLanguage();
  const name = school.name ?? t("shell.every_school");
  const day = dateFormat(code).longDate(new Date(), school.time_zone);
  const page = (await isScriptless()) ? (
    <ScriptlessPages cookie={scriptlessCookie}>{children}</ScriptlessPages>
  ) : (
    <>
      <noscript>
        <link rel="stylesheet" href="/without-script.css" />
        <meta httpEquiv="refresh" content="1" />
      </noscript>
      {children}
    </>
  );
  return (
    <ClientMessages of={["shell.frame", "shell.find", "shell.keys", "shell.work", "tables", "charts"]}>
      <Frame
        person={{
          name: scope.name,
          role: scope.role,
          school: name,
          logo: logoAddress(school.id, school.logo_at),
          setup: behind < setupSteps.length ? { behind, of: setupSteps.length } : null,
        }}
      >
        <SchoolAccent accent={school.accent} />
        <style>{footOfSheets(`${beginSentence(name)}, ${day}`)}</style>
        {page}
        <WorkNotices open={openWork} />
      </Frame>
    </ClientMessages>
  );
}
