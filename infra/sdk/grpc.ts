import { loadWhenRead } from "./stand-in.ts";

type Client = new (...args: unknown[]) => object;

/**
 * Has the SDK load gRPC with the first connection. It makes classes of clients as soon as it is imported, and a preview
 * in process has no engine to connect to. Call it before the SDK is imported.
 */
export function loadGrpcWhenUsed(): void {
  loadWhenRead("@grpc/grpc-js", (load) => ({
    makeGenericClientConstructor: (...definition: unknown[]) =>
      function (...args: unknown[]): object {
        const make = load()["makeGenericClientConstructor"] as (...args: unknown[]) => Client;
        return new (make(...definition))(...args);
      },
  }));
}
