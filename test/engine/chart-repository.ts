import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/** A Helm repository on this machine with one chart of any versions, which has no templates. */
export class ChartRepository {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async serve(chart: string, versions: readonly string[]): Promise<ChartRepository> {
    const entries = versions.map((version) => ({
      ...{ apiVersion: "v2", name: chart, version },
      urls: [`${version}.tgz`],
    }));
    const files = new Map<string, Buffer>([
      [
        "/index.yaml",
        Buffer.from(JSON.stringify({ apiVersion: "v1", entries: { [chart]: entries } })),
      ],
      ...entries.map(({ urls: [file], ...metadata }) => {
        const archive = tar(`${chart}/Chart.yaml`, JSON.stringify(metadata));
        return [`/${String(file)}`, gzipSync(archive)] as const;
      }),
    ]);
    const server = createServer((request, response) => {
      const file = files.get(request.url ?? "");
      response.writeHead(file ? 200 : 404).end(file);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new ChartRepository(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

const BLOCK = 512;

/** An archive of one file. Source: the ustar format of POSIX.1-1988. */
function tar(path: string, content: string): Buffer {
  const body = Buffer.from(content);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0);
  header.write(octal(0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(body.length, 11), 124);
  header.write(octal(0, 11), 136);
  // The checksum counts its own field as blanks.
  header.write(" ".repeat(8), 148);
  header.write("0", 156);
  header.write("ustar\x0000", 257, "latin1");
  header.write(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    ),
    148,
  );
  const padding = Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, body, padding, Buffer.alloc(2 * BLOCK)]);
}
