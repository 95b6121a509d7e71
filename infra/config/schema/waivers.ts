import { group, map, optional, required } from "./fields.ts";
import { date, name, words } from "./formats.ts";

/** Exceptions from rules, by a name of their own. */
export const waivers = map(
  name,
  group({
    rule: required(name, "Name of the rule.", "pod-no-host-path"),
    object: required(
      words,
      "The object, by kind and name. Of one that Pulumi names, its name in the program.",
      "DaemonSet/node-exporter",
    ),
    path: optional(
      words,
      "The field, as the violation names it, or what holds it. Without one, all of the object is waived.",
      "spec.template.spec.volumes[0].hostPath",
    ),
    reason: required(
      words,
      "Why the object cannot comply, and what makes up for it.",
      "Reads /proc and /sys of its host, read-only, in a namespace of its own.",
    ),
    by: required(words, "Who answers for it.", "Robin Lindqvist"),
    until: required(date, "Last day on which it holds.", "2027-06-30"),
  }),
);
