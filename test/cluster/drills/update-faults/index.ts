import { certificate } from "./certificate.ts";
import { clock } from "./clock.ts";
import { apiServer, etcd } from "./control-plane.ts";
import type { UpdateFault } from "./fault.ts";
import { image } from "./image.ts";
import { lock } from "./lock.ts";
import { names } from "./names.ts";
import { quota } from "./quota.ts";
import { volume } from "./volume.ts";

/** Everything that goes wrong, in an order in which each release can follow the one before. */
export const updateFaults: readonly UpdateFault[] = [
  ...[quota, certificate, lock, etcd, clock, names, apiServer, volume, image],
];
