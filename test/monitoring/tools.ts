import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a tool said. */
export interface Said {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs promtool or amtool in a new folder with the given files, or skips the test where the tool is missing. */
export function run(
  test: Mocha.Context,
  [tool, ...args]: readonly [string, ...string[]],
  files: Readonly<Record<string, string>>,
): Said {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const { error, status, stdout, stderr } = spawnSync(tool, args, {
      cwd: folder,
      encoding: "utf8",
    });
    if (error) {
      test.runnable().title += ` (${tool} is not here: Debian's prometheus, prometheus-alertmanager)`;
      test.skip();
    }
    return { ok: status === 0, output: `${stdout}${stderr}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The object without some of its keys. */
export function without<T extends object, K extends keyof T>(
  object: T,
  ...keys: readonly K[]
): Omit<T, K> {
  const left = Object.entries(object).filter(([key]) => !keys.includes(key as K));
  return Object.fromEntries(left) as Omit<T, K>;
}
