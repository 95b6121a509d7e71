import { at, list, record } from "./graph.ts";
import { isUnset } from "./pods.ts";
import type { Container } from "./workloads.ts";

/** Seconds that a container waits before it is told to end: what can be read of it; nothing when it does not wait. */
export function drainSeconds({ value }: Container): number | undefined {
  const preStop = at(value, "lifecycle", "preStop");
  const sleep = record(at(preStop, "sleep"));
  if (sleep) return typeof sleep["seconds"] === "number" ? sleep["seconds"] : 0;
  const command = at(preStop, "exec", "command");
  // A program of the image may wait however long: at least it has the chance to.
  if (list(command).length > 0) return Math.max(1, ...list(command).map(slept));
  return isUnset(at(preStop, "httpGet")) ? undefined : 1;
}

/** `["sleep", "10"]` and `["sh", "-c", "sleep 10; …"]`. */
function slept(word: unknown): number {
  if (typeof word !== "string") return 0;
  const [, seconds] = /^(?:.{0,200}\bsleep )?(\d{1,6})s?(?:$|[\s;&])/s.exec(word) ?? [];
  return Number(seconds ?? 0);
}
