import { createRequire } from "node:module";
import { quiet } from "../../sdk/quiet.ts";
import { takeNoTraces } from "../../sdk/traces.ts";
import type { PreviewMonitor } from "./monitor.ts";

/** What a program registers its resources with. */
export type ResourceMonitor = Pick<
  PreviewMonitor,
  "getDeploymentInfo" | "registerResource" | "registerResourceOutputs"
>;

/*
 * The SDK keeps a program's connection and configuration in a store, and lets an inline program of its Automation
 * API have one of its own. These members are not part of its declared types.
 */
interface Store {
  config: Record<string, string>;
  settings: {
    monitor: ResourceMonitor;
    engine: unknown;
    options: Record<string, unknown>;
  };
}
interface StateModule {
  withLocalStorage: <T>(body: () => T) => T;
  getStore: () => Store;
}

const require = createRequire(import.meta.url);
const { withLocalStorage, getStore } = require("@pulumi/pulumi/runtime/state") as StateModule;

/** A message that the program logs. */
export interface LogMessage {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly text: string;
}

/** A program's surroundings. */
export interface Surroundings {
  readonly project: string;
  readonly stack: string;
  readonly root: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  readonly monitor: ResourceMonitor;
  readonly log: (message: LogMessage) => void;
  /** Whether it is a preview: nothing is made, and what providers compute is unknown. */
  readonly dryRun: boolean;
}

/** Resolves when the program has no registration under way any more. */
export const { waitForRPCs: settled } = require("@pulumi/pulumi/runtime/settings") as {
  waitForRPCs: () => Promise<void>;
};

const severities = ["debug", "info", "warning", "error"] as const;

/** Runs `body` as a program. Several may run side by side. */
export function asProgram<T>(surroundings: Surroundings, body: () => Promise<T>): Promise<T> {
  return withLocalStorage(() => {
    quiet();
    takeNoTraces();
    const store = getStore();
    store.config = {
      PULUMI_CONFIG: JSON.stringify(surroundings.config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(surroundings.secretKeys),
    };
    store.settings.monitor = surroundings.monitor;
    store.settings.engine = {
      log(
        request: { getSeverity(): number; getMessage(): string },
        callback: (error: null, response: object) => void,
      ) {
        surroundings.log({
          severity: severities[request.getSeverity()] ?? "info",
          text: request.getMessage(),
        });
        callback(null, {});
      },
      setRootResource(_request: unknown, callback: (error: null, response: object) => void) {
        callback(null, {});
      },
    };
    Object.assign(store.settings.options, {
      project: surroundings.project,
      stack: surroundings.stack,
      rootDirectory: surroundings.root,
      dryRun: surroundings.dryRun,
      organization: "organization",
    });
    return body();
  });
}
