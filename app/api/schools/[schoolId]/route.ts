import { exampleSchool } from "@/lib/domain/schools/fixtures";
import { changeSchool } from "@/lib/domain/schools/mutations";
import { schoolById } from "@/lib/domain/schools/queries";
import { changeSchoolInput, schoolAnswer, schoolParams } from "@/lib/domain/schools/schema";
import { route } from "@/lib/http/route";

const params = { schoolId: exampleSchool.id };

export const GET = route({
  summary: "A school with its settings",
  auth: "admin",
  params: schoolParams,
  answer: schoolAnswer,
  example: { params, answer: exampleSchool },
  handler: ({ ctx: { scope }, params: { schoolId } }) => schoolById(scope, schoolId),
});

export const PATCH = route({
  summary: "Change a school's settings; numbers that depend on them are counted anew in the background",
  auth: "admin",
  params: schoolParams,
  body: changeSchoolInput,
  answer: schoolAnswer,
  example: {
    params,
    body: { attendance_minimum_percent: 50, on_time_minutes: 5 },
    answer: exampleSchool,
  },
  otherBodies: {
    "Sign-in through the school's provider": {
      oidc_domains: ["harbour.example"],
      oidc_role_claim: "groups",
      oidc_roles: { teachers: "instructor" },
    },
  },
  handler: ({ ctx, params: { schoolId }, body }) => changeSchool(ctx, schoolId, body),
});
