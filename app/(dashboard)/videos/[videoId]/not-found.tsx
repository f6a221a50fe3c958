import { NoticePage } from "@/components/shell/page-head";

export default function NoSuchVideo() {
  return (
    <NoticePage
      crumbs={[{ label: "Videos", href: "/videos" }, { label: "Not found" }]}
      title="Video not found"
      summary="The video may have been removed, or the link may be incomplete."
      link={{ href: "/videos", label: "See all videos" }}
    />
  );
}
