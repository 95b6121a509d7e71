import { type IncomingMessage, type ServerResponse } from "node:http";
import { type Server, createServer } from "node:https";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import type { Certificate } from "./registry-server.ts";

/** A request that came to a {@link Listener}. */
export interface Came {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server on loopback, over TLS, that answers as it is told. */
export class Listener {
  readonly came: Came[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param port of loopback. Default: one that nobody else has. */
  static async open(
    certificate: Certificate,
    answer: (came: Came) => { readonly status: number; readonly body?: string },
    port = 0,
  ): Promise<Listener> {
    const serve = async (request: IncomingMessage, response: ServerResponse) => {
      const { method = "", url: path = "", headers } = request;
      const came = { method, path, headers, body: await text(request) };
      listener.came.push(came);
      const { status, body } = answer(came);
      response.writeHead(status).end(method === "HEAD" ? undefined : body);
    };
    const listener = new Listener(
      createServer({ ...certificate }, (request, response) => {
        void serve(request, response);
      }),
    );
    listener.#server.listen(port, "127.0.0.1");
    await once(listener.#server, "listening");
    return listener;
  }

  get origin(): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** How a mail server behaves. */
export interface MailServerOptions {
  /** Whether it encrypts when it is asked to. Default: true. */
  readonly encrypts?: boolean;
  /** Who may send. */
  readonly login: { readonly username: string; readonly password: string };
}

/** A mail server on loopback. */
export class MailServer {
  /** Mails that were taken. */
  readonly mails: readonly string[];
  readonly port: number;
  readonly #server: SMTPServer;

  private constructor(server: SMTPServer, port: number, mails: readonly string[]) {
    this.#server = server;
    this.port = port;
    this.mails = mails;
  }

  static async open(
    certificate: Certificate,
    { encrypts = true, login }: MailServerOptions,
  ): Promise<MailServer> {
    const mails: string[] = [];
    const server = new SMTPServer({
      ...certificate,
      ...(!encrypts && { hideSTARTTLS: true, disabledCommands: ["STARTTLS"] }),
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        const isRight = username === login.username && password === login.password;
        if (isRight) done(null, { user: username });
        else done(new Error("wrong login"));
      },
      onData: (stream, _session, done) => {
        void text(stream).then((mail) => {
          mails.push(mail);
          done();
        });
      },
    });
    const listening = server.listen(0, "127.0.0.1");
    await once(listening, "listening");
    return new MailServer(server, (listening.address() as AddressInfo).port, mails);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(resolve);
    });
  }
}
