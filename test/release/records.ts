import type { Begun, Ended } from "../../components/release/record/entry.ts";
import type { Listed } from "../../components/release/record/list.ts";

const common = (gate: string, attempt: string) => ({ attempt, version: "v1.0.0", gate });

/** A gate that has begun. */
export function begun(gate: string, attempt = "first"): Begun {
  return {
    ...common(gate, attempt),
    moment: "begun",
    at: "2026-11-28T01:00:00.500Z",
    by: { cluster: "kubernetes-admin", git: "Robin Doe <robin@example.com>" },
    commit: { hash: "abc", at: "2026-11-28T00:00:00.000Z" },
  };
}

/** A gate that has ended: it holds, where nothing else is said. */
export function ended(gate: string, changes: Partial<Ended> = {}, attempt = "first"): Ended {
  return {
    ...common(gate, attempt),
    moment: "ended",
    at: "2026-11-28T01:00:02.000Z",
    milliseconds: 1500,
    outcome: "holds",
    refusals: [],
    log: [`${gate} holds`],
    ...changes,
  };
}

/** The record of a release that was brought to its users an hour after its commit. */
export function recorded(changes: Partial<Listed> = {}): Listed {
  const gate = (name: string) => ({
    name,
    start: "2026-11-28T00:50:00.000Z",
    milliseconds: 600_000,
    outcome: "holds" as const,
    problems: [],
    log: [],
  });
  return {
    id: "20261128t004000z-aaaaaa",
    kind: "release",
    version: "v1.0.0",
    images: ["registry.example.com/taskflow/backend:v1.0.0"],
    by: { cluster: "kubernetes-admin" },
    commit: { hash: "abc", at: "2026-11-28T00:00:00.000Z" },
    start: "2026-11-28T00:40:00.000Z",
    end: "2026-11-28T01:00:00.000Z",
    gates: [gate("readiness"), gate("smoke")],
    earlier: [],
    issues: [],
    rollback: { required: false, done: false },
    status: "success",
    signatures: [],
    ...changes,
  };
}
