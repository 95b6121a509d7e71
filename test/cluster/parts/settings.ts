import { NETWORK } from "../layout.ts";
import type { SecretValues, Setting } from "../deployment/project.ts";

/** Where alerts go. */
export const RECEIVER = { address: NETWORK.node, port: 9095 };
const url = (path: string) => `http://${RECEIVER.address}:${RECEIVER.port}/${path}`;

/** Paths by which the receiver tells messages apart. */
export const [ALERTS, DEAD_MANS_SWITCH] = ["alerts", "dead-mans-switch"] as const;

/** What the pooler is let grow to: few enough to be reached by a test. */
export const POOLER_CLIENTS = 40;

/** Has alerts reach the receiver. */
export const RECEIVING: readonly Setting[] = [
  {
    path: ["taskflow:notifications"],
    value: {
      format: "webhook",
      egress: [{ cidr: `${RECEIVER.address}/32`, port: RECEIVER.port }],
    },
  },
];

/** What the stack is given beside what one for one machine has. */
export const SETTINGS: readonly Setting[] = [
  ...RECEIVING,
  { path: ["taskflow:database", "pooler", "maxClientConnections"], value: POOLER_CLIENTS },
];

export const SECRETS: SecretValues = {
  "taskflow:alertWebhookUrl": url(ALERTS),
  "taskflow:deadMansSwitchUrl": url(DEAD_MANS_SWITCH),
};
