import { useState } from "react";
import { Button } from "../ui/button";
import { Form, TextAreaField } from "../ui/form";
import { Section } from "../ui/section";
import { useLanguage } from "../ui/use-language";
import type { Outcome } from "./sent";

const stars = [1, 2, 3, 4, 5] as const;

/** One to five stars and a comment, after the session. `outcome` is of the latest rating. */
export function RoomFeedback({
  outcome,
  onRate,
}: {
  outcome: Outcome | null;
  onRate: (rating: number, comment: string) => void;
}) {
  const { t } = useLanguage();
  const [rating, setRating] = useState<number | null>(null);

  return (
    <Section title={t("player.room.how_was_it")} sub={t("player.room.can_change")} className="max-w-[560px]">
      <Form
        onGiven={(given) => {
          if (rating !== null) onRate(rating, String(given.get("comment")).trim());
        }}
      >
        <fieldset>
          <legend className="text-small font-medium text-ink">{t("player.room.stars")}</legend>
          <div className="mt-1 flex flex-wrap gap-1.5">
            {stars.map((star) => (
              <label
                key={star}
                className="inline-flex h-9 cursor-pointer items-center gap-1.5 rounded-md border border-line-strong px-3 text-small font-medium tabular-nums hover:bg-hover has-checked:border-accent has-checked:text-accent"
              >
                <input
                  type="radio"
                  name="rating"
                  value={star}
                  checked={rating === star}
                  onChange={() => setRating(star)}
                  className="accent-(--accent)"
                />
                {t("player.room.star_count", { count: star })}
              </label>
            ))}
          </div>
        </fieldset>
        <TextAreaField
          label={t("player.room.comment")}
          hint={t("player.room.comment_about")}
          rows={3}
          name="comment"
          maxLength={4000}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" disabled={rating === null}>
            {t("player.room.send_rating")}
          </Button>
          <p role="status" className="text-small text-ink-2">
            {outcome ? t(`player.room.rating_${outcome}`) : null}
          </p>
        </div>
      </Form>
    </Section>
  );
}
