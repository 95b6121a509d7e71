import { createPrivateKey } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { IN_TOTO, seal } from "../../components/release/evidence/dsse.ts";
import type { Images } from "../../components/release/evidence/images.ts";
import { type Key, keyOf } from "../../components/release/evidence/keys.ts";
import type { Need } from "../../components/release/evidence/need.ts";
import { STATEMENT_TYPE } from "../../components/release/evidence/statement.ts";
import { counted, messageOf } from "../../components/release/evidence/words.ts";
import { Unusable } from "../preview/failure.ts";
import type { MakeArguments } from "./arguments.ts";
import { collect } from "./collect.ts";
import { readText } from "./files.ts";

/** Writes a bundle of what CI found, and says what is in it. */
export function make(args: MakeArguments): string {
  const key = privateKey(args.key);
  const found = collect(args);
  if (found.length === 0) throw new Unusable("there is nothing to attest: give what CI found");
  const lines = found.map(({ need, predicate }) => attest(need, predicate, args.images, key));
  mkdirSync(dirname(args.out), { recursive: true });
  writeFileSync(args.out, lines.map((line) => `${line}\n`).join(""));
  return [
    ...found.map(({ need }) => `${need.items.join(", ").padEnd(24)} ${need.name}`),
    `wrote ${counted(found.length, "attestation")} to ${args.out}, signed by key ${key.id.slice(0, 12)}\n`,
  ].join("\n");
}

/** One line of a bundle. */
function attest(need: Need, predicate: unknown, images: Partial<Images>, key: Key): string {
  const read = need.read(predicate);
  if (!read.ok) throw new Unusable(`${need.name}: ${read.problems.join("; ")}`);
  const subject = need.images.map((name) => {
    const digest = images[name];
    if (digest === undefined || !/^sha256:[0-9a-f]{64}$/.test(digest)) {
      throw new Unusable(
        `the ${need.name} is about the ${name} image: give --image ${name}=sha256:… with its 64 digits`,
      );
    }
    return { name, digest: { sha256: digest.slice("sha256:".length) } };
  });
  const { predicateType } = need;
  const statement = { _type: STATEMENT_TYPE, subject, predicateType, predicate };
  return JSON.stringify(seal(IN_TOTO, Buffer.from(JSON.stringify(statement)), key));
}

function privateKey(file: string): Key {
  const pem = readText(file);
  try {
    return keyOf(createPrivateKey(pem));
  } catch (error) {
    throw new Unusable(`${file}: is no private key to sign with: ${messageOf(error)}`);
  }
}
