import type * as z from "zod/mini";
import {
  type MailInput,
  type StatusPageInput,
  type WebhookInput,
  mailInput,
  statusPageInput,
  webhookInput,
} from "../announce/input.ts";
import { examineLinks } from "../announce/links.ts";
import { sendMail } from "../announce/mail.ts";
import { type Audience, type Message, messageFor } from "../announce/message.ts";
import { postIncident } from "../announce/status-page.ts";
import { bodyOf, postWebhook } from "../announce/webhook.ts";
import { shaped } from "../evidence/shape.ts";
import { messageOf } from "../evidence/words.ts";
import { connect } from "../kubernetes/connect.ts";
import { awaitedSecretFiles } from "../kubernetes/secret-files.ts";
import { MASK } from "../smoke/secrets.ts";
import { printable } from "../smoke/transcript.ts";
import { type Gate, Refused } from "./gate.ts";

/** What a channel was told. */
export interface Announced {
  readonly version: string;
  readonly title: string;
}

/** What every channel is handed. */
type ChannelInput = WebhookInput | MailInput | StatusPageInput;

/** Seconds in which an operator has made the Secret that it was told to make. */
const SECRET_SECONDS = 60;

const MEANWHILE =
  "it is released all the same; `pulumi up` tells this channel, and no other one again";

/** Tells one channel. */
function announcing<Input extends ChannelInput>(channel: {
  readonly name: string;
  readonly checklist: readonly string[];
  readonly input: z.ZodMiniType<Input>;
  readonly audience: Audience;
  readonly fix: string;
  readonly tell: (input: Input, message: Message, secret: string) => Promise<unknown>;
}): Gate<Input, Announced> {
  const { name, checklist, input, audience, fix, tell } = channel;
  return {
    name,
    file: "announce",
    checklist,
    parse: (given) => shaped(input, given),
    run: async (given) => {
      const message = messageFor(given.release, audience);
      const refusals = await examineLinks(message.links);
      if (refusals.length > 0) throw new Refused(refusals, MEANWHILE);
      const secret = await secretOf(given);
      try {
        await tell(given, message, secret);
      } catch (error) {
        const problem = printable(messageOf(error).replaceAll(secret, MASK));
        const [item = ""] = checklist;
        throw new Refused(
          [{ item, problem: `${name} could not be told. ${problem}`, fix }],
          MEANWHILE,
        );
      }
      return { version: given.release.version, title: message.title };
    },
  };
}

/** From the cluster, whoever keeps the secrets, so that none is handed over. */
async function secretOf({ context, namespace, secretName, file }: ChannelInput): Promise<string> {
  const place = { namespace, name: secretName };
  const files = await awaitedSecretFiles(await connect(context), place, SECRET_SECONDS);
  const secret = files.get(file);
  if (secret === undefined) throw new Error(`Secret ${secretName} has no ${file}.`);
  return secret;
}

function webhook(name: string, checklist: readonly string[], audience: Audience, secret: string) {
  return announcing<WebhookInput>({
    ...{ name, checklist, audience, input: webhookInput },
    fix: `See whether the secret taskflow:${secret} is the address of the channel.`,
    tell: ({ format, release }, message, url) => postWebhook(url, bodyOf(format, message, release)),
  });
}

/** A gate for each channel, so that one which was told is not told again for another that could not be. */
export const announceGates = [
  webhook(
    "announce-team",
    ["live-team.1", "live-team.4", "live-users.3"],
    "operators",
    "announceWebhookUrl",
  ),
  webhook("announce-stakeholders", ["live-team.2"], "everybody", "stakeholdersWebhookUrl"),
  webhook("announce-support", ["live-users.4"], "operators", "supportWebhookUrl"),
  announcing<MailInput>({
    name: "announce-mail",
    checklist: ["live-users.1"],
    audience: "everybody",
    input: mailInput,
    fix: "See whether mail.host takes mail from mail.from for announcements.mailTo.",
    tell: sendMail,
  }),
  announcing<StatusPageInput>({
    name: "announce-status-page",
    checklist: ["live-users.2", "day.6"],
    audience: "everybody",
    input: statusPageInput,
    fix: "See whether announcements.statusPage is the page, and the secret taskflow:statusPageToken may write to it.",
    tell: ({ page }, message, token) => postIncident({ page, token }, message),
  }),
] as const;
