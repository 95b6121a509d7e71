import { readFileSync } from "node:fs";
import http, { type IncomingMessage, type RequestListener, type Server } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { text } from "node:stream/consumers";
import { apiHeaders, pageHeaders } from "../../components/edge/headers.ts";

/** Where every front listens. */
export const ADDRESS = "127.0.0.1";

/** A request as it arrives. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer as it leaves. */
export interface Given {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

/** Stands between the front and what is behind it, and may break what goes through. A rejection breaks the connection. */
export type Between = (asked: Asked, next: (asked: Asked) => Promise<Given>) => Promise<Given>;

/** How a front is set up. */
export interface FrontOptions {
  /** Origin of the API. */
  readonly backend: string;
  /** Folder of the built pages. */
  readonly pages: string;
  /** Name that clients know it by. */
  readonly host: string;
  /** Folder with `tls.crt` and `tls.key`. Absent for plain HTTP with nothing added, as the Services are. */
  readonly tls?: string;
  readonly between?: Between;
  /** Logins in a window. */
  readonly limit?: { readonly requests: number; readonly milliseconds: number };
  /** What plain HTTP answers. Default: a redirect. */
  readonly plain?: RequestListener;
}

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
};

/** Of one connection each. */
const HOP = ["connection", "keep-alive", "transfer-encoding", "content-length", "host", "date"];

/** What the edge does, in one process: TLS, routes, headers, the limit of logins and the redirect. */
export class Front {
  /** Every token that went through it. */
  readonly tokens: string[] = [];
  readonly #options: FrontOptions;
  readonly #main: Server;
  readonly #plain: Server;
  #logins: number[] = [];

  static async open(options: FrontOptions): Promise<Front> {
    const front = new Front(options);
    for (const server of [front.#main, front.#plain]) {
      await new Promise<void>((resolve) => server.listen(0, ADDRESS, resolve));
    }
    return front;
  }

  private constructor(options: FrontOptions) {
    this.#options = options;
    const serve: RequestListener = (incoming, outgoing) => {
      this.#serve(incoming).then(
        ({ status, headers, body }) => outgoing.writeHead(status, headers).end(body),
        () => outgoing.destroy(),
      );
    };
    const { tls } = options;
    this.#main =
      tls === undefined
        ? http.createServer(serve)
        : https.createServer(
            {
              cert: readFileSync(join(tls, "tls.crt")),
              key: readFileSync(join(tls, "tls.key")),
            },
            serve,
          );
    this.#plain = http.createServer(
      options.plain ??
        ((incoming, outgoing) => {
          outgoing.writeHead(308, { Location: `${this.origin}${incoming.url ?? ""}` }).end();
        }),
    );
  }

  get origin(): string {
    const { tls, host } = this.#options;
    return `${tls === undefined ? "http" : "https"}://${host}:${port(this.#main)}`;
  }

  get plainOrigin(): string {
    return `http://${this.#options.host}:${port(this.#plain)}`;
  }

  /** As if somebody had just tried as many logins as are allowed. */
  spendLimit(): void {
    this.#logins = Array.from({ length: this.#options.limit?.requests ?? 0 }, Date.now);
  }

  close(): void {
    for (const server of [this.#main, this.#plain]) {
      server.close();
      server.closeAllConnections();
    }
  }

  async #serve(incoming: IncomingMessage): Promise<Given> {
    const asked: Asked = {
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      headers: withoutHop(incoming.headers as Record<string, string>),
      body: await text(incoming),
    };
    if (this.#isLimited(asked)) {
      return { status: 429, headers: {}, body: "Too Many Requests" };
    }
    const between = this.#options.between ?? ((given, next) => next(given));
    const given = await between(asked, (passed) => this.#route(passed));
    const [, token] = /"token":"([^"]+)"/.exec(given.body) ?? [];
    if (token !== undefined) this.tokens.push(token);
    return given;
  }

  #isLimited({ path }: Asked): boolean {
    const { limit } = this.#options;
    if (!limit || !path.startsWith("/api/auth/")) return false;
    const now = Date.now();
    this.#logins = this.#logins.filter((at) => now - at < limit.milliseconds);
    if (this.#logins.length >= limit.requests) return true;
    this.#logins.push(now);
    return false;
  }

  async #route(asked: Asked): Promise<Given> {
    const isApi = asked.path.startsWith("/api/") || asked.path === "/health";
    const given = isApi ? await this.#forward(asked) : this.#page(asked);
    if (this.#options.tls === undefined) return given;
    const added = lowerCase(isApi ? apiHeaders() : pageHeaders());
    return { ...given, headers: { ...given.headers, ...added } };
  }

  async #forward({ method, path, headers, body }: Asked): Promise<Given> {
    const response = await fetch(`${this.#options.backend}${path}`, {
      method,
      headers,
      redirect: "manual",
      ...(body !== "" && { body }),
    });
    const cookies = response.headers.getSetCookie();
    return {
      status: response.status,
      headers: {
        ...withoutHop(Object.fromEntries(response.headers)),
        ...(cookies.length > 0 && { "set-cookie": cookies }),
      },
      body: await response.text(),
    };
  }

  /** As the frontend's nginx, which adds its headers behind the edge too. */
  #page({ path }: Asked): Given {
    const { pathname } = new URL(path, this.origin);
    const isFile = pathname.startsWith("/assets/");
    const file = isFile ? pathname : "/index.html";
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const body = readFileSync(join(this.#options.pages, file), "utf8");
    return { status: 200, headers: { ...lowerCase(pageHeaders()), "content-type": type }, body };
  }
}

function port(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function withoutHop(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.includes(name)));
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
