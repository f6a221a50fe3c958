import { exampleSchool, exampleSchoolRow } from "@/lib/domain/schools/fixtures";
import { createSchool } from "@/lib/domain/schools/mutations";
import { schoolList } from "@/lib/domain/schools/queries";
import { newSchoolInput, schoolAnswer, schoolsAnswer, schoolsQuery } from "@/lib/domain/schools/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The schools that you administer, with how many people, courses, videos and sessions each has",
  auth: "admin",
  query: schoolsQuery,
  answer: schoolsAnswer,
  example: { query: { sort: "people" }, answer: { items: [exampleSchoolRow], total: 1 } },
  handler: ({ ctx: { scope }, query }) => schoolList(scope, query),
});

export const POST = route({
  summary: "Make a school; for the installation's admin",
  auth: "admin",
  body: newSchoolInput,
  answer: schoolAnswer,
  status: 201,
  example: {
    body: { name: "Harbour College", slug: "harbour-college", time_zone: "Europe/Lisbon" },
    answer: exampleSchool,
  },
  handler: ({ ctx, body }) => createSchool(ctx, body),
});
