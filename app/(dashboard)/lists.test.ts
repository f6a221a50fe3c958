import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { auditQuery } from "@/lib/domain/audit/schema";
import { enrollmentsQuery } from "@/lib/domain/courses/enrollments/forms";
import { courseListQuery } from "@/lib/domain/courses/forms";
import { resultListQuery } from "@/lib/domain/courses/results/forms";
import { apiTokensQuery } from "@/lib/domain/people/schema";
import { usersQuery } from "@/lib/domain/people/users/schema";
import {
  attendeesQuery,
  messagesQuery,
  sessionListQuery,
  sessionPeopleQuery,
} from "@/lib/domain/sessions/filters";
import { importsQuery } from "@/lib/domain/sessions/imports/schema";
import { videoListQuery, viewersQuery } from "@/lib/domain/videos/filters";
import { workQuery } from "@/lib/domain/work/schema";
import { queryFromUrl, routeSearch } from "@/lib/http/list-url";

describe("a page's URL", () => {
  it("describes the list", () => {
    expect(
      queryFromUrl(
        sessionListQuery,
        { sort: "-score", offset: "50", q: "plot", course_id: "c1,c2", status: "ended,live" },
        { limit: 50 },
      ),
    ).toEqual({
      limit: 50,
      offset: 50,
      sort: "score",
      order: "desc",
      q: "plot",
      course_id: "c1,c2",
      status: "ended,live",
    });
    expect(queryFromUrl(videoListQuery, {}, { limit: 25 })).toEqual({ limit: 25, offset: 0, sort: "views" });
  });

  it("of several tables is read with the table's name as prefix", () => {
    const search = {
      "people.sort": "-minutes",
      "people.q": "ana",
      "people.offset": "25",
      sort: "name",
      q: "x",
    };
    expect(queryFromUrl(attendeesQuery, search, { name: "people", limit: 25 })).toEqual({
      limit: 25,
      offset: 25,
      sort: "minutes",
      order: "desc",
      q: "ana",
    });
  });

  it("with invalid values still opens: they are ignored, and the rest applies", () => {
    const read = (search: Record<string, string | string[]>) =>
      queryFromUrl(sessionListQuery, search, { limit: 50 });
    expect(read({ sort: "-salary", status: "asleep", from: "yesterday", q: "plot" })).toEqual({
      limit: 50,
      offset: 0,
      sort: "when",
      q: "plot",
    });
    expect(read({ from: "2026-11-09", to: "2026-11-01", q: "plot" })).toEqual({
      limit: 50,
      offset: 0,
      sort: "when",
      q: "plot",
    });
    expect(read({ q: ["a", "b"], offset: "-1", limit: "9" })).toEqual({ limit: 50, offset: 0, sort: "when" });
  });
});

/** Every list with a page, and a value for each key of its URL. */
const lists: Record<string, { schema: z.ZodObject; search: Record<string, string> }> = {
  sessions: {
    schema: sessionListQuery,
    search: {
      sort: "-score",
      q: "plot",
      instructor_id: "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77",
      person_id: "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e80",
      course_id: "statistics",
      series_id: "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e78",
      status: "ended",
      left_out: "false",
      ids: "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e79",
      from: "2026-11-01",
      to: "2026-11-30",
    },
  },
  attendees: { schema: attendeesQuery, search: { sort: "-minutes", q: "ana", status: "engaged" } },
  "a session's messages": { schema: messagesQuery, search: { q: "why", show: "unanswered" } },
  "a session's people": { schema: sessionPeopleQuery, search: { q: "ana", state: "walk_in" } },
  videos: {
    schema: videoListQuery,
    search: {
      sort: "-recent",
      q: "plot",
      course_id: "statistics",
      archived: "true",
      from: "2026-11-01",
      to: "2026-11-30",
    },
  },
  viewers: { schema: viewersQuery, search: { sort: "name", q: "ana" } },
  courses: {
    schema: courseListQuery,
    search: { sort: "-learners", q: "plot", term_id: "autumn", archived: "true" },
  },
  "a course's people": {
    schema: enrollmentsQuery,
    search: { sort: "-enrolled", q: "ana", class_id: "monday" },
  },
  "a course's results": {
    schema: resultListQuery,
    search: { sort: "-score", q: "ana", assessment_id: "essay", user_id: "s2042" },
  },
  imports: { schema: importsQuery, search: {} },
  "the audit log": {
    schema: auditQuery,
    search: {
      q: "ana",
      action: "user.update",
      from: "2026-11-01",
      to: "2026-11-30",
      address: "192.0.2",
      target: "t1",
      before: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10",
    },
  },
  work: { schema: workQuery, search: { state: "failed" } },
  people: {
    schema: usersQuery,
    search: { sort: "-last_seen", search: "ana", role: "admin,student", state: "invited" },
  },
  "API tokens": { schema: apiTokensQuery, search: { sort: "name", q: "nightly" } },
};

describe.each(Object.entries(lists))("what the list of %s shows", (_, { schema, search }) => {
  it("is read from every key that its schema has", () => {
    const keys = Object.keys(schema.shape).filter((key) => !["limit", "offset", "order"].includes(key));
    expect(Object.keys(search).sort()).toEqual(keys.sort());
  });

  it("gives its routes' query, without the page", () => {
    const query = queryFromUrl(schema, { ...search, offset: "100" }, { limit: 25 });
    const asked = schema.parse(Object.fromEntries(new URLSearchParams(routeSearch(query))));
    const { limit: _limit, offset: _offset, ...shown } = query;
    expect(asked).toMatchObject(shown);
    expect(Object.keys(asked).sort()).toEqual(Object.keys(query).sort());
  });
});
