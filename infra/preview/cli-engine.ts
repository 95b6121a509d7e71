import { spawn } from "node:child_process";
import {
  accessSync,
  constants,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { childEnvironment, executableFolders, pulumiHome } from "../config/environment.ts";
import { type Digest, fromDigest, stackOutputs } from "./digest.ts";
import type { PreviewDocument } from "./document.ts";
import { Unusable } from "./failure.ts";

/** The engine cannot preview this stack here: no login, no such stack, no passphrase, no plugin. */
export class EngineUnavailable extends Unusable {}

/**
 * The pulumi CLI of this machine: on PATH, else the newest that Pulumi's own installers left in its home. The
 * command that npm installs is passed over, since starting it may download a CLI.
 */
export function findPulumi(
  folders: readonly string[] = executableFolders(),
  home: string = pulumiHome(),
): string | undefined {
  return [
    ...folders.map((folder) => join(folder, "pulumi")),
    join(home, "bin/pulumi"),
    ...installedVersions(home).map((version) => join(home, "versions", version, "bin/pulumi")),
  ].find(isRealCli);
}

/** Previews a stack with the real engine, in the backend that its user is logged in to. */
export async function previewWithPulumi(
  cli: string,
  {
    stack,
    root,
    say,
  }: {
    readonly stack: string;
    readonly root: string;
    readonly say: (message: string) => void;
  },
): Promise<PreviewDocument> {
  // The log has the outputs of the stack, and plain secrets among its debug messages.
  const privateFolder = mkdtempSync(join(tmpdir(), "taskflow-preview-"));
  const remove = () => {
    rmSync(privateFolder, { recursive: true, force: true });
  };
  process.once("exit", remove);
  try {
    const eventLog = join(privateFolder, "events");
    const result = await run(cli, root, [
      ...["preview", "--json", "--show-sames", "--non-interactive", "--color=never"],
      ...[`--stack=${stack}`, `--event-log=${eventLog}`],
    ]);
    const digest = parseDigest(result.stdout);
    if (!digest) throw new EngineUnavailable(withoutPrefix(result.stderr));
    if (result.code !== 0) throw failure(digest, result.stderr);
    for (const { severity, message } of digest.diagnostics ?? []) {
      if (severity === "warning") say(message);
    }
    return fromDigest(stack, digest, stackOutputs(readFileSync(eventLog, "utf8")));
  } finally {
    remove();
    process.off("exit", remove);
  }
}

/** What stopped a preview that had begun. */
export function failure(digest: Digest, stderr: string): Error {
  const errors = (digest.diagnostics ?? [])
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => withoutPrefix(message));
  const message = errors.length > 0 ? errors.join("\n") : withoutPrefix(stderr);
  if (/resource plugin|install the plugin/.test(message)) return new EngineUnavailable(message);
  if (!message.includes("failed with an unhandled exception")) return new Unusable(message);
  // The program's stack trace is part of the message, and ours would say nothing more.
  return Object.assign(new Error(message), { stack: message });
}

function parseDigest(stdout: string): Digest | undefined {
  try {
    return JSON.parse(stdout) as Digest;
  } catch {
    return undefined;
  }
}

function withoutPrefix(message: string): string {
  return stripVTControlCharacters(message)
    .replace(/^error: /gm, "")
    .trim();
}

function run(
  cli: string,
  cwd: string,
  args: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(cli, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: childEnvironment(
        {
          // Without it the CLI has no --event-log.
          PULUMI_DEBUG_COMMANDS: "true",
          PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "false",
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
        // The program needs this Node, which strips types, and the CLI the language host of its own version.
        [dirname(process.execPath), dirname(cli)],
      ),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

function installedVersions(home: string): string[] {
  try {
    return readdirSync(join(home, "versions")).sort((a, b) =>
      b.localeCompare(a, "en", { numeric: true }),
    );
  } catch {
    return [];
  }
}

function isRealCli(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    const target = realpathSync(path);
    const file = statSync(target);
    // An interrupted installation leaves an empty file.
    return file.isFile() && file.size > 0 && ![path, target].some(isInNodeModules);
  } catch {
    return false;
  }
}

function isInNodeModules(path: string): boolean {
  return path.split(sep).includes("node_modules");
}
