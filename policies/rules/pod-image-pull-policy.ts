import { deployment } from "../examples.ts";
import { eachImage, imageReference, isDigest } from "../image.ts";
import { isUnset } from "../pods.ts";
import type { Rule } from "../rule.ts";

const DIGEST = `sha256:${"0".repeat(64)}`;
const pulled = (image: string, imagePullPolicy: string) =>
  deployment({ container: { image, imagePullPolicy } });

export const podImagePullPolicy: Rule = {
  name: "pod-image-pull-policy",
  title: "An image is pulled when it is not there, and one without a digest always.",
  why: "A tag may mean something else than what a node has cached under it; a digest cannot. What is never pulled does not start on a new node.",
  severity: "low",
  checklist: [],
  standards: {
    kubeScore: ["container-image-pull-policy"],
    polaris: ["pullPolicyNotAlways"],
    checkov: ["CKV_K8S_15"],
    kubescape: ["C-0075"],
  },
  fix: "Set `imagePullPolicy: IfNotPresent` for images by digest, and `Always` for others.",
  examples: {
    compliant: [
      pulled(`registry.example.com/backend:v1.0.0@${DIGEST}`, "IfNotPresent"),
      pulled("registry.example.com/backend:v1.0.0", "Always"),
    ],
    violating: [
      pulled(`registry.example.com/backend:v1.0.0@${DIGEST}`, "Never"),
      pulled("registry.example.com/backend:v1.0.0", "IfNotPresent"),
    ],
  },
  looksAt: "pod",
  advisoryOnOneMachine: true,
  *check(pod) {
    yield* eachImage(pod, function* ({ read, policyPath, readPolicy }) {
      const policy = readPolicy();
      if (policy === "Always") return;
      const reference = read();
      const { tag, digest } = imageReference(typeof reference === "string" ? reference : "");
      if (isDigest(digest)) {
        if (isUnset(policy) || policy === "IfNotPresent") return;
        yield { path: policyPath, is: policy, must: "be IfNotPresent or Always" };
      } else if (!isUnset(policy) || (tag !== undefined && tag !== "latest")) {
        const must = "be Always, since the image has no digest";
        yield { path: policyPath, is: policy ?? undefined, must };
      }
    });
  },
};
