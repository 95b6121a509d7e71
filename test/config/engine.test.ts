import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { childEnvironment } from "../../infra/config/environment.ts";
import { readStackFile } from "../../infra/config/stack-file.ts";
import { findPulumi } from "../../infra/preview/cli-engine.ts";
import { ROOT } from "./support.ts";

/** A program that only writes down the configuration that it is given. */
const WITNESS = `
import { writeFileSync } from "node:fs";
const { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS } = process.env;
writeFileSync("seen.json", JSON.stringify({ config: JSON.parse(PULUMI_CONFIG), secretKeys: JSON.parse(PULUMI_CONFIG_SECRET_KEYS) }));
`;

interface Seen {
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

describe("configuration that the engine hands to a program", () => {
  let root: string;

  before(function () {
    const cli = findPulumi();
    if (cli === undefined) this.skip();
  });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "taskflow-engine-"));
    mkdirSync(join(root, "infra"));
    mkdirSync(join(root, "state"));
    writeFileSync(join(root, "infra", "index.ts"), WITNESS);
    // Pulumi.yaml has it loaded before.
    writeFileSync(join(root, "infra", "preload.ts"), "");
    writeFileSync(join(root, "package.json"), '{"type":"module"}');
    symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
    copyFileSync(join(ROOT, "Pulumi.yaml"), join(root, "Pulumi.yaml"));
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  for (const stack of ["production", "staging", "local"]) {
    it(`${stack}: is what is read from the file, and its passphrase is the one that the file says`, function () {
      this.timeout(60_000);
      copyFileSync(join(ROOT, `Pulumi.${stack}.yaml`), join(root, `Pulumi.${stack}.yaml`));
      pulumi("stack", "init", stack);
      pulumi("preview", "--stack", stack);
      const seen = JSON.parse(readFileSync(join(root, "infra", "seen.json"), "utf8")) as Seen;
      const { config, secretKeys } = readStackFile(ROOT, stack);
      assert.deepEqual(seen.secretKeys.map(clean).sort(), [...secretKeys].sort());
      assert.deepEqual(values(seen.config, secretKeys), values(config, secretKeys));
    });
  }

  function pulumi(...args: string[]): void {
    execFileSync(findPulumi() ?? "pulumi", [...args, "--non-interactive"], {
      cwd: root,
      stdio: "pipe",
      env: childEnvironment(
        {
          PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
          PULUMI_CONFIG_PASSPHRASE: "example",
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
        // The program is run by the Node that runs this.
        [dirname(process.execPath)],
      ),
    });
  }
});

/** The engine still writes keys as older programs read them. */
function clean(key: string): string {
  return key.replace(":config:", ":");
}

/** Values by key: groups as groups, since the order of their fields means nothing, and no secrets. */
function values(config: Seen["config"], secretKeys: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config)
      .map(([key, text]) => [clean(key), text] as const)
      .filter(([key]) => !secretKeys.has(key))
      .map(([key, text]) => [key, /^[[{]/.test(text) ? (JSON.parse(text) as unknown) : text]),
  );
}
