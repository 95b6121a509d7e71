/* eslint no-restricted-properties: "off" -- the one file that reads the environment */
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/*
 * The few variables of the environment that the preview command depends on. Everything else that can be set is in
 * the stack's configuration.
 */

/** Folders of PATH, in their order. */
export function executableFolders(): string[] {
  return (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
}

/** Where Pulumi keeps what it has installed. */
export function pulumiHome(): string {
  return process.env["PULUMI_HOME"] || join(homedir(), ".pulumi");
}

/**
 * The environment of a child process: this one's, with some variables set, and others removed (`undefined`).
 * `firstOnPath` are folders to search before all others.
 */
export function childEnvironment(
  changes: Readonly<Record<string, string | undefined>>,
  firstOnPath: readonly string[] = [],
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: [...firstOnPath, ...executableFolders()].join(delimiter),
    ...changes,
  };
}
