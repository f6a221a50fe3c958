"use server";

import { revalidatePath } from "next/cache";
import { adminAction } from "@/lib/http/action";
import { changeSchool, createSchool, setLogo } from "./mutations";
import { changeSchoolForm, newSchoolInput, schoolForm } from "./schema";

/** Changes a school's settings. */
export async function changeSchoolAction(input: unknown) {
  return adminAction("school.update", { schema: changeSchoolForm, input }, async (ctx, given) => {
    const { school_id, ...change } = given;
    const school = await changeSchool(ctx, school_id, change);
    // Its name, logo and colour are on every page.
    revalidatePath("/", "layout");
    return school;
  });
}

/** Makes a school. */
export async function createSchoolAction(input: unknown) {
  return adminAction("school.create", { schema: newSchoolInput, input }, async (ctx, given) => {
    const school = await createSchool(ctx, given);
    revalidatePath("/schools");
    return school;
  });
}

/** Removes a school's logo. */
export async function removeLogoAction(input: unknown) {
  return adminAction("school.remove_logo", { schema: schoolForm, input }, async (ctx, { school_id }) => {
    await setLogo(ctx, school_id, null);
    revalidatePath("/", "layout");
    return null;
  });
}
