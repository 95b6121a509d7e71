import { type AddressInfo, type Socket, createServer } from "node:net";
import { Writable } from "node:stream";
import type { EndpointSlice } from "./objects.ts";
import type { Connection } from "./connect.ts";
import { readyEndpoints } from "./endpoints.ts";
import { ask } from "./request.ts";

/** A Service, by the name of its port. */
export interface ServicePort {
  readonly namespace: string;
  readonly name: string;
  readonly port: string;
}

/** A port of this machine that leads to a Service. */
export interface Forwarded {
  readonly port: number;
  readonly close: () => void;
}

/** As much of the library's WebSocket as is needed, whose types are in a package of their own. */
interface Tunnel {
  onclose: (() => void) | null;
  readonly close: () => void;
}

const LOOPBACK = "127.0.0.1";

/**
 * Forwards connections to the ready pods of a Service, each to the next one, as the Service itself does.
 *
 * @throws Error when there is no ready pod.
 */
export async function forwardService(
  connection: Connection,
  service: ServicePort,
  progress: (line: string) => void,
): Promise<Forwarded> {
  await endpointsOf(connection, service);
  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // Whoever has connected sees nothing but the end of the connection.
    socket.on("error", ({ message }) => {
      progress(`Service ${service.name}: ${message}`);
    });
    forward(connection, service, socket, turn++).catch((error: unknown) => {
      socket.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, LOOPBACK, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function forward(
  connection: Connection,
  service: ServicePort,
  socket: Socket,
  turn: number,
): Promise<void> {
  const { PortForward } = await import("@kubernetes/client-node");
  const endpoints = await endpointsOf(connection, service);
  const { pod, port } = endpoints[turn % endpoints.length] ?? { pod: "", port: 0 };
  const problems = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      // Empty when nothing is wrong yet: the library has taken the port off, which comes first.
      if (chunk.length > 0) socket.destroy(new Error(chunk.toString()));
      done();
    },
  });
  const forwarding = new PortForward(connection.config);
  const tunnel = (await forwarding.portForward(
    service.namespace,
    pod,
    [port],
    socket,
    problems,
    socket,
  )) as Tunnel;
  tunnel.onclose = () => socket.end();
  const close = () => {
    tunnel.close();
  };
  if (socket.destroyed) close();
  else socket.once("close", close);
}

async function endpointsOf(connection: Connection, { namespace, name, port }: ServicePort) {
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const selector = `labelSelector=kubernetes.io%2Fservice-name%3D${name}`;
  const { items } = await ask<{ readonly items: readonly EndpointSlice[] }>(connection, {
    path: `${path}?${selector}`,
  });
  const ready = readyEndpoints(items, port);
  if (ready.length === 0) throw new Error(`Service ${name} has no ready pod.`);
  return ready;
}
