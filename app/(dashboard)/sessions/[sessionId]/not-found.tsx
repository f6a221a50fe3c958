import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";

export default function NoSuchSession() {
  return (
    <>
      <PageHead
        crumbs={[{ label: "Sessions", href: "/sessions" }, { label: "Not found" }]}
        title="There is no such session"
        summary="Your school has none at this address. It may have been removed, or the link was cut."
      />
      <div className="mt-6">
        <LinkButton href="/sessions">See all sessions</LinkButton>
      </div>
    </>
  );
}
