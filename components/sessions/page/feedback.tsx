import { Bars } from "@/components/charts/bars";
import { labelWidth } from "@/components/charts/labels";
import { SimpleTable } from "@/components/tables/simple-table";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { FeedbackComment, FeedbackNumbers } from "@/lib/domain/sessions/schema";
import { quotes, sentimentsText, starBars } from "./feedback-view";

type Props = {
  title: string;
  feedback: FeedbackNumbers;
  came: number;
};

const quotesShown = 2;
/** How many the query returns. */
const commentsMax = 200;

/** Feedback: the ratings by star, the themes of the comments, and the comments. */
export function FeedbackSection({ title, feedback, came }: Props) {
  const { total_responses: answers, average_rating: mean, comments, themes } = feedback;
  const language = useLanguage();
  const { t, decimal } = language;
  const stars = starBars(feedback.rating_distribution, language);
  const sentiments = sentimentsText(comments, language);
  const answered =
    answers <= came
      ? t("session.feedback.answered_of", { answers, came })
      : t("session.feedback.answered", { answers });
  return (
    <Section
      id="feedback"
      line
      title={title}
      sub={language.beginSentence(
        t("session.feedback.about", {
          answered,
          comments: comments.length,
          themes: themes.length > 0 ? "yes" : "no",
        }),
      )}
    >
      <div className="grid grid-cols-[240px_minmax(0,1fr)_280px] items-start gap-12 max-rail:grid-cols-1 max-rail:gap-7">
        <Bars
          title={t("session.feedback.ratings", { mean: decimal(mean) })}
          head={[t("session.feedback.stars"), t("session.feedback.times"), t("session.engagement.share")]}
          rows={stars}
          namesWidth={Math.max(...stars.map(({ label }) => labelWidth({ title: label, detail: "" })))}
        />
        {themes.length ? (
          <Themes themes={themes} />
        ) : (
          <p className="text-small text-ink-2">
            {t(comments.length ? "session.feedback.no_shared_word" : "session.feedback.themes_later")}
          </p>
        )}
        {comments.length ? (
          <div>
            <h3 className="mb-3 text-body font-semibold">{t("session.feedback.comments")}</h3>
            {quotes(comments, quotesShown).map((one) => (
              <Quote key={one.attendee_id} said={one} />
            ))}
            {sentiments ? <p className="text-small text-ink-2">{sentiments}</p> : null}
          </div>
        ) : null}
      </div>
      {comments.length > quotesShown ? (
        <details className="mt-5 text-small">
          <summary className="w-fit cursor-pointer py-0.5 font-medium text-accent">
            {comments.length < commentsMax
              ? t("session.feedback.all_comments", { count: comments.length })
              : t("session.feedback.latest_comments", { count: commentsMax })}
          </summary>
          <div className="mt-4 columns-2 gap-12 max-rail:columns-1">
            {comments.map((one) => (
              <Quote key={one.attendee_id} said={one} />
            ))}
          </div>
        </details>
      ) : null}
    </Section>
  );
}

function Quote({ said: { comment, name, rating, sentiment } }: { said: FeedbackComment }) {
  const { t } = useLanguage();
  return (
    <figure className="mb-4 break-inside-avoid">
      <blockquote className="text-body leading-[22px] wrap-anywhere">
        {t("session.feedback.quote", { comment })}
      </blockquote>
      <figcaption className="mt-0.5 text-axis leading-[18px] text-ink-3">
        {t("session.feedback.said_by", { name, rating, sentiment: sentiment ?? "none" })}
      </figcaption>
    </figure>
  );
}

function Themes({ themes }: { themes: FeedbackNumbers["themes"] }) {
  const { t, count, decimal } = useLanguage();
  const most = Math.max(...themes.map(({ comments }) => comments));
  return (
    <SimpleTable
      label={t("session.feedback.themes_table")}
      rows={themes}
      rowKey={({ theme }) => theme}
      className="border-t border-line"
      columns={[
        {
          label: t("session.feedback.theme"),
          className: "font-medium wrap-break-word",
          cell: ({ theme }) => theme,
        },
        {
          label: t("session.feedback.comments"),
          cell: ({ comments }) => (
            <span className="flex w-36 items-center gap-1.5 max-rail:w-16">
              <i
                className="h-3 rounded-[1px] border-l-2 border-accent bg-seen-1"
                style={{ width: `${(comments / most) * 75}%` }}
              />
              {count(comments)}
            </span>
          ),
        },
        {
          label: t("session.feedback.average_rating"),
          align: "end",
          cell: ({ average_rating }) => decimal(average_rating),
        },
      ]}
    />
  );
}
