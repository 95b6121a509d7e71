import * as pulumi from "@pulumi/pulumi";
import type { LeftOut } from "../components/release/gates/gate.ts";
import type { K6SmokeArgs } from "../components/release/k6-smoke.ts";
import { ONLY_K6_ITEMS } from "../components/release/k6/verdict.ts";
import { BACKEND_PORT } from "../components/web/backend.ts";
import { FRONTEND_SERVICE_PORT } from "../components/web/frontend.ts";
import type { Settings } from "../infra/config/index.ts";
import { sizes } from "./sizes.ts";

/** What k6 asks for: all that needs no account, of which readiness asks the database too. Absent where it is not configured. */
export function k6Args(
  settings: Settings,
  given: Pick<K6SmokeArgs, "placement"> & {
    /** Names of the Services. */
    readonly backend: pulumi.Input<string>;
    readonly frontend: pulumi.Input<string>;
  },
): K6SmokeArgs | undefined {
  const { k6, backend, frontend } = settings;
  if (!k6) return undefined;
  const { placement, ...services } = given;
  return {
    placement,
    resources: sizes(settings).k6,
    urls: pulumi
      .output(services)
      .apply((service) => [
        `http://${service.backend}:${BACKEND_PORT}/health`,
        `http://${service.backend}:${BACKEND_PORT}${backend.probes.readiness}`,
        ...frontend.pages.map(
          (page) => `http://${service.frontend}:${FRONTEND_SERVICE_PORT}${page}`,
        ),
      ]),
    virtualUsers: k6.virtualUsers,
    seconds: k6.seconds,
  };
}

/** Items that the smoke test leaves open without k6. Its input does not say so before the update: that knows what serves. */
export function leftOutByK6({ k6 }: Pick<Settings, "k6">): LeftOut[] {
  if (k6) return [];
  return ONLY_K6_ITEMS.map((item) => ({ item, why: "No run of k6 is configured (k6)." }));
}
