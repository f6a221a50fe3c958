/*
 * The headers of Google Meet's attendance report (mailed, or copied by an extension), as `headKey`s. One row a person, from the
 * first join to the last leave.
 */
export const meetHead = {
  name: ["name", "fullname", "participantname"],
  first: ["firstname"],
  last: ["lastname"],
  email: ["email", "emailaddress"],
  duration: ["duration"],
  join: ["timejoined"],
  leave: ["timeexited", "timeleft"],
};
