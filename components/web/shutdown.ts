/** How a pod ends without failing a request. */
export interface Shutdown {
  /**
   * Seconds between a pod's removal from its Service and SIGTERM. Every proxy and the ingress controller learn of
   * the removal within a few; until then requests still arrive and must be served.
   */
  readonly drainSeconds: number;
  /** Seconds in all until SIGKILL: the drain, the longest request, and a margin. */
  readonly gracePeriodSeconds: number;
}
