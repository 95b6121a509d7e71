/** An image in a registry. */
export interface Reference {
  /** Host, with its port if that is not 443. */
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

const PATTERN = /^(?<name>[^@]+):(?<tag>[\w][\w.-]{0,127})@(?<digest>sha256:[0-9a-f]{64})$/;

/** The names of Docker Hub, and where its registry is, which none of them says. */
const DOCKER_HUB = ["docker.io", "index.docker.io"];
const DOCKER_HUB_REGISTRY = "registry-1.docker.io";

/** Where the registry of that name answers. */
export function registryHost(name: string): string {
  return DOCKER_HUB.includes(name) ? DOCKER_HUB_REGISTRY : name;
}

/**
 * Reads `registry.example.com/taskflow/backend:v1.0.0@sha256:…`.
 *
 * @throws Error when there is no tag or no digest.
 */
export function parseReference(text: string): Reference {
  const { name, tag, digest } = PATTERN.exec(text)?.groups ?? {};
  if (name === undefined || tag === undefined || digest === undefined) {
    throw new Error(`${text} is no image by tag and digest.`);
  }
  const [first = "", ...rest] = name.split("/");
  // As clients of registries tell a host from a folder.
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const registry = registryHost(isHost ? first : "docker.io");
  const path = isHost ? rest.join("/") : name;
  const isOfficial = registry === DOCKER_HUB_REGISTRY && !path.includes("/");
  return { registry, repository: isOfficial ? `library/${path}` : path, tag, digest };
}
