import { shaped } from "../evidence/shape.ts";
import { connect } from "../kubernetes/connect.ts";
import { type MonitoringInput, monitoringInput } from "../monitoring/input.ts";
import { ITEMS, leftOut } from "../monitoring/items.ts";
import { newPodsErrors } from "../monitoring/new-pods.ts";
import { partsOf } from "../monitoring/parts.ts";
import { Servers } from "../monitoring/servers.ts";
import { untilNone } from "../monitoring/until-none.ts";
import { type Gate, Refused } from "./gate.ts";

/** What was asked, and how long it took to hold. */
export interface MonitoringResult {
  readonly version: string;
  /** Items of the checklist that hold. */
  readonly held: readonly string[];
  readonly seconds: number;
}

/** What the monitoring is without may be the monitoring's fault, so nothing is taken back for it. */
const MEANWHILE = "goes on serving, as it has passed its smoke test";

/** Refuses to call a release done that is not watched, or that the monitoring has something against. */
export const monitoringGate: Gate<MonitoringInput, MonitoringResult> = {
  name: "monitoring",
  checklist: ITEMS,
  parse: (given) => shaped(monitoringInput, given),
  leftOut,
  run: async (input, { progress }) => {
    const began = performance.now();
    const since = new Date(Date.now() - input.settleSeconds * 1000);
    const connection = await connect(input.context);
    const servers = new Servers(connection, progress);
    try {
      const parts = partsOf(connection, input, servers);
      const refusals = [
        ...(await untilNone(parts, input.waitSeconds, progress)),
        // Last, so that what was logged while the others were waited for is in it.
        ...(await newPodsErrors(connection, input, since)),
      ];
      if (refusals.length > 0) throw new Refused(refusals, MEANWHILE);
    } finally {
      await servers.close();
    }
    const open = new Set(leftOut(input).map(({ item }) => item));
    return {
      version: input.version,
      held: ITEMS.filter((item) => !open.has(item)),
      seconds: Math.round((performance.now() - began) / 1000),
    };
  },
};
