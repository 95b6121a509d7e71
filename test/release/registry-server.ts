import { spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Server, createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How a registry behaves. */
export interface RegistryOptions {
  /** Who may read, with a token that is handed out for it. Absent: everybody. */
  readonly login?: { readonly username: string; readonly password: string };
  /** Whether it wants the login itself, without a token. */
  readonly basic?: boolean;
  /** Whether it says digests in a header, as it need not. Default: true. */
  readonly saysDigest?: boolean;
  /** Where it says that tokens are. Default: at itself. */
  readonly realm?: string;
  /** Of loopback. Default: one that nobody else has. */
  readonly port?: number;
}

/** A registry on loopback, over TLS, that follows the specification of OCI's distribution as far as manifests go. */
export class RegistryServer {
  /** Requests that came, and whether they carried an authorization. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #options: RegistryOptions;
  readonly #manifests = new Map<string, Buffer>();
  readonly #tokens = new Set<string>();

  static async open(
    certificate: Certificate,
    options: RegistryOptions = {},
  ): Promise<RegistryServer> {
    const registry = new RegistryServer(certificate, options);
    const { port = 0 } = options;
    await new Promise<void>((resolve) => registry.#server.listen(port, "127.0.0.1", resolve));
    return registry;
  }

  private constructor(certificate: Certificate, options: RegistryOptions) {
    this.#options = options;
    this.#server = createServer({ ...certificate }, (request, response) => {
      this.#answer(request, response);
    });
  }

  /** `localhost:5000` */
  get host(): string {
    return `localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Keeps a manifest under a tag, and says its digest. */
  push(repository: string, tag: string, content: object): string {
    const manifest = Buffer.from(JSON.stringify(content));
    const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
    for (const reference of [tag, digest])
      this.#manifests.set(`${repository}/${reference}`, manifest);
    return digest;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = "", headers } = request;
    const url = new URL(request.url ?? "", `https://${this.host}`);
    const { authorization = "" } = headers;
    this.asked.push(`${method} ${url.pathname}${authorization === "" ? "" : " authorized"}`);
    if (url.pathname === "/token") {
      this.#token(url, authorization, response);
      return;
    }
    if (!this.#isLetIn(authorization)) {
      response.writeHead(401, { "WWW-Authenticate": this.#challenge(url) }).end("{}");
      return;
    }
    const [, repository = "", reference = ""] =
      /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(url.pathname) ?? [];
    const manifest = this.#manifests.get(`${repository}/${reference}`);
    // As registries do for clients that do not name the newer kinds.
    if (!manifest || !headers.accept?.includes("application/vnd.oci.image.index.v1+json")) {
      response.writeHead(404).end(method === "HEAD" ? undefined : "{}");
      return;
    }
    const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
    response.writeHead(200, {
      "Content-Length": manifest.length,
      ...(this.#options.saysDigest !== false && { "Docker-Content-Digest": digest }),
    });
    response.end(method === "HEAD" ? undefined : manifest);
  }

  #isLetIn(authorization: string): boolean {
    const { login, basic } = this.#options;
    if (!login) return true;
    return basic === true
      ? authorization === basicOf(login)
      : this.#tokens.has(authorization.replace(/^Bearer /, ""));
  }

  #challenge({ pathname }: URL): string {
    if (this.#options.basic === true) return 'Basic realm="registry"';
    const realm = this.#options.realm ?? `https://${this.host}/token`;
    const repository = /^\/v2\/(.+)\/manifests\//.exec(pathname)?.[1] ?? "";
    return `Bearer realm="${realm}",service="registry",scope="repository:${repository}:pull"`;
  }

  #token({ searchParams }: URL, authorization: string, response: ServerResponse): void {
    const { login } = this.#options;
    const isRight =
      searchParams.get("service") === "registry" &&
      /^repository:.+:pull$/.test(searchParams.get("scope") ?? "");
    if (!isRight || (login && authorization !== basicOf(login))) {
      response.writeHead(401).end("{}");
      return;
    }
    const token = randomUUID();
    this.#tokens.add(token);
    response.end(JSON.stringify({ token }));
  }
}

function basicOf({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** What a server shows, in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate of localhost, for a day, signed by itself. Undefined where there is nothing to make it with. */
export function selfSigned(): Certificate | undefined {
  const folder = mkdtempSync(join(tmpdir(), "taskflow-registry-"));
  const [key, cert] = [join(folder, "tls.key"), join(folder, "tls.crt")];
  try {
    const { status } = spawnSync("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "1"],
      ...["-keyout", key, "-out", cert],
    ]);
    if (status !== 0) return undefined;
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
