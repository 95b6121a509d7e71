import { createHash } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { buffer } from "node:stream/consumers";
import { parseChallenge } from "./challenge.ts";
import { type Login, basic } from "./login.ts";

/** Every kind of manifest: without, a registry answers with one of the oldest kind, which has another digest. */
const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** Seconds for one answer, to its last byte. */
const SECONDS = 30;

interface Asked {
  readonly method: "HEAD" | "GET";
  readonly authorization?: string | undefined;
}

/**
 * A registry, as much as is needed to know which manifests it has.
 * Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#checking-if-content-exists-in-the-registry
 */
export class Registry {
  readonly #host: string;
  readonly #login: Login | undefined;
  readonly #authorizations = new Map<string, string>();

  /** @param login absent where everybody may read. */
  constructor(host: string, login: Login | undefined) {
    this.#host = host;
    this.#login = login;
  }

  /**
   * Digest of the manifest by tag or digest; undefined where there is none.
   *
   * @throws Error when the registry does not say, without a secret.
   */
  async digestOf(repository: string, reference: string): Promise<string | undefined> {
    const head = await this.#ask("HEAD", repository, reference);
    if (head.statusCode === 404) return undefined;
    const { "docker-content-digest": digest } = head.headers;
    if (typeof digest === "string") return digest;
    // The header is not required, and then only the content says.
    const get = await this.#ask("GET", repository, reference);
    if (get.statusCode === 404) return undefined;
    return `sha256:${createHash("sha256")
      .update(await buffer(get))
      .digest("hex")}`;
  }

  async #ask(
    method: "HEAD" | "GET",
    repository: string,
    reference: string,
  ): Promise<IncomingMessage> {
    const url = new URL(`https://${this.#host}/v2/${repository}/manifests/${reference}`);
    let response = await this.#send(url, {
      method,
      authorization: this.#authorizations.get(repository),
    });
    if (response.statusCode === 401) {
      const authorization = await this.#authorize(response.headers["www-authenticate"]);
      this.#authorizations.set(repository, authorization);
      response = await this.#send(url, { method, authorization });
    }
    const { statusCode = 0 } = response;
    if (statusCode === 200 || statusCode === 404) return response;
    if (statusCode === 401 || statusCode === 403) {
      const who = this.#login ? `does not let ${this.#login.username}` : "lets nobody";
      throw new Error(
        `${this.#host} ${who} read ${repository}${this.#login ? "" : " without a login"}.`,
      );
    }
    throw new Error(`${this.#host} has answered ${method} ${url.pathname} with ${statusCode}.`);
  }

  async #authorize(header: string | undefined): Promise<string> {
    const challenge = parseChallenge(header);
    const login = this.#login && basic(this.#login);
    if (challenge.scheme === "basic") return login ?? "";
    const { realm, parameters } = challenge;
    for (const [name, value] of parameters) realm.searchParams.set(name, value);
    const response = await this.#send(realm, { method: "GET", authorization: login });
    const { statusCode = 0 } = response;
    // What the registry says to whoever has no token is what counts.
    if (statusCode === 401 || statusCode === 403) return "";
    if (statusCode !== 200)
      throw new Error(`${realm.host} has answered ${statusCode} instead of a token.`);
    const body = JSON.parse((await buffer(response)).toString()) as Record<string, unknown>;
    const token = body["token"] ?? body["access_token"];
    if (typeof token !== "string") throw new Error(`${realm.host} has answered without a token.`);
    return `Bearer ${token}`;
  }

  /** Follows no redirect: a manifest is where it is asked for. */
  async #send(url: URL, { method, authorization }: Asked): Promise<IncomingMessage> {
    const sent = request(url, {
      method,
      signal: AbortSignal.timeout(SECONDS * 1000),
      headers: { Accept: MANIFESTS, ...(authorization && { Authorization: authorization }) },
    });
    // Once there is a response, its stream is what fails.
    sent.on("error", () => undefined);
    const responded = once(sent, "response") as Promise<[IncomingMessage]>;
    sent.end();
    const [response] = await responded;
    if (method === "HEAD" || response.statusCode !== 200) response.resume();
    return response;
  }
}
