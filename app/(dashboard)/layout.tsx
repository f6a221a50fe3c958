import type { ReactNode } from "react";
import { SchoolStyle } from "@/components/schools/school-style";
import { ClientMessages } from "@/components/shell/client-messages";
import { Frame } from "@/components/shell/frame";
import { ScriptlessPages } from "@/components/shell/scriptless";
import { WorkNotices } from "@/components/shell/work-notices";
import { currentLanguage } from "@/lib/auth/language";
import { logoAddress, ownSchool } from "@/lib/auth/school";
import { isAdmin, isStaff } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { openAlerts } from "@/lib/domain/alerts/queries";
import { openSteps } from "@/lib/domain/setup/queries";
import { setupSteps, stepsBehind } from "@/lib/domain/setup/schema";
import { openWorkOf } from "@/lib/domain/work/queries";
import { isScriptless, scriptlessCookie } from "@/lib/http/scriptless";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const scope = await requireScope();
  const [school, openWork, steps, open_alerts] = await Promise.all([
    ownSchool(scope),
    openWorkOf(scope),
    isAdmin(scope) ? openSteps(scope) : null,
    isStaff(scope) ? openAlerts(scope, new Date()) : 0,
  ]);
  const behind = steps ? stepsBehind(steps) : setupSteps.length;
  const language = await currentLanguage();
  const { t } = language;
  const name = school.name ?? t("shell.every_school");
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
          open_alerts,
          setup: behind < setupSteps.length ? { behind, of: setupSteps.length } : null,
        }}
      >
        <SchoolStyle school={{ ...school, name }} language={language} />
        {page}
        <WorkNotices open={openWork} />
      </Frame>
    </ClientMessages>
  );
}
