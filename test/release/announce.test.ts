import assert from "node:assert/strict";
import tls from "node:tls";
import type { Release } from "../../components/release/announce/input.ts";
import { examineLinks } from "../../components/release/announce/links.ts";
import { sendMail } from "../../components/release/announce/mail.ts";
import { messageFor } from "../../components/release/announce/message.ts";
import { postIncident } from "../../components/release/announce/status-page.ts";
import { bodyOf, postWebhook } from "../../components/release/announce/webhook.ts";
import { type Certificate, selfSigned } from "./registry-server.ts";
import { Listener, MailServer } from "./services.ts";

const release: Release = {
  environment: "production",
  version: "v1.1.0",
  urls: ["https://taskflow.example.com"],
  changelog: "https://git.example.com/CHANGELOG.md",
  notes: "- Tasks have due dates.",
  operations: {
    runbook: "https://git.example.com/runbook.md",
    dashboards: "https://grafana.example.com",
    onCall: "Kim Tanaka, +15550100100",
  },
};

describe("an announcement", () => {
  it("says to those who run it where to look and whom to call", () => {
    const { title, text, links } = messageFor(release, "operators");
    assert.equal(title, "TaskFlow v1.1.0 is released");
    assert.equal(
      text,
      [
        "Site: https://taskflow.example.com",
        "What has changed: https://git.example.com/CHANGELOG.md",
        "Dashboards: https://grafana.example.com",
        "Runbook: https://git.example.com/runbook.md",
        "On call: Kim Tanaka, +15550100100",
        "",
        "- Tasks have due dates.",
      ].join("\n"),
    );
    assert.deepEqual(links, [
      "https://taskflow.example.com",
      "https://git.example.com/CHANGELOG.md",
      "https://grafana.example.com",
      "https://git.example.com/runbook.md",
    ]);
  });

  it("says to everybody what concerns them, and no phone", () => {
    const { text, links } = messageFor(release, "everybody");
    assert.doesNotMatch(text, /Kim|\+1555|grafana|runbook/i);
    assert.match(text, /due dates/);
    assert.equal(links.length, 2);
  });

  it("names the environment where it is not production, and cuts long notes", () => {
    const other = { ...release, environment: "staging", notes: "x".repeat(5000) };
    const { title, text } = messageFor(other, "everybody");
    assert.equal(title, "TaskFlow v1.1.0 is released (staging)");
    assert.ok(text.length < 3000 && text.endsWith("…"));
  });

  it("is a text for Slack, and a document for others", () => {
    const message = messageFor(release, "everybody");
    assert.deepEqual(bodyOf("slack", message, release), {
      text: `*${message.title}*\n${message.text}`,
    });
    assert.equal((bodyOf("webhook", message, release) as Release).version, "v1.1.0");
  });
});

describe("channels of announcements", () => {
  const authorities = tls.getCACertificates("default");
  const login = { username: "taskflow", password: "secret of the mail" };
  const message = messageFor(release, "everybody");
  let certificate: Certificate;
  let listener: Listener | undefined;
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
    listener?.close();
    await mail?.close();
    listener = mail = undefined;
  });

  const answering = async (answer: Parameters<typeof Listener.open>[1]) =>
    (listener = await Listener.open(certificate, answer));

  it("take a message by webhook once", async () => {
    const { origin, came } = await answering(() => ({ status: 200, body: "ok" }));
    await postWebhook(`${origin}/services/secret`, { text: "news" });
    assert.deepEqual(
      came.map(({ method, path, body }) => [method, path, body]),
      [["POST", "/services/secret", '{"text":"news"}']],
    );
  });

  for (const [what, status] of [
    ["is gone", 404],
    ["breaks", 500],
  ] as const) {
    it(`refuse when a webhook ${what}, without its address`, async () => {
      const { origin } = await answering(() => ({ status, body: "no_service" }));
      await assert.rejects(postWebhook(`${origin}/services/secret`, {}), ({ message }: Error) => {
        assert.doesNotMatch(message, /secret/);
        return new RegExp(`answers with ${status}: no_service`).test(message);
      });
    });
  }

  it("refuse when nobody is there, by the host alone", async () => {
    const { origin } = await answering(() => ({ status: 200 }));
    listener?.close();
    await assert.rejects(postWebhook(`${origin}/services/secret`, {}), ({ message }: Error) => {
      assert.doesNotMatch(message, /secret/);
      return /^localhost:\d+ does not answer: .*ECONNREFUSED/.test(message);
    });
  });

  const mailFor = (port: number, encryption: "starttls" | "tls" = "starttls") => ({
    release,
    server: { host: "localhost", port, encryption, username: login.username },
    from: "no-reply@example.com",
    to: ["ada@example.com", "kim@example.com"],
  });

  it("take a mail, encrypted and after a login", async () => {
    mail = await MailServer.open(certificate, { login });
    await sendMail(mailFor(mail.port), message, login.password);
    const [taken = "", ...others] = mail.mails;
    assert.deepEqual(others, []);
    assert.match(taken, /^Subject: TaskFlow v1\.1\.0 is released\r$/m);
    assert.match(taken, /^To: ada@example\.com, kim@example\.com\r$/m);
    assert.match(taken, /^Message-ID: <taskflow\.production\.v1\.1\.0@example\.com>\r$/m);
    assert.match(taken, /due dates/);
  });

  it("refuse a mail rather than send it in the clear", async () => {
    mail = await MailServer.open(certificate, { login, encrypts: false });
    await assert.rejects(sendMail(mailFor(mail.port), message, login.password), /STARTTLS/i);
    assert.deepEqual(mail.mails, []);
  });

  it("refuse a mail with another password, and do not show it", async () => {
    mail = await MailServer.open(certificate, { login });
    await assert.rejects(
      sendMail(mailFor(mail.port), message, "another password"),
      ({ message }: Error) => /wrong login/.test(message) && !message.includes("another password"),
    );
  });

  it("show a release on the status page as something that is over", async () => {
    const { origin, came } = await answering(({ method }) =>
      method === "GET" ? { status: 200, body: "[]" } : { status: 201, body: "{}" },
    );
    const page = { page: `${origin}/v1/pages/ab1`, token: "token" };
    assert.equal(await postIncident(page, message), "posted");
    const [, posted] = came;
    assert.equal(posted?.headers.authorization, "OAuth token");
    const { incident } = JSON.parse(posted.body) as { incident: Record<string, unknown> };
    assert.equal(incident["status"], "resolved");
    assert.equal(incident["name"], message.title);
  });

  it("leave one alone that is there, and refuse without the right to look", async () => {
    const { origin, came } = await answering(({ headers }) =>
      headers.authorization === "OAuth token"
        ? { status: 200, body: '[{"id":"1"}]' }
        : { status: 401, body: "Could not authenticate" },
    );
    const page = `${origin}/v1/pages/ab1`;
    assert.equal(await postIncident({ page, token: "token" }, message), "there");
    await assert.rejects(
      postIncident({ page, token: "other" }, message),
      /answers with 401: Could not authenticate/,
    );
    assert.ok(came.every(({ method }) => method === "GET"));
  });

  it("are told of links that lead somewhere, if only with a login", async () => {
    const { origin } = await answering(({ path }) => ({ status: path === "/" ? 200 : 403 }));
    assert.deepEqual(await examineLinks([`${origin}/`, `${origin}/private`]), []);
  });

  it("are not told of links that lead nowhere", async () => {
    const { origin } = await answering(({ path }) => ({ status: path === "/" ? 200 : 404 }));
    const [refusal, ...others] = await examineLinks([`${origin}/`, `${origin}/gone`]);
    assert.deepEqual(others, []);
    assert.equal(refusal?.item, "live-team.4");
    assert.match(refusal.problem, /\/gone, which leads nowhere: it answers with 404/);
  });
});
