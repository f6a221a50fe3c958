import { NoticePage } from "@/components/shell/page-head";

export default function Forbidden() {
  return (
    <NoticePage
      crumbs={[{ label: "No access" }]}
      title="You don't have access"
      summary="It exists, but it belongs to a course you do not teach or to a role you do not have. Ask your school's admin."
      link={{ href: "/", label: "Go to the start" }}
    />
  );
}
