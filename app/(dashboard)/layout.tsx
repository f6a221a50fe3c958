import type { ReactNode } from "react";
import { Frame } from "@/components/shell/frame";
import { ownSchool } from "@/lib/auth/school";
import { requireScope } from "@/lib/auth/session";
import { longDate } from "@/lib/platform/format-dates";
import { beginSentence } from "@/lib/platform/phrases";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const scope = await requireScope();
  const school = await ownSchool(scope);
  const name = school.name ?? "every school";
  const day = longDate(new Date(), school.time_zone);
  return (
    <Frame
      person={{ name: scope.name, role: scope.role, school: name }}
      printedSource={`${beginSentence(name)}, ${day}`}
    >
      {children}
    </Frame>
  );
}
