import type * as z from "zod/mini";
import { shaped } from "../evidence/shape.ts";
import { connect } from "../kubernetes/connect.ts";
import { awaitedSecretFiles } from "../kubernetes/secret-files.ts";
import { examineErrorTracking } from "../services/error-tracking.ts";
import {
  errorTrackingInput,
  mailServiceInput,
  offsiteInput,
  thirdPartyInput,
  webhooksInput,
} from "../services/input.ts";
import { examineMail } from "../services/mail.ts";
import { examineOffsite, storageKeyIn } from "../services/offsite.ts";
import { examineThirdParty } from "../services/third-party.ts";
import { examineWebhook } from "../services/webhooks.ts";
import { printable } from "../smoke/transcript.ts";
import { type Gate, type Refusal, Refused } from "./gate.ts";

/** A service that is as it should be. */
export interface ServiceResult {
  readonly version: string;
}

/** What every gate here is handed. */
interface ServiceInput {
  readonly version: string;
  readonly context?: string;
  readonly namespace: string;
  readonly secretName: string;
}

/** A file of the Secret. */
type File = (name: string) => string;

/** Seconds in which an operator has made the Secret that it was told to make. */
const SECRET_SECONDS = 60;

/** Asks one kind of service, with the secret that the release will use. */
function asking<Input extends ServiceInput>(
  name: string,
  checklist: readonly string[],
  input: z.ZodMiniType<Input>,
  examine: (input: Input, file: File) => Promise<readonly Refusal[]>,
): Gate<Input, ServiceResult> {
  return {
    name,
    file: "services",
    checklist,
    parse: (given) => shaped(input, given),
    run: async (given) => {
      const { context, namespace, secretName, version } = given;
      const place = { namespace, name: secretName };
      const files = await awaitedSecretFiles(await connect(context), place, SECRET_SECONDS);
      const refusals = await examine(given, (file) => {
        const content = files.get(file);
        if (content === undefined) throw new Error(`Secret ${secretName} has no ${file}.`);
        return content;
      });
      if (refusals.length > 0) {
        throw new Refused(
          refusals.map((refusal) => ({ ...refusal, problem: printable(refusal.problem) })),
        );
      }
      return { version };
    },
  };
}

/** A gate for each kind of service that is configured: what is not is not declared. */
export const serviceGates = [
  asking("mail", ["conf.7"], mailServiceInput, ({ server, file }, read) =>
    examineMail(server, read(file)),
  ),
  asking("webhooks", ["conf.8"], webhooksInput, async ({ webhooks }, read) =>
    (
      await Promise.all(
        webhooks.map(({ file, secret, format }) => examineWebhook(secret, format, read(file))),
      )
    ).flat(),
  ),
  asking("third-party", ["conf.6"], thirdPartyInput, async ({ services, file }, read) => {
    const keys = JSON.parse(read(file)) as Readonly<Record<string, string | undefined>>;
    return (
      await Promise.all(services.map((service) => examineThirdParty(service, keys[service.name])))
    ).flat();
  }),
  asking("offsite", ["infra.11"], offsiteInput, ({ file, ...bucket }, read) =>
    examineOffsite(bucket, storageKeyIn(read(file))),
  ),
  asking("error-tracking", ["mon.7"], errorTrackingInput, ({ file }, read) =>
    examineErrorTracking(read(file)),
  ),
] as const;
