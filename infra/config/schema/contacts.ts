import { group, optional, required } from "./fields.ts";
import { email, httpsUrl, phone, words } from "./formats.ts";

const person = (who: string, address: string) =>
  group({
    name: required(words, "Name.", who),
    phone: required(phone, "Phone, day and night.", "+15550100100"),
    email: required(email, "E-mail address.", address),
  });

/** Whom to call. The emergency roles of the checklist; all are required in production. */
export const contacts = group({
  devopsLead: optional(person("Alex Rivera", "devops@example.com"), "DevOps lead."),
  databaseAdmin: optional(person("Sam Okafor", "dba@example.com"), "Database administrator."),
  securityLead: optional(person("Robin Lindqvist", "security@example.com"), "Security lead."),
  onCallEngineer: optional(
    person("Kim Tanaka", "oncall@example.com"),
    "Engineer on call, who is named in alerts and announcements.",
  ),
  onCallSchedule: optional(
    httpsUrl,
    "Where the current rotation is.",
    "https://oncall.example.com/schedules/taskflow",
  ),
});
