import { isStaff } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import type { Search } from "@/lib/http/list-url";
import { MyLearningPage } from "./my-learning";
import { Overview } from "./overview";

/** The start page: the overview for staff; for a student their own sessions, videos and courses. */
export default async function Home({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireScope(), searchParams]);
  return isStaff(scope) ? (
    <Overview scope={scope} search={search} />
  ) : (
    <MyLearningPage scope={scope} search={search} />
  );
}
