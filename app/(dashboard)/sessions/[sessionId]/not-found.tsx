import { NoticePage } from "@/components/shell/page-head";

export default function NoSuchSession() {
  return (
    <NoticePage
      crumbs={[{ label: "Sessions", href: "/sessions" }, { label: "Not found" }]}
      title="Session not found"
      summary="The session may have been removed, or the link may be incomplete."
      link={{ href: "/sessions", label: "See all sessions" }}
    />
  );
}
