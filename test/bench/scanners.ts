import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Tool, installGoTool, lastLine } from "./tools.ts";

const kubeScore = {
  name: "kube-score",
  module: "github.com/zegl/kube-score/cmd/kube-score",
  // The one that the rules are tested against.
  version: "v1.20.0",
};

/** What the policies are compared with. */
export type Scanners = Readonly<Record<"kubeScore" | "checkov", Tool>>;

/** Installs them, each version once. */
export function installScanners(cache: string, say: (message: string) => void): Scanners {
  return {
    kubeScore: installGoTool(kubeScore, cache, say),
    checkov: installCheckov(cache, say),
  };
}

/** A Python that has the packages of tools/requirements.txt. */
function installCheckov(cache: string, say: (message: string) => void): Tool {
  const name = "checkov";
  const source = join(import.meta.dirname, "tools/requirements.txt");
  const requirements = readFileSync(source, "utf8");
  const version = /^checkov==(.*)$/m.exec(requirements)?.[1] ?? "";
  const key = createHash("sha256").update(requirements).digest("hex").slice(0, 12);
  const folder = join(cache, `checkov-${key}`);
  const python = "bin/python";
  if (existsSync(folder)) return { name, version, path: join(folder, python) };
  say(`installing ${name} ${version}`);
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const venv = spawnSync("python3", ["-m", "venv", unfinished], { encoding: "utf8" });
  if (venv.status !== 0) return { name, missing: "there is no Python 3 with venv" };
  copyFileSync(source, join(unfinished, "requirements.txt"));
  const { status, stderr } = spawnSync(
    join(unfinished, python),
    // Nobody's code runs while it is installed.
    ["-m", "pip", "install", "--no-deps", "--only-binary=:all:", "-r", "requirements.txt"],
    { cwd: unfinished, encoding: "utf8" },
  );
  if (status !== 0) return { name, missing: `pip install failed: ${lastLine(stderr)}` };
  renameSync(unfinished, folder);
  return { name, version, path: join(folder, python) };
}
