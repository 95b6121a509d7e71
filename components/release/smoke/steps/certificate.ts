import { once } from "node:events";
import { connect } from "node:tls";
import { StepFailure } from "../failure.ts";
import { edgeOnly } from "../step.ts";
import { hostOf } from "../transfer.ts";
import { trusting } from "../trusting.ts";
import { within } from "../within.ts";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Chain, name and days left, of each name that is asked. */
export const certificate = edgeOnly({
  name: "certificate",
  checklist: ["post-sec.2"],
  needs: ["reachable"],
  fix: "See what cert-manager says of the Certificate, and whether the edge has its Secret.",
  run: async ({ target, input }) => {
    const { requestSeconds } = input.timeouts;
    for (const origin of new Set([target.api, target.pages].map((url) => new URL(url).origin))) {
      const { problem, validTo } = await shown(new URL(origin), target, requestSeconds);
      if (problem !== undefined) throw new StepFailure(`${origin}: ${problem}.`);
      const days = (validTo.getTime() - Date.now()) / DAY_MILLISECONDS;
      const { certificateDaysLeft } = input.limits;
      if (!(days >= certificateDaysLeft)) {
        throw new StepFailure(
          `The certificate of ${origin} ends on ${validTo.toISOString()}, in less than ${certificateDaysLeft} days.`,
        );
      }
    }
  },
});

/** What a client would say of the certificate, whether it connects or not. */
async function shown(
  url: URL,
  { address, ca }: { readonly address?: string | undefined; readonly ca?: string | undefined },
  seconds: number,
): Promise<{ readonly problem: string | undefined; readonly validTo: Date }> {
  const host = hostOf(url);
  const socket = connect({
    host: address ?? host,
    port: Number(url.port || 443),
    servername: host,
    // Judged below, by the same rules: an exception would not say what it was about.
    rejectUnauthorized: false,
    ...trusting(ca),
  });
  const signal = within(seconds);
  try {
    await once(socket, "secureConnect", { signal });
    const problem = socket.authorized ? undefined : String(socket.authorizationError);
    return { problem, validTo: new Date(socket.getPeerCertificate().valid_to) };
  } catch (error) {
    if (signal.aborted) throw new StepFailure(`${url.origin}: no TLS within ${seconds} s.`);
    throw new StepFailure(`${url.origin}: no TLS: ${String(error)}.`);
  } finally {
    socket.destroy();
  }
}
