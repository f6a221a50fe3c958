import type { Metadata } from "next";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { AddVideo } from "@/components/videos/add-video";
import { ImportVideos } from "@/components/videos/import-videos";
import { currentLanguage } from "@/lib/auth/language";
import { requireTeaching } from "@/lib/auth/session";
import { courseList } from "@/lib/domain/courses/queries";
import type { Search } from "@/lib/http/list-url";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("videos.add.title") };
}

export default async function NewVideoPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireTeaching(), searchParams]);
  const { t } = await currentLanguage();
  const courses = (await courseList(scope)).map(({ id, title }) => ({ id, title }));
  const wanted = courses.find(({ id }) => id === search.course_id);
  const courseId = (wanted ?? (courses.length === 1 ? courses[0] : undefined))?.id ?? "";
  return (
    <>
      <PageHead
        crumbs={[{ label: t("ui.videos"), href: "/videos" }, { label: t("videos.add.title") }]}
        title={t("videos.add.title")}
        summary={t("videos.add.about")}
      />
      {courses.length === 0 ? (
        <Empty
          place="page"
          title={t("videos.add.no_course")}
          actions={
            <LinkButton look="primary" href="/courses/new">
              {t("videos.add.new_course")}
            </LinkButton>
          }
        >
          {t("videos.add.no_course_about")}
        </Empty>
      ) : (
        <ClientMessages of={["videos.add", "videos.upload", "videos.edit", "imports.problems"]}>
          <div className="mt-6 grid grid-cols-2 items-start gap-x-(--gap) gap-y-10 max-rail:grid-cols-[minmax(0,1fr)]">
            <AddVideo courses={courses} courseId={courseId} />
            <ImportVideos courses={courses} courseId={courseId} />
          </div>
        </ClientMessages>
      )}
    </>
  );
}
