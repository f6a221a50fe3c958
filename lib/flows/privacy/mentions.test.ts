import { expect, it } from "vitest";
import { isMentioned, mentions, withoutMentions } from "./mentions";

const ana = {
  ...{ id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02", school_id: null, viewer_ids: [], identities: [] },
  ...{ name: "Ana Costa", email: "ana@x.test", username: "ac", external_id: "S-19022", actors: [] },
};
const names = mentions(ana);

it("finds a name as whole words, in any case", () => {
  expect(isMentioned("Note of ANA COSTA, today", names)).toBe(true);
  expect(isMentioned("(ana@x.test)", names)).toBe(true);
  expect(isMentioned("Ana Costalegre", names)).toBe(false);
  expect(isMentioned("diana@x.test", names)).toBe(false);
  // A later place in the text counts, too.
  expect(isMentioned("S-190222 and S-19022", names)).toBe(true);
  // Two letters stand for other things, too.
  expect(isMentioned("ac", names)).toBe(false);
});

it("takes out what mentions somebody, and leaves the rest as it is", () => {
  const value = {
    people: {
      added: [ana.id, "another"],
      changed: [{ id: "another", before: { name: "Ana Costa" } }, { id: "b" }],
    },
    file: "Report of Ana Costa.csv",
    [ana.id]: "x",
    count: 19022,
  };
  expect(withoutMentions(value, names)).toEqual({
    people: { added: ["another"], changed: [{ id: "b" }] },
    file: "",
    count: 19022,
  });
  const other = { people: ["Bo"] };
  expect(withoutMentions(other, names)).toBe(other);
});
