import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { evaluate } from "../../policies/evaluate.ts";
import type { Inputs } from "../../policies/graph.ts";
import { rules } from "../../policies/rules/index.ts";

/** The module that has the rules of Kubernetes' own admission, and fixtures for each. */
const MODULE = "k8s.io/pod-security-admission@v0.37.2";

/** What each check of the module is called in the standards, by the names of its fixtures. */
const CONTROLS: Readonly<Record<string, string>> = {
  allowprivilegeescalation: "Privilege Escalation",
  apparmorprofile: "AppArmor",
  capabilities_baseline: "Capabilities",
  capabilities_restricted: "Capabilities",
  hostnamespaces: "Host Namespaces",
  hostpathvolumes: "HostPath Volumes",
  hostports: "Host Ports",
  hostprobesandhostlifecycle: "Host Probes / Lifecycle Hooks",
  privileged: "Privileged Containers",
  procmount: "/proc Mount Type",
  procmount_restricted: "/proc Mount Type",
  restrictedvolumes: "Volume Types",
  runasnonroot: "Running as Non-root",
  runasuser: "Running as Non-root user",
  seccompprofile_baseline: "Seccomp",
  seccompprofile_restricted: "Seccomp",
  selinuxoptions: "SELinux",
  sysctls: "Sysctls",
  windowshostprocess: "HostProcess",
};

const LEVELS = ["baseline", "restricted"] as const;

interface Fixture {
  readonly file: string;
  readonly check: string;
  readonly passes: boolean;
  readonly pod: Inputs;
}

describe("Pod Security Standards", () => {
  let testdata = "";

  before(function () {
    this.timeout(120_000);
    try {
      testdata = join(download(), "test/testdata");
    } catch (error) {
      const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
      // A skip that nobody sees is taken for a pass.
      process.stderr.write(`Pod Security fixtures skipped: cannot fetch ${MODULE}: ${reason}\n`);
      this.skip();
    }
  });

  for (const level of LEVELS) {
    it(`${level}: judges every fixture as Kubernetes does`, () => {
      const fixtures = fixturesOf(testdata, level);
      const wrong: string[] = [];
      for (const fixture of fixtures) {
        const found = controlsViolated(level, fixture.pod);
        if (fixture.passes ? found.size > 0 : found.size === 0) {
          wrong.push(`${fixture.file}: ${[...found].join(", ") || "nothing found"}`);
        }
      }
      assert.deepEqual(wrong, []);
      const passing = fixtures.filter(({ passes }) => passes).length;
      const failing = fixtures.length - passing;
      assert.ok(passing > 10 && failing > 30, "there are fewer fixtures than there must be");
      process.stdout.write(
        `      ${level} ${newest(testdata, level)}: ${passing} pass, ${failing} fail, 0 mismatches\n`,
      );
    });

    it(`${level}: refuses each fixture for the control that it breaks`, () => {
      for (const { file, check, passes, pod } of fixturesOf(testdata, level)) {
        if (passes) continue;
        const control = CONTROLS[check];
        assert.ok(control !== undefined, `${file}: the module has a check that is not known here`);
        // A directory of the node is the baseline's to forbid, which "restricted" holds.
        const expected = controlsViolated(level, pod);
        const hostPath = check === "restrictedvolumes" && expected.has("HostPath Volumes");
        assert.ok(hostPath || expected.has(control), `${file}: ${[...expected].join(", ")}`);
      }
    });
  }
});

/** Fetches the module as any Go program would, into Go's own cache, and yields its folder. */
function download(): string {
  // Outside of every module and workspace, so that only the module's own version counts.
  const directory = mkdtempSync(join(tmpdir(), "pod-security-"));
  try {
    const output = execFileSync("go", ["mod", "download", "-json", MODULE], {
      cwd: directory,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 100_000,
    });
    return (JSON.parse(output) as { readonly Dir: string }).Dir;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The newest version that has fixtures: `v1.37`. Rules are those of the newest Kubernetes, so older ones differ. */
function newest(testdata: string, level: string): string {
  const minor = (version: string) => Number(version.split(".")[1]);
  const versions = readdirSync(join(testdata, level)).sort((a, b) => minor(b) - minor(a));
  assert.ok(versions[0] !== undefined);
  return versions[0];
}

function fixturesOf(testdata: string, level: string): Fixture[] {
  return ["pass", "fail"].flatMap((outcome) => {
    const folder = join(testdata, level, newest(testdata, level), outcome);
    return readdirSync(folder).map((file) => ({
      file: `${level}/${outcome}/${file}`,
      check: file.replace(/\d*\.yaml$/, ""),
      passes: outcome === "pass",
      pod: parse(readFileSync(join(folder, file), "utf8")) as Inputs,
    }));
  });
}

/** Controls of the level that a pod violates. "restricted" holds the baseline. */
function controlsViolated(level: (typeof LEVELS)[number], pod: Inputs): Set<string> {
  const asked = rules.filter(({ standards: { podSecurity } }) =>
    level === "baseline" ? podSecurity?.level === level : podSecurity !== undefined,
  );
  const resource = { id: "pod", type: "kubernetes:v1:Pod", name: "pod", inputs: pod };
  const { verdicts, undecided } = evaluate(asked, { resources: [resource] });
  assert.deepEqual(undecided, []);
  return new Set(verdicts.map(({ rule }) => rule.standards.podSecurity?.control ?? ""));
}
