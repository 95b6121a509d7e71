import { RegistryServer } from "../../release/registry-server.ts";
import { Listener } from "../../release/services.ts";
import { ended, given } from "./input.ts";

/*
 * Stands for what a stack has outside of its cluster, where the cluster is, until its input ends: a registry with one
 * image, and a storage that takes every key. Prints the image when both are there.
 */

/** What is asked. */
export interface OutsideInput {
  /** What both show, in PEM. */
  readonly certificate: { readonly cert: string; readonly key: string };
  /** Of loopback. */
  readonly ports: { readonly registry: number; readonly storage: number };
  /** What the image is called, without the registry. */
  readonly image: { readonly repository: string; readonly tag: string };
}

/** What is printed: the image by tag and digest. */
export interface Opened {
  readonly image: string;
}

const { certificate, ports, image } = (await given) as OutsideInput;
const registry = await RegistryServer.open(certificate, { port: ports.registry });
const storage = await Listener.open(certificate, () => ({ status: 200 }), ports.storage);
const { repository, tag } = image;
const digest = registry.push(repository, tag, { layers: [] });
const opened: Opened = { image: `${registry.host}/${repository}:${tag}@${digest}` };
process.stdout.write(`${JSON.stringify(opened)}\n`);
await ended;
registry.close();
storage.close();
