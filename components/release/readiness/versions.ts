/**
 * Minor versions of Kubernetes 1 that the program runs on. The oldest is the one that still gets fixes beside the one
 * that the program's schemas are of (https://kubernetes.io/releases/: the last three do), and the first in which a
 * pod's `sleep` before it ends is stable. The newest is what a client of that version supports
 * (https://kubernetes.io/releases/version-skew-policy/: one minor version older or newer than the API server).
 */
export const MINORS = { oldest: 34, writtenFor: 36, newest: 37 } as const;

/** The minor version of `v1.36.3` or `v1.34.1+k3s1`; undefined of what is no version of Kubernetes 1. */
export function minorOf(gitVersion: string): number | undefined {
  const minor = /^v1\.(\d+)\./.exec(gitVersion)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
