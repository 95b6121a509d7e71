/**
 * Seconds between a pod's removal from its Service and SIGTERM. Endpoints reach every proxy and the ingress
 * controller within a few seconds; until then requests still arrive and must be served.
 */
export const DRAIN_SECONDS = 10;
