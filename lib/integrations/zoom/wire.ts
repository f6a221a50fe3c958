/*
 * Zoom's reports as Zoom heads them (Account → Reports → Usage / Webinar), as `headKey`s. Times bear no zone: they are in
 * that of the account.
 */

/** The block about the meeting; missing from reports that were downloaded without it. */
export const meetingHead = {
  topic: ["topic"],
  id: ["meetingid", "id"],
  start: ["starttime"],
  end: ["endtime"],
  duration: ["durationminutes"],
};

/** The participants of a meeting. `total` stands in reports of unique users, which know no stays. */
export const participantHead = {
  name: ["nameoriginalname", "name"],
  email: ["useremail", "email"],
  join: ["jointime"],
  leave: ["leavetime"],
  duration: ["durationminutes"],
  total: ["totaldurationminutes"],
  waiting: ["inwaitingroom"],
};

/** Of the two generations of headers only the older says whose address it is. */
export const classicEmail = "useremail";

export const webinarHead = {
  topic: ["topic"],
  id: ["webinarid"],
  start: ["actualstarttime", "starttime"],
  duration: ["actualdurationminutes", "durationminutes"],
};

export const webinarPersonHead = {
  attended: ["attended"],
  name: ["usernameoriginalname", "nameoriginalname", "username"],
  first: ["firstname"],
  last: ["lastname"],
  email: ["email", "useremail"],
  registered: ["registrationtime"],
  approval: ["approvalstatus"],
  join: ["jointime"],
  leave: ["leavetime"],
  duration: ["timeinsessionminutes"],
};

/** The titles of a webinar's sections, and whom each lists. */
export const webinarSections: Record<string, "host" | "attendee" | null> = {
  attendeereport: null,
  hostdetails: "host",
  panelistdetails: "host",
  attendeedetails: "attendee",
  otherattended: "attendee",
};

/** `Approval Status` of a registration that does not stand. */
export const withdrawn = /^(cancel|den|declin|reject)/i;
