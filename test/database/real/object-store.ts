import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { type Server, createServer } from "node:https";
import { join } from "node:path";

/** As much of an S3 endpoint as pgBackRest asks for, in memory. It accepts every signature. */
export class ObjectStore {
  readonly objects = new Map<string, Buffer>();
  private readonly uploads = new Map<string, Map<number, Buffer>>();
  private readonly server: Server;

  constructor(tls: string) {
    const file = (name: string) => readFileSync(join(tls, name));
    this.server = createServer(
      { cert: file("tls.crt"), key: file("tls.key") },
      (request, response) => {
        void body(request).then((content) => {
          const url = new URL(request.url ?? "/", "https://localhost");
          const answer = this.answer(request.method ?? "GET", url, content);
          response.writeHead(answer.status, {
            "content-length": Buffer.byteLength(answer.content ?? ""),
            "last-modified": "Thu, 01 Jan 2026 00:00:00 GMT",
            ...(answer.etag && { etag: answer.etag }),
          });
          response.end(request.method === "HEAD" ? undefined : answer.content);
        });
      },
    );
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve) => this.server.listen(port, "127.0.0.1", resolve));
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(method: string, url: URL, content: Buffer): Answer {
    const key = decodeURIComponent(url.pathname);
    const upload = url.searchParams.get("uploadId");
    if (method === "GET" && url.searchParams.has("list-type"))
      return this.list(key, url.searchParams);
    if (method === "POST" && url.searchParams.has("delete")) return this.delete(key, content);
    if (method === "POST" && url.searchParams.has("uploads")) return this.begin();
    if (method === "PUT" && upload !== null) {
      this.uploads.get(upload)?.set(Number(url.searchParams.get("partNumber")), content);
      return stored(content);
    }
    if (method === "POST" && upload !== null) return this.complete(key, upload);
    if (method === "PUT") {
      this.objects.set(key, content);
      return stored(content);
    }
    if (method === "DELETE") {
      this.objects.delete(key);
      return { status: 204 };
    }
    const found = this.objects.get(key);
    return found
      ? { status: 200, content: found }
      : { status: 404, content: "<Error><Code>NoSuchKey</Code></Error>" };
  }

  private begin(): Answer {
    const id = `upload-${this.uploads.size}`;
    this.uploads.set(id, new Map());
    return xml(
      `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    );
  }

  private complete(key: string, upload: string): Answer {
    const parts = [...(this.uploads.get(upload) ?? [])].sort(([a], [b]) => a - b);
    this.objects.set(key, Buffer.concat(parts.map(([, part]) => part)));
    return xml("<CompleteMultipartUploadResult><ETag>all</ETag></CompleteMultipartUploadResult>");
  }

  private delete(bucket: string, content: Buffer): Answer {
    for (const [, key = ""] of content.toString().matchAll(/<Key>(.*?)<\/Key>/g)) {
      this.objects.delete(`${bucket}${key}`);
    }
    return xml("<DeleteResult></DeleteResult>");
  }

  private list(bucket: string, query: URLSearchParams): Answer {
    const prefix = query.get("prefix") ?? "";
    const delimiter = query.get("delimiter");
    const files: string[] = [];
    const folders = new Set<string>();
    for (const [path, content] of this.objects) {
      if (!path.startsWith(`${bucket}${prefix}`)) continue;
      const key = path.slice(bucket.length);
      const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      if (end >= 0) folders.add(key.slice(0, end + 1));
      else {
        files.push(
          `<Contents><Key>${key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>` +
            `<Size>${content.length}</Size></Contents>`,
        );
      }
    }
    const prefixes = [...folders].map(
      (f) => `<CommonPrefixes><Prefix>${f}</Prefix></CommonPrefixes>`,
    );
    return xml(
      `<ListBucketResult><IsTruncated>false</IsTruncated>${files.join("")}${prefixes.join("")}</ListBucketResult>`,
    );
  }
}

interface Answer {
  readonly status: number;
  readonly content?: Buffer | string;
  readonly etag?: string;
}

function xml(content: string): Answer {
  return { status: 200, content: `<?xml version="1.0" encoding="UTF-8"?>${content}` };
}

function stored(content: Buffer): Answer {
  return { status: 200, etag: `"${createHash("md5").update(content).digest("hex")}"` };
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
