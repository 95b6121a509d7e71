/** A public URL and what makes an answer a good one. */
export interface Probe {
  readonly url: string;
  readonly module: Module;
}

/** `https`: 2xx over TLS. `redirect`: plain HTTP answers with a redirect to HTTPS. */
export type Module = "https" | "redirect";

/** What is probed for one public host. */
export function publicProbes(host: string): Probe[] {
  return [
    { url: `https://${host}/`, module: "https" },
    { url: `https://${host}/health`, module: "https" },
    { url: `http://${host}/`, module: "redirect" },
  ];
}
