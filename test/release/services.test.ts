import assert from "node:assert/strict";
import tls from "node:tls";
import type { Refusal } from "../../components/release/gates/gate.ts";
import {
  envelopeOf,
  examineErrorTracking,
} from "../../components/release/services/error-tracking.ts";
import { examineMail } from "../../components/release/services/mail.ts";
import { examineOffsite, storageKeyIn } from "../../components/release/services/offsite.ts";
import { examineThirdParty } from "../../components/release/services/third-party.ts";
import { examineWebhook } from "../../components/release/services/webhooks.ts";
import { offsiteSecretsConf } from "../../components/database/index.ts";
import { type Certificate, selfSigned } from "./registry-server.ts";
import { Listener, MailServer } from "./services.ts";

/** Exactly one refusal, of this item, that says this. */
function refuses([refusal, ...others]: readonly Refusal[], item: string, says: RegExp): void {
  assert.deepEqual(others, []);
  assert.equal(refusal?.item, item);
  assert.match(refusal.problem, says);
  assert.match(refusal.fix, /^[A-Z].*taskflow:.*\.$/);
}

describe("services before a release", () => {
  const authorities = tls.getCACertificates("default");
  const login = { username: "taskflow", password: "secret of the mail" };
  let certificate: Certificate;
  const listeners: Listener[] = [];
  let mail: MailServer | undefined;

  before(function () {
    const made = selfSigned();
    if (!made) {
      process.stdout.write("    (skipped: there is no openssl here)\n");
      this.skip();
    }
    certificate = made;
    tls.setDefaultCACertificates([...authorities, certificate.cert]);
  });
  after(() => {
    tls.setDefaultCACertificates(authorities);
  });
  afterEach(async () => {
    for (const listener of listeners.splice(0)) listener.close();
    await mail?.close();
    mail = undefined;
  });

  const answering = async (answer: Parameters<typeof Listener.open>[1]) => {
    const listener = await Listener.open(certificate, answer);
    listeners.push(listener);
    return listener;
  };

  describe("a mail server", () => {
    const server = (port: number, encryption: "starttls" | "tls" = "starttls") => ({
      ...{ host: "localhost", port, encryption, username: login.username },
    });

    it("is let through when it encrypts and takes the login, and is sent nothing", async () => {
      mail = await MailServer.open(certificate, { login });
      assert.deepEqual(await examineMail(server(mail.port), login.password), []);
      assert.deepEqual(mail.mails, []);
    });

    it("is refused with another password, which is not shown", async () => {
      mail = await MailServer.open(certificate, { login });
      const refusals = await examineMail(server(mail.port), "another password");
      refuses(refusals, "conf.7", /localhost:\d+ does not let taskflow in: .*wrong login/);
      assert.doesNotMatch(JSON.stringify(refusals), /another password/);
    });

    it("is refused when it does not encrypt", async () => {
      mail = await MailServer.open(certificate, { login, encrypts: false });
      refuses(await examineMail(server(mail.port), login.password), "conf.7", /STARTTLS/i);
    });

    it("is refused when nobody trusts its certificate", async () => {
      tls.setDefaultCACertificates(authorities);
      mail = await MailServer.open(certificate, { login });
      const refusals = await examineMail(server(mail.port), login.password);
      tls.setDefaultCACertificates([...authorities, certificate.cert]);
      refuses(refusals, "conf.7", /self-signed certificate/);
    });
  });

  describe("a webhook", () => {
    const path = "/services/T0/secret";
    const examine = async (format: "slack" | "webhook", status: number, body = "") => {
      const { origin, came } = await answering(() => ({ status, body }));
      const refusals = await examineWebhook("announceWebhookUrl", format, `${origin}${path}`);
      assert.doesNotMatch(JSON.stringify(refusals), /secret of|T0/);
      return { refusals, came };
    };

    it("of Slack is let through when it misses a text, and is posted nothing", async () => {
      const { refusals, came } = await examine("slack", 400, "no_text");
      assert.deepEqual(refusals, []);
      assert.deepEqual(
        came.map(({ body }) => body),
        ["{}"],
      );
    });

    for (const [format, status] of [
      ["slack", 404],
      ["slack", 403],
      ["webhook", 404],
      ["webhook", 401],
      ["webhook", 502],
    ] as const) {
      it(`(${format}) is refused when it answers with ${status}`, async () => {
        const { refusals } = await examine(format, status);
        refuses(refusals, "conf.8", new RegExp(`announceWebhookUrl .* answers with ${status}`));
      });
    }

    for (const status of [200, 405]) {
      it(`of another kind is let through when it answers with ${status} to a HEAD`, async () => {
        const { refusals, came } = await examine("webhook", status);
        assert.deepEqual(refusals, []);
        assert.deepEqual(
          came.map(({ method }) => method),
          ["HEAD"],
        );
      });
    }

    it("is refused when nobody is there", async () => {
      const listener = await answering(() => ({ status: 200 }));
      const { origin } = listener;
      listener.close();
      const refusals = await examineWebhook("alertWebhookUrl", "webhook", `${origin}${path}`);
      refuses(
        refusals,
        "conf.8",
        /alertWebhookUrl .*localhost:\d+ does not answer: .*ECONNREFUSED/,
      );
    });
  });

  describe("a third party", () => {
    const examine = async (key: string | undefined) => {
      const { origin } = await answering(({ headers }) => ({
        status: headers.authorization === "Bearer the right key" ? 204 : 401,
      }));
      return examineThirdParty({ name: "calendar", validationUrl: `${origin}/v1/me` }, key);
    };

    it("is let through when it takes the key", async () => {
      assert.deepEqual(await examine("the right key"), []);
    });

    it("is refused when it does not, or there is none", async () => {
      refuses(await examine("an old key"), "conf.6", /calendar does not take .* answers with 401/);
      refuses(await examine(undefined), "conf.6", /calendar .* there is no key/);
    });
  });

  describe("off-site storage", () => {
    const settings = offsiteSecretsConf({
      accessKey: "AKIDEXAMPLE",
      accessKeySecret: "wJalrXUtnFEMI",
      passphrase: "passphrase of the backups",
    });
    const key = { id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI" };

    const examine = async (status: number, body: string) => {
      const { origin, came } = await answering(() => ({ status, body }));
      const bucket = {
        endpoint: new URL(origin).host,
        region: "eu-central-1",
        bucket: "backups",
        uriStyle: "path",
      } as const;
      return { refusals: await examineOffsite(bucket, key), came };
    };

    it("has its key in the settings of pgBackRest", () => {
      assert.deepEqual(storageKeyIn(settings), key);
      assert.equal(storageKeyIn("[global]\nrepo2-s3-key=AKID\n"), undefined);
    });

    it("is let through when it lists the bucket for a signed request", async () => {
      const { refusals, came } = await examine(200, "<ListBucketResult/>");
      assert.deepEqual(refusals, []);
      const [request] = came;
      assert.equal(request?.path, "/backups?list-type=2&max-keys=1");
      assert.match(
        request.headers.authorization ?? "",
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
      );
    });

    for (const [status, code] of [
      [403, "SignatureDoesNotMatch"],
      [404, "NoSuchBucket"],
    ] as const) {
      it(`is refused when it answers ${code}`, async () => {
        const { refusals } = await examine(status, `<Error><Code>${code}</Code></Error>`);
        refuses(refusals, "infra.11", new RegExp(`backups .* answers with ${status}, ${code}`));
        assert.doesNotMatch(JSON.stringify(refusals), /wJalr/);
      });
    }

    it("is refused without a key", async () => {
      const bucket = {
        endpoint: "s3.example.com",
        region: "x",
        bucket: "b",
        uriStyle: "host",
      } as const;
      refuses(await examineOffsite(bucket, undefined), "infra.11", /has no key/);
    });
  });

  describe("error tracking", () => {
    const examine = async (status: number) => {
      const { origin, came } = await answering(() => ({ status }));
      const dsn = `${origin.replace("https://", "https://public-key@")}/42`;
      return { refusals: await examineErrorTracking(dsn), came };
    };

    it("is let through when it takes an envelope without anything in it", async () => {
      const { refusals, came } = await examine(200);
      assert.deepEqual(refusals, []);
      const [request] = came;
      assert.deepEqual([request?.path, request?.body], ["/api/42/envelope/", "{}\n"]);
      assert.match(String(request?.headers["x-sentry-auth"]), /sentry_key=public-key/);
      assert.deepEqual((await examine(400)).refusals, []);
    });

    for (const status of [403, 404, 500]) {
      it(`is refused when it answers with ${status}`, async () => {
        const { refusals } = await examine(status);
        refuses(refusals, "mon.7", new RegExp(`answers with ${status}`));
      });
    }

    it("has an address of a key, a host and a project", async () => {
      assert.deepEqual(envelopeOf("https://k@errors.example.net/sentry/7"), {
        url: "https://errors.example.net/sentry/api/7/envelope/",
        key: "k",
      });
      for (const dsn of ["https://errors.example.net/7", "http://k@errors.example.net/7", "x"]) {
        refuses(await examineErrorTracking(dsn), "mon.7", /is no DSN/);
      }
    });
  });
});
