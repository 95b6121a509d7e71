import { PolicyPack } from "@pulumi/policy";
import { rules } from "../rules/index.ts";
import { policiesOf } from "./policies.ts";
import { stackSettings } from "./settings.ts";

const today = new Date().toISOString().slice(0, 10);

/** Serves the rules to the engine. One process has one pack. */
new PolicyPack("taskflow", {
  displayName: "TaskFlow",
  description: "TaskFlow's production checklist, asked of everything that a stack declares.",
  policies: policiesOf(rules, await stackSettings(), today),
});
