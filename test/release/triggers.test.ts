import assert from "node:assert/strict";
import { type Fields, fields } from "../support/objects.ts";
import { compare } from "../../infra/preview/compare.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { type GateToPass, gatesToPass } from "../../infra/preview/gates.ts";
import { type Groups, type Update, groups, previewed, update } from "./update.ts";

/** What is outside of the cluster, once a version. */
const OUTSIDE = ["offsite", "webhooks", "webhooks", "mail", "error-tracking", "third-party"];
const DATABASE = ["backup", "rehearse", "migrate"];
/** What is asked about the pods that serve, before they come and afterwards. */
const PODS = ["readiness", "smoke", "monitoring"];
const IMAGE = ["readiness", "registry", "evidence", ...DATABASE, "smoke", "monitoring", "record"];
const CHANNELS = ["team", "stakeholders", "support", "mail", "status-page"];
const ALL = [
  ...["readiness", ...OUTSIDE, ...IMAGE.filter((gate) => gate !== "readiness")],
  ...CHANNELS.map((channel) => `announce-${channel}`),
];

type Change = (groups: Groups) => Groups;

/** Another value at a path. */
const set =
  (path: string, value: unknown): Change =>
  (groups) => {
    const at = (of: Fields, [key = "", ...rest]: readonly string[]): Fields => ({
      ...of,
      [key]: rest.length > 0 ? at(fields(of[key]), rest) : value,
    });
    return at(groups, path.split(".")) as Groups;
  };

const digest = `sha256:${"4d".repeat(32)}`;
const waiver = {
  ...{ rule: "namespace-enforces-restricted", object: "Namespace/taskflow-agents" },
  ...{ reason: "Another wording.", by: "Robin Lindqvist", until: "2027-05-31" },
};

/** What changes, and which gates are passed again for it. */
const TABLE: readonly (readonly [what: string, change: Change, again: readonly string[]])[] = [
  ["nothing", (groups) => groups, []],
  ["the version", set("release.version", "v1.0.1"), ALL],
  ["the backend's image", set("release.backend.digest", digest), IMAGE],
  ["the frontend's image", set("release.frontend.digest", digest), IMAGE],
  [
    "the set of migrations",
    set("release.migrations.digest", digest),
    ["registry", "evidence", ...DATABASE, "record"],
  ],
  ["what the evidence must show", set("evidence.p95Milliseconds", 300), ["evidence", "record"]],
  ["how small a backup may be", set("database.backupSizeShare", 0.9), [...DATABASE, "record"]],
  [
    "which tables go without row security",
    set("migrations.withoutRowSecurity", []),
    ["rehearse", "migrate", "record"],
  ],
  ["how long migrations wait for a lock", set("migrations.lockTimeoutSeconds", 9), []],
  ["what k6 must measure", set("k6.requestsPerSecond", 300), ["smoke", "record"]],
  ["how many users k6 has", set("k6.virtualUsers", 30), []],
  ["where the changelog is", set("release.changelog", "https://git.example.com/other.md"), []],
  ["the schedule of backups", set("database.backups.schedule", { full: "0 2 * * 0" }), []],
  ["an annotation: whom to call", set("contacts.onCallSchedule", "https://call.example.com"), []],
  ["a waiver's wording", set("waivers.agents-namespace-privileged", waiver), []],
  ["a setting of the backend", set("backend.environment.LOG_LEVEL", "warn"), [...PODS, "record"]],
  // The poolers' connections are shared by more pods, so that those change too.
  ["the size of the backend", set("backend.autoscaling.maxReplicas", 9), [...PODS, "record"]],
];

describe("what triggers which gate", function () {
  this.timeout(60_000);
  let first: Update;
  let document: PreviewDocument;

  before(async () => {
    first = await update(groups());
    document = await previewed(groups());
  });

  /** What a preview of a change says of the gates. */
  const foretold = async (change: Change) => {
    const after = await previewed(change(groups()));
    return gatesToPass(after, compare(document, after));
  };

  it("all are passed by the first update, in their order", () => {
    assert.deepEqual(first.ran, ALL);
  });

  for (const [what, change, again] of TABLE) {
    it(`${what}: ${again.join(", ") || "none"}`, async () => {
      const { ran } = await update(change(groups()), first.state);
      assert.deepEqual(ran, again);
      assertForetold(await foretold(change), again);
    });
  }
});

/** All that are passed again are named, and no others but those of which only the update knows. */
function assertForetold(gates: readonly GateToPass[], again: readonly string[]): void {
  const named = gates.map(({ gate }) => gate);
  for (const gate of again) assert.ok(named.includes(gate), `${gate} in ${named.join(", ")}`);
  for (const { gate, why, because } of gates) {
    if (why === "unknown") continue;
    assert.ok(again.includes(gate), `${gate}: ${why} ${because.join(", ")}`);
  }
}
