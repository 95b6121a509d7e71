import assert from "node:assert/strict";
import { contractions } from "../../components/release/migration/contractions.ts";
import type { Schema } from "../../components/release/migration/schema.ts";
import { column, schema, task } from "./schemas.ts";

const columns = task().columns;
const withTask = (changes: Parameters<typeof task>[0]): Partial<Schema> => ({
  tables: [task(changes)],
});
const constraint = (columns: string[]) => ({
  constraints: [
    ...task().constraints,
    { name: "task_due", kind: "c" as const, columns, definition: "CHECK (due > 0)" },
  ],
});

/** A change that the release before does not survive, and the nearest that it does. */
const cases: readonly {
  readonly what: string;
  readonly breaks: Partial<Schema>;
  readonly says: RegExp;
  readonly fits: Partial<Schema>;
}[] = [
  {
    what: "a table that is dropped",
    breaks: { tables: [] },
    says: /^Table task is gone\.$/,
    fits: { tables: [task(), task({ name: "event" })] },
  },
  {
    what: "a column that is renamed",
    breaks: withTask({
      columns: columns.map((c) => (c.name === "title" ? column("name", { filled: true }) : c)),
    }),
    says: /^Column task\.title is gone\.$/,
    fits: withTask({ columns: [...columns, column("name", { filled: true })] }),
  },
  {
    what: "a column of another type",
    breaks: withTask({
      columns: columns.map((c) => (c.name === "title" ? { ...c, type: "jsonb" } : c)),
    }),
    says: /^Column task\.title is jsonb instead of text\.$/,
    fits: withTask({
      columns: columns.map((c) => (c.name === "title" ? { ...c, default: "''::text" } : c)),
    }),
  },
  {
    what: "a required column without default",
    breaks: withTask({ columns: [...columns, column("due")] }),
    says: /^Column task\.due is new, required, and has no default\.$/,
    fits: withTask({ columns: [...columns, column("due", { required: false })] }),
  },
  {
    what: "a column that becomes required",
    breaks: withTask({ columns: columns.map((c) => ({ ...c, required: true })) }),
    says: /^Column task\.note has become required\.$/,
    fits: withTask({ columns: columns.map((c) => ({ ...c, required: false })) }),
  },
  {
    what: "a required column that loses its default",
    breaks: withTask({ columns: columns.map((c) => ({ ...c, filled: false })) }),
    says: /^Column task\.id is required, and has its default no longer\.$/,
    fits: withTask({ columns: columns.map((c) => ({ ...c, filled: true })) }),
  },
  {
    what: "a constraint on what the release before writes",
    breaks: withTask(constraint(["title"])),
    says: /^Table task has a new constraint: CHECK \(due > 0\)\.$/,
    fits: withTask({
      columns: [...columns, column("due", { required: false })],
      ...constraint(["due"]),
    }),
  },
  {
    what: "a right that is taken away",
    breaks: withTask({ rights: ["taskflow_application=r/taskflow_migrator"] }),
    says: /^Rights on table task have changed: taskflow_application=arwd/,
    fits: withTask({ rights: [...task().rights, "taskflow_exporter=r/taskflow_migrator"] }),
  },
  {
    what: "a policy that changes",
    breaks: { objects: { ...schema().objects, "policy own on task": "c" } },
    says: /^The policy own on task has changed\.$/,
    fits: { objects: { ...schema().objects, "index task_pkey": "c", "view open": "d" } },
  },
  {
    what: "a policy that is dropped",
    breaks: { objects: { "index task_pkey": "a" } },
    says: /^The policy own on task is gone\.$/,
    fits: { objects: { "policy own on task": "b" } },
  },
];

describe("expand and contract", () => {
  for (const { what, breaks, says, fits } of cases) {
    it(`warns of ${what}, and not of what the release before does not notice`, () => {
      const warnings = contractions(schema(), schema(breaks));
      assert.equal(warnings.length, 1, warnings.join("\n"));
      assert.match(String(warnings[0]), says);
      assert.deepEqual(contractions(schema(), schema(fits)), []);
    });
  }

  it("warns of row security that a table gets, and not of one that it loses", () => {
    const open = schema(withTask({ rowSecurity: false, forced: false }));
    assert.match(contractions(open, schema()).join(), /Row security of table task is new/);
    assert.deepEqual(contractions(schema(), open), []);
  });
});
