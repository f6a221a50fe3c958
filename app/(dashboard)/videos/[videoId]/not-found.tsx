import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";

export default function NoSuchVideo() {
  return (
    <>
      <PageHead
        crumbs={[{ label: "Videos", href: "/videos" }, { label: "Not found" }]}
        title="There is no such video"
        summary="Your school has none at this address. It may have been removed, or the link was cut."
      />
      <div className="mt-6">
        <LinkButton href="/videos">See all videos</LinkButton>
      </div>
    </>
  );
}
