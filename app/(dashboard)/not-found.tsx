import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";

export default function NotFound() {
  return (
    <>
      <PageHead
        crumbs={[{ label: "Not found" }]}
        title="Not found"
        summary="There is nothing at this address in your school. It may have been moved or removed."
      />
      <div className="mt-6">
        <LinkButton href="/">Go to the start</LinkButton>
      </div>
    </>
  );
}
