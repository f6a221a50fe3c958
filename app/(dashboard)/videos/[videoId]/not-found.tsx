import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";

export default function NoSuchVideo() {
  return (
    <>
      <PageHead
        crumbs={[{ label: "Videos", href: "/videos" }, { label: "Not found" }]}
        title="There is no such video"
        summary="The video may have been removed, or the link may be incomplete."
      />
      <div className="mt-6">
        <LinkButton href="/videos">See all videos</LinkButton>
      </div>
    </>
  );
}
