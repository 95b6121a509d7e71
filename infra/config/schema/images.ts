import { group, map, optional, required, withDefault } from "./fields.ts";
import { image, name, registry, words } from "./formats.ts";

/** Where images come from. */
export const images = group({
  mirror: optional(
    registry,
    "For closed networks and mirrors: where all upstream images are, in place of their registry: `quay.io/prometheus/prometheus` is then pulled from `<mirror>/prometheus/prometheus`. The images of the release are not touched.",
    "registry.example.com/mirror",
  ),
  overrides: withDefault(
    map(name, image),
    "Images of the catalogue to replace, by name: those built from `images/` in the own registry, or an upstream one rebuilt.",
    {},
    {
      postgres:
        "registry.example.com/taskflow/postgres:15.20-1@sha256:7c1f0e5a2d4e600d6be5ad4ad8a2b1a5f6c5c0f0c4c2f3a98b1b9be4c2d18f3b",
    },
  ),
  pull: optional(
    group({
      registry: required(registry, "Registry that wants a login.", "registry.example.com"),
      username: required(words, "User that may pull.", "taskflow-pull"),
    }),
    "Login for pulling. Its password is the secret `taskflow:registryPassword`. Leave it out when the nodes may pull anyway.",
  ),
});
