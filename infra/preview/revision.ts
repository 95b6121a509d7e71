import { type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment } from "../config/environment.ts";
import type { PreviewDocument } from "./document.ts";
import { EXIT, Unusable } from "./failure.ts";

export interface Revision {
  readonly commit: string;
  readonly document: PreviewDocument;
}

const environment = childEnvironment({
  // Every work tree has a path of its own, so that what it compiles would be kept and never found again.
  NODE_DISABLE_COMPILE_CACHE: "1",
  // A git hook sets these, and they would point git at the wrong repository or index.
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_PREFIX: undefined,
});

/**
 * Previews the stack as another revision declares it: with that revision's own program, configuration and preview
 * command, in a work tree that is gone afterwards.
 *
 * @param say receives what takes long enough to be said.
 * @throws Unusable when there is no such revision, or it cannot be previewed.
 */
export async function previewRevision(args: {
  readonly root: string;
  readonly ref: string;
  readonly stack: string;
  readonly say: (message: string) => void;
  /** Ends it early; the work tree is removed all the same. */
  readonly signal: AbortSignal;
}): Promise<Revision> {
  const { root, ref, stack, say } = args;
  const commit = await commitOf(root, ref);
  const prefix = await git(root, ["rev-parse", "--show-prefix"]);
  const folder = mkdtempSync(join(tmpdir(), "taskflow-revision-"));
  const tree = join(folder, "tree");
  const removal = new AbortController();
  const signal = AbortSignal.any([args.signal, removal.signal]);
  const remove = () => {
    removal.abort();
    spawnSync("git", ["-C", root, "worktree", "remove", "--force", tree], { env: environment });
    rmSync(folder, { recursive: true, force: true });
  };
  // Also when a signal ends this process: main.ts turns it into an exit.
  process.once("exit", remove);
  try {
    await git(root, [
      ...["-c", "core.hooksPath=/dev/null", "worktree", "add", "--detach", "--quiet"],
      ...[tree, commit],
    ]);
    const name = `${ref} (${commit.slice(0, 7)})`;
    const other = join(tree, prefix);
    const command = join(other, "infra/preview/main.ts");
    if (!existsSync(command)) {
      throw new Unusable(
        `--against ${name}: that revision has no preview command yet, so there is nothing to compare with`,
      );
    }
    await provideModules(root, other, signal, (message) => {
      say(`${name}: ${message}`);
    });
    const result = await run(
      process.execPath,
      [command, "--stack", stack, "--engine", "embedded", "--json"],
      { cwd: other, signal },
    );
    if (result.code !== EXIT.fine && result.code !== EXIT.blocked) {
      throw new Unusable(
        `--against ${name}: the preview of that revision fails.\n${result.stderr.trim()}`,
      );
    }
    return { commit, document: JSON.parse(result.stdout) as PreviewDocument };
  } finally {
    remove();
    process.off("exit", remove);
  }
}

async function commitOf(root: string, ref: string): Promise<string> {
  const result = await run("git", [
    ...["-C", root, "rev-parse", "--verify", "--quiet", "--end-of-options"],
    `${ref}^{commit}`,
  ]);
  if (result.code === 0) return result.stdout.trim();
  // Without --quiet, git says no more than this about a revision; about the repository it does.
  const detail = result.stderr.trim();
  throw new Unusable(
    `--against ${ref}: ${detail === "" ? "git knows no such revision here; a branch of the remote alone is origin/BRANCH, and a shallow clone has no other" : detail}`,
  );
}

/** The same lock file asks for the same packages, so they can be shared. */
async function provideModules(
  root: string,
  other: string,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<void> {
  const [ours, theirs] = [root, other].map((folder) =>
    readFileSync(join(folder, "package-lock.json")),
  );
  if (ours && theirs?.equals(ours)) {
    symlinkSync(join(root, "node_modules"), join(other, "node_modules"), "dir");
    return;
  }
  say("other packages than here: running npm ci");
  // No package has to build anything for a preview, and this process's Node is used.
  const result = await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: other,
    signal,
  });
  if (result.code !== 0) throw new Unusable(`npm ci failed there.\n${result.stderr.trim()}`);
}

async function git(root: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run("git", ["-C", root, ...args]);
  if (code !== 0) throw new Unusable(`--against: git fails.\n${stderr.trim()}`);
  return stdout.trim();
}

function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, env: environment, stdio: "pipe" });
    let stdout = "";
    let stderr = "";
    child.stdin.end();
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", (error: NodeJS.ErrnoException) => {
      const missing = error.code === "ENOENT";
      reject(
        missing ? new Unusable(`${command} is needed for --against, and is not on PATH`) : error,
      );
    });
    child.on("close", (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}
