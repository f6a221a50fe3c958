import { describe, expect, it } from "vitest";
import { mintScope, type Scope } from "@/lib/auth/scope";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeSession, makeUser, testDatabase } from "@/lib/testing/database";
import { sessionForRoom } from "./session";

testDatabase();

describe("a session's room", () => {
  it("is open to its school, and to guests if the session allows them", async () => {
    const [school, elsewhere] = [await makeSchool(), await makeSchool()];
    const teacher = await makeUser({ school_id: school.id, role: "instructor" });
    const given = { school_id: school.id, instructor_id: teacher.id };
    const closed = await makeSession({ ...given, external_id: "CLOSED" });
    const open = await makeSession({ ...given, external_id: "OPEN", anonymous_viewers: true });
    const scopeOf = (role: Scope["role"], schoolId = school.id, userId = newId()) =>
      mintScope({ user_id: userId, name: "Somebody", role, school_id: schoolId });

    const told = async (scope: Scope | null, id: string) => {
      try {
        const { mine, host } = await sessionForRoom(scope, id);
        return { mine, host };
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(await told(scopeOf("student"), closed.id)).toEqual({ mine: false, host: false });
    expect(await told(scopeOf("student"), "CLOSED")).toEqual({ mine: false, host: false });
    expect(await told(scopeOf("instructor", school.id, teacher.id), closed.id)).toEqual({
      mine: true,
      host: true,
    });
    expect(await told(scopeOf("instructor"), closed.id)).toEqual({ mine: false, host: false });
    expect(await told(scopeOf("admin"), closed.id)).toEqual({ mine: true, host: false });
    expect(await told(scopeOf("student", elsewhere.id), open.id)).toBe("not_found");
    expect(await told(null, open.id)).toEqual({ mine: false, host: false });
    expect(await told(null, closed.id)).toBe("unauthenticated");
    expect(await told(null, "OPEN")).toBe("unauthenticated");
    expect(await told(null, newId())).toBe("unauthenticated");
    expect(await told(scopeOf("student"), newId())).toBe("not_found");
  });
});
