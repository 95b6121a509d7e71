import { each } from "../each.ts";
import { ingress } from "../example-objects.ts";
import { at, isKind, record } from "../graph.ts";
import type { Finding, Rule } from "../rule.ts";
import { join } from "../unknown.ts";
import { containersOf, podOf } from "../workloads.ts";

const ANNOTATION = /^nginx\.ingress\.kubernetes\.io\//;

export const ingressNotNginx: Rule = {
  name: "ingress-not-nginx",
  title: "Nothing is routed by ingress-nginx, which is retired.",
  why: "Nobody mends its holes since March 2026, and it reads every Secret of the cluster.",
  severity: "critical",
  checklist: ["sec.7"],
  standards: {
    nsa: true,
    checkov: ["CKV_K8S_152", "CKV_K8S_153", "CKV_K8S_154"],
    kubescape: ["C-0292"],
  },
  fix: "Use Traefik or a Gateway API implementation (`edge.controller`), and its own way to say what the annotations say.",
  examples: {
    compliant: [ingress()],
    violating: [ingress({ spec: { ingressClassName: "nginx" } })],
  },
  looksAt: "resource",
  *check(resource) {
    const { inputs } = resource;
    const must = "not be ingress-nginx";
    yield* each(
      [
        function* (): Generator<Finding> {
          const is = at(inputs, "spec", "ingressClassName");
          if (isKind(resource, "Ingress") && is === "nginx") {
            yield { path: "spec.ingressClassName", is, must };
          }
        },
        function* (): Generator<Finding> {
          const annotations = record(at(inputs, "metadata", "annotations")) ?? {};
          for (const name of Object.keys(annotations)) {
            const path = () => join("metadata.annotations", name);
            if (ANNOTATION.test(name)) {
              yield { path: path(), is: "an annotation of ingress-nginx", must: "be absent" };
            } else if (
              name === "kubernetes.io/ingress.class" &&
              at(annotations, name) === "nginx"
            ) {
              yield { path: path(), is: "nginx", must };
            }
          }
        },
        function* (): Generator<Finding> {
          const is = at(inputs, "spec", "controller");
          if (isKind(resource, "IngressClass") && is === "k8s.io/ingress-nginx") {
            yield { path: "spec.controller", is, must };
          }
        },
        function* (): Generator<Finding> {
          const is = inputs["chart"];
          if (typeof is === "string" && /(?:^|\/)ingress-nginx$/.test(is)) {
            yield { path: "chart", is, must };
          }
        },
        function* (): Generator<Finding> {
          const pod = podOf(resource);
          for (const { path, value } of pod ? containersOf(pod) : []) {
            const is = value["image"];
            if (typeof is === "string" && /ingress-nginx\/|nginx-ingress-controller/.test(is)) {
              yield { path: `${path}.image`, is, must };
            }
          }
        },
      ],
      (part) => part(),
    );
  },
};
