import { exampleUser } from "@/lib/domain/people/users/fixtures";
import { saveUser } from "@/lib/domain/people/users/mutations";
import { usersOf } from "@/lib/domain/people/users/queries";
import { newUser, savedUser, usersAnswer, usersQuery } from "@/lib/domain/people/users/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "List the people of your school; search by username, e-mail address, first and last name",
  auth: "admin",
  query: usersQuery,
  answer: usersAnswer,
  example: {
    query: { search: "bento", role: "student", limit: 20, offset: 0 },
    answer: { items: [exampleUser], total: 1 },
  },
  handler: ({ ctx: { scope }, query }) => usersOf(scope, query),
});

export const POST = route({
  summary: "Add a person; one whom your external id names already is changed",
  auth: "admin",
  body: newUser,
  answer: savedUser,
  example: {
    body: {
      external_id: "S-20140",
      email: "vasco.moura@harbour.example",
      username: "vasco.moura",
      first_name: "Vasco",
      last_name: "Moura",
      role: "student",
    },
    answer: {
      ...exampleUser,
      id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a03",
      external_id: "S-20140",
      email: "vasco.moura@harbour.example",
      username: "vasco.moura",
      name: "Vasco Moura",
      first_name: "Vasco",
      last_name: "Moura",
      address: null,
      state: "not_invited",
      last_signed_in_at: null,
      revision: 1,
      created: true,
    },
  },
  handler: ({ ctx, body }) => saveUser(ctx, body),
});
