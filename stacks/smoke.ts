import * as pulumi from "@pulumi/pulumi";
import { tlsSecretName } from "../components/edge/certificate.ts";
import { apiHeaders, pageHeaders, removedHeaders } from "../components/edge/headers.ts";
import type { ServingBefore } from "../components/release/gates/readiness.ts";
import type { SmokeTestArgs } from "../components/release/smoke-test.ts";
import type { SmokeGateInput } from "../components/release/smoke/gate-input.ts";
import type { SecretHandle } from "../components/secrets/handles.ts";
import { requestsPerSecond, windowSeconds } from "../infra/config/rules/edge.ts";
import type { Settings } from "../infra/config/index.ts";
import { isTrusted } from "../infra/config/rules/production.ts";
import { hsts } from "./edge.ts";
import { context, releaseImage } from "./platform.ts";
import { publicUrl } from "./web.ts";

/** A workload as its component hands it out. */
export interface ReleasedWorkload {
  readonly deploymentName: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  readonly templateHash: pulumi.Input<string>;
}

/** What the smoke test tries, and what it takes back to. */
export function smokeArgs(
  settings: Settings,
  given: {
    readonly namespace: pulumi.Input<string>;
    readonly backend: ReleasedWorkload;
    readonly frontend: ReleasedWorkload;
    /** What served before the release. */
    readonly serving: pulumi.Input<ServingBefore>;
    readonly smokeUser: SecretHandle;
    /** Address of the load balancer. */
    readonly address: pulumi.Input<string | undefined>;
    /** Name of the template of k6's Job. Absent where it is not configured. */
    readonly k6?: pulumi.Input<string> | undefined;
  },
): Pick<SmokeTestArgs, "smoke"> {
  const { backend, frontend, smokeUser, ...rest } = given;
  const known = pulumi.output({
    ...rest,
    backend: releasedWorkload(backend),
    frontend: releasedWorkload(frontend),
    secretName: smokeUser.secretName,
  });
  const smoke = known.apply(
    ({ namespace, serving, address, k6, secretName, ...workloads }): SmokeGateInput => {
      const workload = (name: "backend" | "frontend") => ({
        name: workloads[name].deploymentName,
        image: releaseImage(settings, name),
        templateHash: workloads[name].templateHash,
        service: { name: workloads[name].serviceName, port: "http" },
        ...(serving[name] && { before: serving[name] }),
      });
      return {
        ...expectations(settings),
        ...context(settings),
        namespace,
        workloads: { backend: workload("backend"), frontend: workload("frontend") },
        user: { secretName },
        ...edge(settings, address),
        ...(settings.k6 &&
          k6 !== undefined && {
            k6: { cronJob: k6, requestsPerSecond: settings.k6.requestsPerSecond },
          }),
        rolloutSeconds: 600,
      };
    },
  );
  return { smoke };
}

/** As much of a workload as gates are told. */
export function releasedWorkload({
  deploymentName,
  serviceName,
  templateHash,
}: ReleasedWorkload): ReleasedWorkload {
  return { deploymentName, serviceName, templateHash };
}

/** What a release must be like, by what the edge declares and what the monitoring watches. */
export function expectations(
  settings: Settings,
): Omit<SmokeGateInput, "namespace" | "workloads" | "user" | "rolloutSeconds"> {
  const { edge, frontend, monitoring } = settings;
  const { global, login } = edge.rateLimits;
  return {
    publicOrigin: publicUrl(settings),
    pages: [...frontend.pages],
    expectedHeaders: {
      api: { ...apiHeaders(hsts(settings)) },
      page: { ...pageHeaders(hsts(settings), edge.contentSources) },
    },
    // A CDN puts its own name in their place.
    removedHeaders: edge.cdn ? [] : [...removedHeaders],
    loginLimit: { ...login },
    limits: {
      p95Milliseconds: monitoring.slo.latencyMilliseconds,
      errorRate: share(100 - monitoring.slo.availabilityPercent),
      // Half of the days before its end at which a certificate is renewed: that long, a renewal has failed.
      certificateDaysLeft: 15,
    },
    // Half is for others behind the same address; and more would be load, which a smoke test is not.
    requestsPerSecond: Math.min(25, requestsPerSecond(global) / 2),
    samples: 60,
    timeouts: {
      startSeconds: 30,
      requestSeconds: 10,
      // Another run may have spent the limit of logins, which then is waited for.
      targetSeconds: 300 + windowSeconds(login),
    },
  };
}

/** Percent as a share, without the digits that the subtraction of decimals leaves. */
function share(percent: number): number {
  return Math.round(percent * 10_000) / 1_000_000;
}

/** How the edge is reached: as visitors do it, but for what DNS may not know yet. */
function edge(
  { domain, edge, tls }: Settings,
  loadBalancer: string | undefined,
): Pick<SmokeGateInput, "edge"> {
  const address = edge.address ?? loadBalancer;
  // Behind a CDN the load balancer answers nobody else.
  const isResolved = edge.cdn && edge.address === undefined;
  if (address === undefined && !isResolved) return {};
  return {
    edge: {
      host: domain.host,
      ...(!isResolved && address !== undefined && { address }),
      ...(!isTrusted(tls.issuer) && { certificateSecret: tlsSecretName(domain.host) }),
    },
  };
}
