import { type UpdateFault } from "./fault.ts";

const NOBODYS = `sha256:${"0".repeat(64)}`;

export const image: UpdateFault = {
  fault: "nobody has the image",
  says: ["[ImagePullBackOff] Back-off pulling image"],
  mend: "declare the digest of an image that is there",
  change: () => [{ path: ["taskflow:release", "backend", "digest"], value: NOBODYS }],
  recover: async (deployed) => {
    deployed.deployment.configure(deployed.settings("v1.0.0"));
    return Promise.resolve();
  },
  release: "v1.0.0",
};
