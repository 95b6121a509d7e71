import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod/mini";
import { shape } from "../evidence/shape.ts";
import type { Connection } from "../kubernetes/connect.ts";
import { ask } from "../kubernetes/request.ts";
import type { Begun } from "./entry.ts";

const run = promisify(execFile);

const review = z.object({
  status: z.object({ userInfo: z.object({ username: z.string() }) }),
});

/** Who asks, and from which commit of this repository. */
export async function whoAsks(connection: Connection): Promise<Pick<Begun, "by" | "commit">> {
  const [cluster, name, email, commit] = await Promise.all([
    userOf(connection),
    git("config", "user.name"),
    git("config", "user.email"),
    git("log", "-1", "--format=%H %cI"),
  ]);
  const [hash = "", at = ""] = (commit ?? "").split(" ");
  const person = [name, email && `<${email}>`].filter(Boolean).join(" ");
  return {
    by: { cluster, ...(person !== "" && { git: person }) },
    ...(at !== "" && { commit: { hash, at: new Date(at).toISOString() } }),
  };
}

/** Whom the API server has let in. Every authenticated user may ask that. */
export async function userOf(connection: Connection): Promise<string> {
  const answer = await ask<unknown>(connection, {
    method: "POST",
    path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
  });
  const read = shape(review, answer);
  return read.ok ? read.value.status.userInfo.username : "unknown";
}

/** What git says; undefined where it is not there or this is no repository. */
async function git(...args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run("git", args);
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
