import { deployment } from "../examples.ts";
import { eachImage, imageReference } from "../image.ts";
import type { Rule } from "../rule.ts";

const DIGEST = `sha256:${"0".repeat(64)}`;
const image = (reference: string) => deployment({ container: { image: reference } });

export const podImageTag: Rule = {
  name: "pod-image-tag",
  title: "Every image has a tag that says its version, and that is not `latest`.",
  why: "People read the version from the tag; `latest` says nothing, and names something else tomorrow.",
  severity: "high",
  checklist: ["step1.3"],
  standards: {
    kubeScore: ["container-image-tag"],
    kubeLinter: ["latest-tag"],
    polaris: ["tagNotSpecified"],
    checkov: ["CKV_K8S_14"],
    trivy: ["KSV-0013"],
    kubescape: ["C-0075"],
  },
  fix: "Name the version: `repository:v1.2.3@sha256:…`.",
  examples: {
    compliant: [image(`registry.example.com:5000/backend:v1.0.0@${DIGEST}`)],
    violating: [
      image(`registry.example.com:5000/backend@${DIGEST}`),
      image(`registry.example.com/backend:latest@${DIGEST}`),
      deployment({
        pod: { volumes: [{ name: "model", image: { reference: "registry.example.com/model" } }] },
      }),
    ],
  },
  looksAt: "pod",
  *check(pod) {
    yield* eachImage(pod, function* ({ path, read }) {
      const is = read();
      const { tag, repository } = imageReference(typeof is === "string" ? is : "");
      if (tag === undefined || tag === "" || tag === "latest" || repository === "") {
        yield { path, is: is ?? undefined, must: "have a tag that says a version" };
      }
    });
  },
};
