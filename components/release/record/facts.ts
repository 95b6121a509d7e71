import * as z from "zod/mini";
import { shape } from "../evidence/shape.ts";

const backup = z.object({
  id: z.string(),
  copies: z.array(z.object({ location: z.string() })),
  logical: z.object({ location: z.string() }),
});

const migrate = z.object({
  versionBefore: z.exactOptional(z.string()),
  version: z.string(),
  before: z.string(),
  applied: z.array(z.string()),
  warnings: z.array(z.string()),
});

const evidence = z.object({ facts: z.record(z.string(), z.string()) });

/** What the results of gates say about a release, for whoever reads its record. */
export interface Facts {
  readonly backup?: { readonly id: string; readonly locations: string[] };
  readonly schema?: {
    /** Absent where there was none. */
    readonly before?: string;
    readonly after: string;
    /** Instant before the migrations: what the database is restored to when they have to be undone. */
    readonly restoreTo: string;
    readonly applied: string[];
  };
  /** Branch or tag and commit that the images were built from. */
  readonly source?: string;
  /** What gates have let pass and nobody should forget. */
  readonly warnings: readonly string[];
}

/**
 * @param results of gates by their names. Those that are of another form are left out: what an older version of a gate
 * has returned is read too.
 */
export function factsOf(results: Readonly<Record<string, unknown>>): Facts {
  const backedUp = shape(backup, results["backup"]);
  const migrated = shape(migrate, results["migrate"]);
  const proven = shape(evidence, results["evidence"]);
  const source = proven.ok ? proven.value.facts["step1.1"] : undefined;
  return {
    ...(backedUp.ok && {
      backup: {
        id: backedUp.value.id,
        locations: [
          ...backedUp.value.copies.map(({ location }) => location),
          backedUp.value.logical.location,
        ],
      },
    }),
    ...(migrated.ok && {
      schema: {
        ...(migrated.value.versionBefore !== undefined && {
          before: migrated.value.versionBefore,
        }),
        after: migrated.value.version,
        restoreTo: migrated.value.before,
        applied: migrated.value.applied,
      },
    }),
    ...(source !== undefined && { source }),
    warnings: migrated.ok ? migrated.value.warnings : [],
  };
}
