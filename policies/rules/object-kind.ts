import { deployment } from "../examples.ts";
import { at } from "../graph.ts";
import { each } from "../each.ts";
import type { Rule } from "../rule.ts";

/** What holds objects, and is none itself. */
const CONTAINERS = ["helm.sh", "kustomize", "yaml"];

/** Others find by its kind what is theirs to judge: an object of no kind would pass them all. */
export const objectKind: Rule = {
  name: "object-kind",
  title: "Every Kubernetes object says what it is, and says the same as its declaration.",
  why: "Rules, the API server and people go by `apiVersion` and `kind`: an object without them is judged by nobody.",
  severity: "high",
  checklist: [],
  standards: {},
  fix: "Set `apiVersion` and `kind` to those of the resource's type.",
  examples: {
    compliant: [deployment()],
    violating: [
      { kind: "Deployment", metadata: { name: "example" } },
      { apiVersion: "apps/v1", metadata: { name: "example" } },
    ],
  },
  looksAt: "resource",
  *check({ type, inputs }) {
    const [module, declared = "", kind] = type.split(":");
    const [group = ""] = declared.split("/");
    if (module !== "kubernetes" || kind === undefined || CONTAINERS.includes(group)) return;
    const version = declared.replace(/^core\//, "");
    // A patch is an object of the kind that it patches.
    const expected = { apiVersion: [version], kind: [kind, kind.replace(/(?<=.)Patch$/, "")] };
    yield* each(["apiVersion", "kind"] as const, function* (field) {
      const is = at(inputs, field) ?? undefined;
      if (typeof is === "string" && expected[field].includes(is)) return;
      yield { path: field, is, must: `be ${expected[field][0] ?? "set"}` };
    });
  },
};
