import Link from "next/link";
import type { ReactNode } from "react";
import { Empty } from "@/components/ui/empty";
import { useLanguage } from "@/components/ui/use-language";

/** For an admin of all schools: which of them a page is about; `children` says what is needed without one. */
export function SchoolChoice({
  schools,
  page,
  children,
}: {
  schools: readonly { id: string; name: string }[];
  page: string;
  children: ReactNode;
}) {
  const { t } = useLanguage();
  if (schools.length === 0) return <Empty title={t("sessions.form_page.no_school")}>{children}</Empty>;
  return (
    <ul className="mt-6">
      {schools.map((school) => (
        <li key={school.id} className="border-b border-line first:border-t">
          <Link href={`${page}?school=${school.id}`} className="block py-2 font-medium">
            {school.name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
