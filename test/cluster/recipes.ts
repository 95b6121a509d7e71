/** How a module of `go/` is built, where that is not all said by its `go.mod`. */
export interface Recipe {
  /** Its packages that are programs. Default: those of somebody else that it names as its tools. */
  readonly programs?: readonly string[];
  readonly tags?: string;
  /** Modules that do not build as they come: the files of `patches/` are laid over a copy. */
  readonly patched?: readonly string[];
  /** Definitions of custom resources, by the module and the path in it, which are kept beside the programs. */
  readonly definitions?: { readonly module: string; readonly path: string };
}

const RECIPES: Readonly<Record<string, Recipe>> = {
  // Most of CoreDNS is of the libraries of Kubernetes, which so are compiled once.
  kubernetes: { programs: ["tool", "./coredns"] },
  pause: { programs: ["."] },
  trial: { programs: ["."] },
  // Its pages are made by npm and not in its module; here nobody looks at them.
  alertmanager: { patched: ["github.com/prometheus/alertmanager"] },
  // It finds targets in every cloud, by as much code again as all the rest of it; here they are Kubernetes's.
  prometheus: { tags: "remove_all_sd,enable_kubernetes_sd" },
  "cert-manager": {
    definitions: { module: "github.com/cert-manager/cert-manager", path: "deploy/crds" },
  },
  traefik: {
    patched: [
      "github.com/traefik/traefik/v3",
      "github.com/go-acme/lego/v5",
      "github.com/abbot/go-http-auth",
    ],
    definitions: {
      module: "github.com/traefik/traefik/v3",
      path: "docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml",
    },
  },
};

export function recipeOf(name: string): Recipe {
  return RECIPES[name] ?? {};
}
