import { exampleSchoolRow } from "@/lib/domain/schools/fixtures";
import { begunDemo, demoAnswer } from "@/lib/domain/schools/schema";
import { begunWork } from "@/lib/domain/work/schema";
import { beginDemo, beginRemoval, demoOf } from "@/lib/flows/demo/demo-school";
import { route } from "@/lib/http/route";

const exampleId = "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10";

export const GET = route({
  summary: "Whether the demo school is loaded, and what it has; for who runs the installation",
  auth: "admin",
  answer: demoAnswer,
  example: {
    answer: { state: "loaded", schools: [{ ...exampleSchoolRow, demo: true }], work_id: null },
  },
  handler: ({ ctx: { scope } }) => demoOf(scope),
});

export const POST = route({
  summary: "Load the demo school in the background; answers the password of its accounts, once",
  auth: "admin",
  answer: begunDemo,
  status: 201,
  example: {
    answer: {
      id: exampleId,
      password: "kQ3v-9Zc1x0TtB7e",
      accounts: [{ email: "instructor@lectern.test", role: "instructor" }],
    },
  },
  handler: ({ ctx }) => beginDemo(ctx),
});

export const DELETE = route({
  summary: "Remove the demo school with everything in it, in the background; this cannot be undone",
  auth: "admin",
  answer: begunWork,
  example: { answer: { id: exampleId } },
  handler: ({ ctx }) => beginRemoval(ctx),
});
