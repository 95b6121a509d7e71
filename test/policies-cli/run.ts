import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of this repository in a process of its own. */
export function runCommand(
  main: string,
  line: readonly string[],
  { cwd = root, input = "" }: { readonly cwd?: string; readonly input?: string | Buffer } = {},
): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, main), ...line], {
    cwd,
    input,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { code: status, stdout, stderr };
}

/** Calls with a folder of these files, and takes it away afterwards. */
export function inFolder<T>(
  files: Readonly<Record<string, string | Buffer>>,
  body: (folder: string) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), "taskflow-policies-"));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
