import type { Listed } from "../../components/release/record/list.ts";
import type { ReleaseRecord } from "./report.ts";

/** The releases and the ways back since then, the oldest first, and how each ended. */
export function releasesIn(
  records: readonly Pick<Listed, "kind" | "version" | "start" | "status">[],
  since: Date,
): ReleaseRecord[] {
  return records
    .filter(({ start }) => Date.parse(start) >= since.getTime())
    .map(({ kind, version, start, status }) => ({
      version,
      at: start,
      status: kind === "rollback" ? `gone back to, ${status}` : status,
    }));
}
