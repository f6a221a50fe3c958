import { NoticePage } from "@/components/shell/page-head";

export default function NotFound() {
  return (
    <NoticePage
      title="Not found"
      summary="There is nothing at this address in your school. It may have been moved or removed."
      link={{ href: "/", label: "Go to the start" }}
    />
  );
}
