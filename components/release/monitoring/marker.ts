import { randomUUID } from "node:crypto";
import type { Refusal } from "../gates/gate.ts";
import { type Server, answerOf, dataOf } from "./api.ts";

/** Has the frontend log a request that nobody else makes, so that its line is known again. */
export async function leaveMarker(frontend: Server): Promise<string> {
  const marker = `release-marker-${randomUUID()}`;
  await answerOf(frontend, `/?${marker}`);
  return marker;
}

/** Whether the line has come to where all logs are. */
export async function findMarker(
  loki: Server,
  marker: string,
  namespace: string,
): Promise<boolean> {
  const query = `{k8s_namespace_name="${namespace}"} |= "${marker}"`;
  const path = `/loki/api/v1/query_range?since=1h&limit=1&query=${encodeURIComponent(query)}`;
  const { result } = await dataOf<{ readonly result: readonly unknown[] }>(loki, path);
  return result.length > 0;
}

export function judgeMarker(found: boolean): Refusal[] {
  if (found) return [];
  return [
    {
      item: "post-mon.2",
      problem: "A line that the frontend has logged is not found in Loki.",
      fix: "See the logs of the collector on the frontend's node, and of Loki.",
    },
  ];
}
