import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";

export default function Forbidden() {
  return (
    <>
      <PageHead
        crumbs={[{ label: "Not yours" }]}
        title="This is not yours to see"
        summary="It exists, but it belongs to a course you do not teach or to a role you do not have. Ask your school's admin."
      />
      <div className="mt-6">
        <LinkButton href="/">Go to the start</LinkButton>
      </div>
    </>
  );
}
