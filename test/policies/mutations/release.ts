import { type Breakage, gone, is, made } from "./breakage.ts";

const CERTIFICATE = "Certificate";
const KEY = "spec.privateKey";
type Inputs = Readonly<Record<string, unknown>>;
const released = ({ metadata }: Inputs) =>
  ["backend", "frontend"].includes((metadata as { readonly name: string }).name);
const isAuthority = ({ spec }: Inputs) => (spec as { readonly isCA?: boolean }).isCA === true;
const VERSION = '"app.kubernetes.io/version"';

export const release: readonly Breakage[] = [
  {
    rule: "release-carries-its-version",
    of: "Deployment",
    where: released,
    at: "container.image",
    by: [
      gone,
      ...is("", null),
      ...["v1.0.1", "latest", "1.0.0", "v1.0.0-rc.1"].map((tag) =>
        made(`with the tag ${tag}`, (image: string) => image.replace(/:v1\.0\.0@/, `:${tag}@`)),
      ),
    ],
  },
  { rule: "release-carries-its-version", at: "stack.version", by: is("v1.0.1", "v2.0.0") },
  {
    rule: "workload-carries-version",
    of: "Deployment",
    where: released,
    at: [`metadata.labels.${VERSION}`, `pod.metadata.labels.${VERSION}`],
    by: [gone, ...is("v0.9.0", "", null, 1)],
  },
  {
    rule: "workload-carries-version",
    of: ["StatefulSet", "DaemonSet", "Job", "CronJob"],
    at: `pod.metadata.labels.${VERSION}`,
    by: is("v1.0.0", "v0.9.0"),
  },
  { rule: "contacts-are-complete", at: "stack.contacts.*", by: [gone, ...is("nobody")] },
  { rule: "contacts-are-complete", at: "stack.contacts", by: is([]) },
  {
    rule: "certificate-has-issuer",
    of: CERTIFICATE,
    at: ["spec.issuerRef", "spec.issuerRef.name"],
    by: [gone],
  },
  {
    rule: "certificate-has-issuer",
    of: CERTIFICATE,
    at: "spec.issuerRef.name",
    by: is("other", "", null, 1),
  },
  {
    rule: "certificate-has-issuer",
    of: CERTIFICATE,
    at: "spec.issuerRef.kind",
    by: is("Other", "", "*"),
  },
  { rule: "certificate-has-issuer", of: "Issuer", at: "", by: [gone] },
  {
    rule: "certificate-has-strong-key",
    of: CERTIFICATE,
    at: `${KEY}.size`,
    by: is(0, 1, 128, 192, -1, "256", {}),
  },
  {
    rule: "certificate-has-strong-key",
    of: CERTIFICATE,
    at: `${KEY}.algorithm`,
    by: is("DSA", "", "*", "rsa", 1, "constructor"),
  },
  {
    rule: "certificate-has-strong-key",
    of: CERTIFICATE,
    at: KEY,
    by: is({ algorithm: "RSA", size: 1024 }),
  },
  {
    rule: "certificate-rotates-its-key",
    of: CERTIFICATE,
    where: (inputs) => !isAuthority(inputs),
    at: `${KEY}.rotationPolicy`,
    by: [gone, ...is("Never", "", null, "*", 1)],
  },
  {
    rule: "certificate-renews-in-time",
    of: CERTIFICATE,
    at: "spec.renewBefore",
    by: [gone, ...is("0s", "1m", "", null, "x", 1, "-1h", "100000h")],
  },
  {
    rule: "certificate-renews-in-time",
    of: CERTIFICATE,
    at: "spec.duration",
    by: is("x", "", "-1h", "0s", "1000000h", 1),
    told: "spec.renewBefore",
  },
  {
    rule: "annotation-holds-no-credential",
    where: ({ kind }) => kind !== undefined,
    at: ["metadata.annotations.x", "pod.metadata.annotations.x"],
    by: is(
      "https://user:horse@example.com/",
      "AKIAIOSFODNN7EXAMPLE",
      "-----BEGIN PRIVATE KEY-----",
    ),
  },
  {
    rule: "annotation-holds-no-credential",
    where: ({ kind }) => kind !== undefined,
    at: ["metadata.annotations.api-token", "pod.metadata.annotations.password"],
    by: is("horse battery"),
  },
];
