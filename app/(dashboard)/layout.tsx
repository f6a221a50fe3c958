import type { ReactNode } from "react";
import { Frame } from "@/components/shell/frame";
import { ownSchool } from "@/lib/auth/school";
import { requireScope } from "@/lib/auth/session";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const scope = await requireScope();
  const school = await ownSchool(scope);
  return (
    <Frame person={{ name: scope.name, role: scope.role, school: school.name ?? "every school" }}>
      {children}
    </Frame>
  );
}
