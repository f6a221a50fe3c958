/* The headers of Zoom's reports (Account → Reports → Usage / Webinar), as `headKey`s. Times are in the account's zone. */

/** The block about the meeting; missing in reports that were downloaded without it. */
export const meetingHead = {
  topic: ["topic"],
  id: ["meetingid", "id"],
  start: ["starttime"],
  end: ["endtime"],
  duration: ["durationminutes"],
};

/** The participants of a meeting. `total` is in reports of unique users, which have no stays. */
export const participantHead = {
  name: ["nameoriginalname", "name"],
  email: ["useremail", "email"],
  join: ["jointime"],
  leave: ["leavetime"],
  duration: ["durationminutes"],
  total: ["totaldurationminutes"],
  waiting: ["inwaitingroom"],
};

/** Only the older of the two generations of headers calls the address the user's. */
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

/** The titles of a webinar's sections, and the role of the people in each. */
export const webinarSections: Record<string, "host" | "attendee" | null> = {
  attendeereport: null,
  hostdetails: "host",
  panelistdetails: "host",
  attendeedetails: "attendee",
  otherattended: "attendee",
};

/** `Approval Status` of a registration that was cancelled or denied. */
export const withdrawn = /^(cancel|den|declin|reject)/i;
