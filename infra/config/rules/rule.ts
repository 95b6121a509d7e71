import type { Problem } from "../problem.ts";
import type { Settings } from "../schema/index.ts";
import type { SecretName } from "../schema/secrets.ts";

export type Secrets = ReadonlySet<SecretName>;

/** A rule across fields. It is asked only when every group that it reads is valid in itself. */
export interface Rule {
  readonly reads: readonly (keyof Settings)[];
  /** Ids of the checklist that it decides. May be none. */
  readonly checklist: readonly string[];
  readonly check: (settings: Settings, secrets: Secrets) => Iterable<Problem>;
}

export function rule<K extends keyof Settings>(
  reads: readonly K[],
  checklist: readonly string[],
  check: (settings: Pick<Settings, K>, secrets: Secrets) => Iterable<Problem>,
): Rule {
  return { reads, checklist, check };
}
