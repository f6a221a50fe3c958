import { expect, it } from "vitest";
import { clashes } from "./use-edit";

it.each([
  ["nobody changed anything", {}, {}, false],
  ["only the reader did", {}, { title: "Mine" }, false],
  ["both wrote the same", { title: "New" }, { title: "New" }, false],
  ["both wrote something else", { title: "Theirs" }, { title: "Mine" }, true],
  ["the other emptied what the reader changed", { title: "" }, { title: "Mine" }, true],
  // Saving the whole form would undo it.
  ["the other changed a field that the reader left", { number: "2" }, { title: "Mine" }, true],
])("two edits of one thing: %s", (_, theirs, yours, clash) => {
  const begun = { title: "Old", number: "1" };
  expect(clashes(begun, { ...begun, ...theirs }, { ...begun, ...yours })).toBe(clash);
});
