import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "./host.ts";

/** A certificate authority in a folder, as cert-manager would keep it in a Secret. */
export class Authority {
  private readonly host: Host;
  private readonly folder: string;

  constructor(host: Host, name: string) {
    this.host = host;
    this.folder = host.folder(name);
    openssl([
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-subj", `/CN=${name}`, "-days", "2"],
      ...["-keyout", join(this.folder, "ca.key"), "-out", this.certificate],
    ]);
    chmodSync(this.certificate, 0o644);
  }

  get certificate(): string {
    return join(this.folder, "ca.crt");
  }

  /**
   * tls.crt, tls.key and ca.crt for both ends of a connection, as the Secret of a Certificate holds them.
   *
   * @param days for which it is valid; negative for one that has expired
   */
  issue(commonName: string, folder: string, days = 1): string {
    const request = join(this.folder, `${commonName}.csr`);
    const key = join(this.folder, `${commonName}.key`);
    openssl([
      ...["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-subj", `/CN=${commonName}`, "-keyout", key, "-out", request],
      ...["-addext", `subjectAltName=DNS:${commonName},DNS:localhost`],
    ]);
    const certificate = openssl([
      ...["x509", "-req", "-in", request, "-days", String(days), "-copy_extensions", "copy"],
      ...["-CA", this.certificate, "-CAkey", join(this.folder, "ca.key"), "-CAcreateserial"],
    ]);
    this.host.secret(join(folder, "tls.key"), readFileSync(key, "utf8"));
    this.host.secret(join(folder, "tls.crt"), certificate);
    copyFileSync(this.certificate, join(folder, "ca.crt"));
    chmodSync(join(folder, "ca.crt"), 0o644);
    return folder;
  }
}

function openssl(args: readonly string[]): string {
  return execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}
