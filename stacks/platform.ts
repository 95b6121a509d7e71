import * as pulumi from "@pulumi/pulumi";
import { imageResolver } from "../components/kubernetes/images.ts";
import type { Platform } from "../components/kubernetes/platform.ts";
import { IMAGE_NAMES } from "../components/release/evidence/images.ts";
import type { Settings } from "../infra/config/index.ts";

/** Name of the Secret with the registry's login, in every namespace that pulls from it. */
export const PULL_SECRET = "registry-login";

/** What every workload of the instance shares. */
export function platform({ cluster, release, timeZone, images }: Settings): Platform {
  return {
    instance: cluster.instance,
    version: release.version,
    timeZone,
    image: imageResolver({
      overrides: images.overrides,
      ...(images.mirror !== undefined && { prefix: images.mirror }),
    }),
    ...(images.pull && { imagePullSecrets: [PULL_SECRET] }),
  };
}

/** The cluster, as the provider and the gates are told of it: the kubeconfig's current one where none is named. */
export function context({ cluster }: Settings): { readonly context?: string } {
  return cluster.context === undefined ? {} : { context: cluster.context };
}

/** Every image of the release. */
export function releaseImages(settings: Settings): string[] {
  return IMAGE_NAMES.map((program) => releaseImage(settings, program));
}

/** An image of the release. Its tag is the version, so the two cannot disagree. */
export function releaseImage(
  { release }: Settings,
  program: "backend" | "frontend" | "migrations",
): string {
  const { repository, digest } = release[program];
  const tagged = `${repository}:${release.version}`;
  return digest === undefined ? tagged : `${tagged}@${digest}`;
}

/** The namespace, known to depend on the registry's login in it, if there is one: pods name it, and cannot wait. */
export function afterLogin(
  namespace: pulumi.Output<string>,
  login: pulumi.Output<string> | undefined,
): pulumi.Output<string> {
  return login ? pulumi.all([namespace, login]).apply(([name]) => name) : namespace;
}
