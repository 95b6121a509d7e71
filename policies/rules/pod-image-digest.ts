import { deployment } from "../examples.ts";
import { eachImage, imageReference, isDigest } from "../image.ts";
import type { Rule } from "../rule.ts";

const DIGEST = `sha256:${"0".repeat(64)}`;
const image = (reference: string) => deployment({ container: { image: reference } });

export const podImageDigest: Rule = {
  name: "pod-image-digest",
  title: "Every image is named by its digest.",
  why: "Whoever can push a tag changes what runs; a digest names the one content that was tested and scanned.",
  severity: "high",
  checklist: ["step1.3"],
  standards: { checkov: ["CKV_K8S_43"], kubescape: ["C-0306"] },
  fix: "Append the digest that the registry shows: `repository:v1.2.3@sha256:…`.",
  examples: {
    compliant: [image(`registry.example.com/backend:v1.0.0@${DIGEST}`)],
    violating: [
      image("registry.example.com/backend:v1.0.0"),
      image("registry.example.com/backend:v1.0.0@sha256:0"),
      deployment({
        pod: {
          volumes: [{ name: "model", image: { reference: "registry.example.com/model:v1" } }],
        },
      }),
    ],
  },
  looksAt: "pod",
  advisoryOnOneMachine: true,
  *check(pod) {
    yield* eachImage(pod, function* ({ path, read }) {
      const is = read();
      if (!isDigest(imageReference(typeof is === "string" ? is : "").digest)) {
        yield { path, is: is ?? undefined, must: "end with its digest (@sha256:…)" };
      }
    });
  },
};
