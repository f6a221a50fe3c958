import { Bars } from "@/components/charts/bars";
import { SimpleTable } from "@/components/tables/simple-table";
import { Section } from "@/components/ui/section";
import type { FeedbackComment, FeedbackNumbers } from "@/lib/domain/sessions/schema";
import { count, decimal, ofBase, plural } from "@/lib/platform/format";
import { quotes, sentimentsText, starBars } from "./feedback-view";

type Props = {
  title: string;
  feedback: FeedbackNumbers;
  came: number;
};

const quotesShown = 2;
/** Pixels for "5 stars". */
const starsWidth = 48;
/** How many the query returns. */
const commentsMax = 200;

/** Feedback: the ratings by star, the themes of the comments, and the comments. */
export function FeedbackSection({ title, feedback, came }: Props) {
  const { total_responses: answers, average_rating: mean, comments, themes } = feedback;
  const sentiments = sentimentsText(comments);
  const answered = answers <= came ? `${ofBase(answers, came)} answered` : `${count(answers)} answered`;
  return (
    <Section
      id="feedback"
      line
      title={title}
      sub={`${answered}, ${comments.length ? `${count(comments.length)} with a comment` : "none with a comment"}.${themes.length ? " Themes are words or word pairs that three or more comments share." : ""}`}
    >
      <div className="grid grid-cols-[240px_minmax(0,1fr)_280px] items-start gap-12 max-rail:grid-cols-1 max-rail:gap-7">
        <Bars
          title={`Ratings: ${decimal(mean)} of 5`}
          head={["Stars", "Ratings", "Share"]}
          rows={starBars(feedback.rating_distribution)}
          namesWidth={starsWidth}
        />
        {themes.length ? (
          <Themes themes={themes} />
        ) : (
          <p className="text-small text-ink-2">
            {comments.length
              ? "No word is in three or more comments."
              : "Words that three or more comments share appear here."}
          </p>
        )}
        {comments.length ? (
          <div>
            <h3 className="mb-3 text-body font-semibold">Comments</h3>
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
              ? `All ${plural(comments.length, "comment")}`
              : `The latest ${count(commentsMax)} comments; the attendance CSV has all`}
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
  return (
    <figure className="mb-4 break-inside-avoid">
      <blockquote className="text-body leading-[22px] wrap-anywhere">“{comment}”</blockquote>
      <figcaption className="mt-0.5 text-axis leading-[18px] text-ink-3">
        {name}, {ofBase(rating, 5)}
        {sentiment ? `, ${sentiment}` : ""}
      </figcaption>
    </figure>
  );
}

function Themes({ themes }: { themes: FeedbackNumbers["themes"] }) {
  const most = Math.max(...themes.map(({ comments }) => comments));
  return (
    <SimpleTable
      label="Themes in the comments"
      rows={themes}
      rowKey={({ theme }) => theme}
      className="border-t border-line"
      columns={[
        { label: "Theme", className: "font-medium wrap-break-word", cell: ({ theme }) => theme },
        {
          label: "Comments",
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
        { label: "Average rating", align: "end", cell: ({ average_rating }) => decimal(average_rating) },
      ]}
    />
  );
}
