import type { Answer } from "./answer.ts";
import { shown } from "./units.ts";

/** A line of a table: who, what it is now or was over the window, and whether it is beyond the limit. */
export interface Row {
  readonly name: string;
  /** The present value of a table; mean and highest of a series. */
  readonly values: readonly string[];
  readonly beyond: boolean;
}

/** Rows of an answer, as every format shows them. */
export function rowsOf({ kind, unit, limit, series }: Answer): Row[] {
  return series.map(({ name, points }) => {
    const values = points.map(([, value]) => value);
    const highest = Math.max(...values);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return {
      name: name === "" ? "all" : name,
      values: kind === "table" ? [shown(highest, unit)] : [shown(mean, unit), shown(highest, unit)],
      beyond: limit !== undefined && highest > limit,
    };
  });
}

/** What stands above the values. */
export function columnsOf({ kind }: Answer): readonly string[] {
  return kind === "table" ? ["value"] : ["mean", "highest"];
}

/** What there is to say instead of rows. */
export function nothingOf({ missing }: Answer): string {
  return missing === undefined ? "Nothing." : `Not known: ${missing}.`;
}
