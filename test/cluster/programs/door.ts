import { type Server, connect } from "node:net";

/* Lets in whoever comes to a server that it is handed, by a connection of its own where the cluster is. */

/** Where they are led to. */
export interface DoorInput {
  readonly host: string;
  readonly port: number;
}

process.once("message", ({ host, port }: DoorInput, server: Server) => {
  server.on("connection", (visitor) => {
    const site = connect(port, host);
    visitor.pipe(site).pipe(visitor);
    // Whichever end is gone, the other has nobody to talk to.
    visitor.on("error", () => site.destroy());
    site.on("error", () => visitor.destroy());
  });
  process.send?.("open", () => {
    process.disconnect();
  });
});
