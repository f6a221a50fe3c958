/*
 * Google Meet's attendance report as its mail's attachment and its many copies head it, as `headKey`s. One row a person:
 * from the first arrival to the last departure.
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
