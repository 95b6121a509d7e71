import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { ended, given } from "./input.ts";

/* Receives what Alertmanager sends, where the cluster is, and prints it, one line a message, until its input ends. */

/** What is asked. */
export interface ReceiverInput {
  readonly address: string;
  readonly port: number;
}

/** What is printed of a message. */
export interface Received {
  readonly path: string;
  readonly message: {
    readonly status: "firing" | "resolved";
    readonly alerts: readonly {
      readonly status: "firing" | "resolved";
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
    }[];
  };
}

const { address, port } = (await given) as ReceiverInput;
const server = createServer((request, response) => {
  // Of those who ask whether anybody is there.
  if (request.method !== "POST") {
    response.writeHead(405).end();
    return;
  }
  void json(request).then((message) => {
    process.stdout.write(`${JSON.stringify({ path: request.url, message })}\n`);
    response.end();
  });
});
server.listen(port, address);
await ended;
server.close();
server.closeAllConnections();
