/** This part of a session is its end: the longest stretch that a drop-off can be. */
const endShare = 1 / 20;

/**
 * The drop-offs of a finished session without those in which people leave because it ends: what pictures mark and sentences
 * speak of. The numbers themselves (`drop_off_points`) keep all.
 */
export function duringSession<Drop extends { to: string }>(
  drops: readonly Drop[],
  window: { from: Date; to: Date },
): Drop[] {
  const endsAt = window.to.getTime() - (window.to.getTime() - window.from.getTime()) * endShare;
  return drops.filter((drop) => Date.parse(drop.to) < endsAt);
}
