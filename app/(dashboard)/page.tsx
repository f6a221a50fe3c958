import { redirect } from "next/navigation";
import { PageHead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { requireScope } from "@/lib/auth/session";

/** The front page: staff begin with the videos; a student's videos stand on their course pages. */
export default async function Home() {
  const scope = await requireScope();
  if (scope.role !== "student") redirect("/videos");
  return (
    <>
      <PageHead crumbs={[{ label: "Start" }]} title={scope.name} />
      <div className="mt-6">
        <Empty title="Your videos are on your course pages">
          Open a video there: what you watch is kept, so that you can go on where you stopped. Only you and
          the people who teach the course see it.
        </Empty>
      </div>
    </>
  );
}
