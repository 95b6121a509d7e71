import type { CustomTimeouts } from "@pulumi/pulumi";

/** Seconds without progress after which a Deployment gives a rollout up. */
export const PROGRESS_DEADLINE_SECONDS = 300;

/** Seconds from there until whoever waits should have heard of it. */
const MARGIN_SECONDS = 30;

/** Seconds in which one pod is pulled, started, found ready, and watched for `minReadySeconds`. */
const POD_SECONDS = 30;

/**
 * How long the engine waits for a Deployment with {@link PROGRESS_DEADLINE_SECONDS}. Its provider reports that the
 * Deployment has given up and waits on, for ten minutes unless told. A rollout of many pods may take longer than the
 * deadline, though: each of them is progress.
 *
 * @param pods the most that are replaced, one after another.
 */
export function rolloutTimeouts(pods: number): CustomTimeouts {
  const seconds = Math.max(PROGRESS_DEADLINE_SECONDS + MARGIN_SECONDS, pods * POD_SECONDS);
  return { create: `${seconds}s`, update: `${seconds}s` };
}
