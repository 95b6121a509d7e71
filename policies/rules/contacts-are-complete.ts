import { namespace } from "../example-objects.ts";
import type { Rule } from "../rule.ts";

/** Emergency roles of the checklist. */
const ROLES = ["devopsLead", "databaseAdmin", "securityLead", "onCallEngineer"];

export const contactsAreComplete: Rule = {
  name: "contacts-are-complete",
  title: "In production every emergency role has somebody with phone and e-mail.",
  why: "In an incident nobody has the time to find out who it is.",
  severity: "high",
  checklist: ["docs.8", "live-team.3"],
  standards: {},
  fix: "Fill in the role under `taskflow:contacts`.",
  examples: {
    compliant: [namespace()],
    violating: [namespace()],
    violatingStack: { contacts: ["devopsLead", "databaseAdmin", "securityLead"] },
  },
  onlyStacks: true,
  looksAt: "graph",
  *check({ stack, resources }) {
    // What the stack says is told at the first thing that it declares.
    const [resource] = resources;
    if (!resource || stack?.environment !== "production") return;
    for (const role of ROLES) {
      if (stack.contacts.includes(role)) continue;
      yield {
        resource,
        path: `config["taskflow:contacts"].${role}`,
        must: "name somebody, with phone and e-mail",
      };
    }
  },
};
