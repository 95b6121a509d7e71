import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { evaluate } from "../../policies/evaluate.ts";
import { exampleGraph } from "../../policies/example-graph.ts";
import type { StackFacts } from "../../policies/graph.ts";
import { message } from "../../policies/message.ts";
import type { Manifest, Rule } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import { UNKNOWN } from "../../policies/unknown.ts";

const root = join(import.meta.dirname, "../..");
const files = readdirSync(join(root, "policies/rules")).filter((file) => file !== "index.ts");
const checklist = join(root, "../shared/checklist/items.tsv");
/** What the standards number as they do. */
const NUMBERED: Readonly<Record<string, RegExp>> = {
  cis: /^5\.\d+\.\d+$/,
  checkov: /^CKV2?_K8S_\d+$/,
  trivy: /^(?:KSV|KCV)-\d{4}$/,
  kubescape: /^C-\d{4}$/,
  kubeScore: /^[a-z-]+$/,
  kubeLinter: /^[a-z-]+$/,
  polaris: /^[A-Za-z]+$/,
};

/** The examples that each violate a rule: those of a rule across objects do it together. */
function violations(rule: Rule): readonly (readonly Manifest[])[] {
  const { violating } = rule.examples;
  return rule.looksAt === "graph" ? [violating] : violating.map((manifest) => [manifest]);
}

const ask = (rule: Rule, manifests: readonly Manifest[], facts: Partial<StackFacts> = {}) =>
  evaluate([rule], exampleGraph(manifests, facts));

const askViolating = (rule: Rule, manifests: readonly Manifest[]) =>
  ask(rule, manifests, rule.examples.violatingStack);

describe("policy rules", () => {
  it("are all listed, in order, one a file", () => {
    const names = rules.map(({ name }) => name);
    assert.deepEqual(names, files.map((file) => basename(file, ".ts")).sort());
  });

  it("name items of the checklist that exist", function () {
    if (!existsSync(checklist)) {
      process.stderr.write(
        "Checklist ids not checked: the checklist is not beside the repository\n",
      );
      this.skip();
    }
    const items = readFileSync(checklist, "utf8").split("\n").slice(1);
    const ids = new Set(items.map((line) => line.split("\t")[0]));
    for (const { name, checklist } of rules) {
      for (const id of checklist) assert.ok(ids.has(id), `${name}: no item ${id}`);
    }
  });

  for (const rule of rules) {
    describe(rule.name, () => {
      it("says all about itself", () => {
        assert.match(rule.name, /^[a-z]+(?:-[a-z0-9]+)+$/);
        for (const text of [rule.title, rule.why, rule.fix]) {
          assert.match(text, /^[A-Z`].{10,}[.]$/s, text);
          assert.equal(text, text.trim());
        }
        assert.equal(new Set(rule.checklist).size, rule.checklist.length);
        for (const [standard, ids] of Object.entries(rule.standards)) {
          const form = NUMBERED[standard];
          if (!form) continue;
          assert.ok(Array.isArray(ids) && ids.length > 0, `${standard} names nothing`);
          for (const id of ids) assert.match(String(id), form);
        }
        assert.ok(rule.examples.compliant.length > 0);
        assert.ok(rule.examples.violating.length > 0);
      });

      it("passes what complies", () => {
        const { verdicts, undecided } = ask(rule, rule.examples.compliant);
        assert.deepEqual(verdicts.map(message), []);
        assert.deepEqual(undecided, []);
      });

      it("blocks what does not, at a field that is there or could be", () => {
        for (const manifests of violations(rule)) {
          const { verdicts, undecided } = askViolating(rule, manifests);
          assert.ok(verdicts.length > 0, `passed: ${JSON.stringify(manifests)}`);
          assert.deepEqual(undecided, []);
          for (const { path, is, must, resource } of verdicts) {
            assert.notEqual(is, "malformed");
            assert.match(must, /^[a-z].+[^.]$/s);
            // What the configuration lacks is in no object.
            if (path.startsWith("config[")) continue;
            const object = manifests[Number(resource.id)] as Fields;
            assert.ok(holds(object, steps(path)), `${path} is nowhere in the example`);
          }
        }
      });

      it("lets nothing pass that is not known yet", () => {
        for (const manifests of violations(rule)) {
          for (const { path, resource } of askViolating(rule, manifests).verdicts) {
            const index = Number(resource.id);
            const changed = replaced(manifests[index] as Fields, steps(path));
            if (!changed) continue;
            const { verdicts, undecided } = askViolating(rule, manifests.with(index, changed));
            const decided = verdicts.some(
              (verdict) => verdict.path === path && verdict.is !== "malformed",
            );
            assert.ok(decided || undecided.length > 0, `${path} passed without being known`);
          }
        }
      });

      it("never fails of a value that is not known yet", () => {
        const examples = [rule.examples.compliant, ...violations(rule)];
        for (const manifests of examples) {
          for (const [index, manifest] of manifests.entries()) {
            for (const path of leaves(manifest)) {
              const changed = replaced(manifest, path);
              if (!changed) continue;
              const { verdicts } = ask(rule, manifests.with(index, changed));
              const malformed = verdicts.filter(({ is }) => is === "malformed");
              assert.deepEqual(malformed, [], path.join("."));
            }
          }
        }
      });
    });
  }
});

type Fields = Record<string, unknown>;

/** The keys and indices of a path: `spec.containers[0].env["a.b"]`. */
function steps(path: string): string[] {
  const found: string[] = [];
  const form = /\.?([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  while (form.lastIndex < path.length) {
    const start = form.lastIndex;
    const [, key, index, quoted] = form.exec(path) ?? [];
    const step = key ?? index ?? (quoted === undefined ? undefined : String(JSON.parse(quoted)));
    assert.notEqual(step, undefined, `not a path from ${start}: ${path}`);
    found.push(step ?? "");
  }
  return found;
}

/** Whether a field is there, or is missing in what has fields. */
function holds(object: Fields, path: readonly string[]): boolean {
  let value: unknown = object;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return false;
    if (!Object.hasOwn(value, key)) return !Array.isArray(value);
    value = (value as Fields)[key];
  }
  return true;
}

/** The object with the value at a path unknown; nothing when there is no value. */
function replaced(object: Manifest, path: readonly string[]): Fields | undefined {
  const copy = structuredClone(object);
  let owner: unknown = copy;
  for (const key of path.slice(0, -1)) {
    if (typeof owner !== "object" || owner === null || !Object.hasOwn(owner, key)) return undefined;
    owner = (owner as Fields)[key];
  }
  const last = path.at(-1);
  if (typeof owner !== "object" || owner === null || last === undefined) return undefined;
  if (!Object.hasOwn(owner, last)) return undefined;
  (owner as Record<string, unknown>)[last] = UNKNOWN;
  return copy;
}

/** The paths of all values in an object that hold no others. */
function leaves(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [[]];
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner).map((path) => [key, ...path]),
  );
}
