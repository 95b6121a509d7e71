import { execFileSync } from "node:child_process";
import { messageOf } from "../../../components/release/evidence/words.ts";
import type { Review } from "../../../components/release/evidence/predicates/review.ts";
import type { SourceRevision } from "../../../components/release/evidence/predicates/source-revision.ts";
import { Unusable } from "../../preview/failure.ts";

/**
 * The commit of a branch or tag, which must be the one that is checked out, for that is what was built.
 *
 * @throws Unusable when it is not.
 */
export function sourceRevision(repository: string, ref: string): SourceRevision {
  if (!ref.startsWith("refs/"))
    throw new Unusable(`--ref ${ref}: give its full name, refs/tags/${ref}`);
  const resolve = (name: string) =>
    git(repository, "rev-parse", "--verify", "--end-of-options", `${name}^{commit}`).trim();
  const commit = resolve(ref);
  const head = resolve("HEAD");
  if (commit !== head) {
    throw new Unusable(`${repository}: ${ref} is ${commit}, and ${head} is checked out`);
  }
  return { commit, ref };
}

/**
 * Who wrote a change, and who says in its trailers to have reviewed it. Of a merge, those who wrote what it brings in;
 * of any other commit, those who wrote that.
 */
export function reviewOf(repository: string, commit: string): Review {
  const [, ...parents] = git(repository, "rev-list", "--parents", "-n", "1", commit)
    .trim()
    .split(" ");
  const merged = parents.length > 1;
  const range = merged ? ["--no-merges", `${commit}^1..${commit}`] : ["-n", "1", commit];
  const trailers = (keys: readonly string[]) =>
    `%(trailers:${keys.map((key) => `key=${key}`).join(",")},valueonly)`;
  const authors = git(
    repository,
    "log",
    `--format=%aN <%aE>%n${trailers(["Co-authored-by"])}`,
    ...range,
  );
  const approvers = git(
    repository,
    ...["log", `--format=${trailers(["Reviewed-by", "Approved-by"])}`, "-n", "1", commit],
  );
  return { commit, authors: people(authors), approvers: people(approvers) };
}

function people(lines: string): string[] {
  const names = lines.split("\n").map((line) => line.trim());
  return [...new Set(names)].filter((name) => name !== "");
}

function git(repository: string, ...args: readonly string[]): string {
  try {
    return execFileSync("git", ["-C", repository, ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    throw new Unusable(messageOf(error));
  }
}
