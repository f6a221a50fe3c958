import { NoticePage } from "@/components/shell/page-head";

export default function NoSuchSession() {
  return (
    <NoticePage
      crumbs={[{ label: "Sessions", href: "/sessions" }, { label: "Not found" }]}
      title="There is no such session"
      summary="Your school has none at this address. It may have been removed, or the link was cut."
      link={{ href: "/sessions", label: "See all sessions" }}
    />
  );
}
