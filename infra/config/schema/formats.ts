import { X509Certificate, createPublicKey } from "node:crypto";
import { isIP } from "node:net";
import { bytes, millicores } from "../../../components/kubernetes/quantity.ts";
import { isCron } from "./cron.ts";
import { dayText, group, numericText, required, some, text, whole } from "./fields.ts";

const DNS_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DNS_NAME = new RegExp(`^(?=.{1,253}$)${DNS_LABEL}(?:\\.${DNS_LABEL})+$`);

/** A last label of digits makes an address, right or wrong. */
const isDnsName = (value: string) => DNS_NAME.test(value) && !/\.\d+$/.test(value);

/** A release version. Without build metadata, because a `+` cannot stand in an image tag. */
export const version = text(
  "a version with its v and three numbers",
  /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/,
);

/** A minor version of Kubernetes, as the labels of Pod Security name it. */
export const podSecurityVersion = text("a minor version of Kubernetes", /^v1\.\d{1,3}$/);

export const digest = text("sha256: and 64 hexadecimal digits", /^sha256:[0-9a-f]{64}$/);

export const repository = text(
  "a registry and a repository, without tag and digest",
  /^[a-z0-9][a-z0-9.-]*(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/,
);

/** Where images are pulled from: a registry, and optionally a folder in it. */
export const registry = text(
  "a registry's host, optionally with port and folders",
  /^[a-z0-9][a-z0-9.-]*(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
);

/** An image by tag and digest. */
export const image = text(
  "an image with tag and digest",
  /^[a-z0-9][a-z0-9.-]*(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+:[\w][\w.-]{0,127}@sha256:[0-9a-f]{64}$/,
);

export const dnsName = text("a DNS name in lower case with at least one dot", isDnsName);

/** Where a service outside of the cluster answers. */
export const host = text(
  "a DNS name or an IP address",
  (value) => isDnsName(value) || isIP(value) !== 0,
);

export const port = whole(1, 65535);

export const httpsUrl = text(
  "a URL that begins with https://",
  (value) => /^https:\/\/\S+$/.test(value) && URL.canParse(value),
);

export const httpUrl = text(
  "a URL that begins with http:// or https://",
  (value) => /^https?:\/\/\S+$/.test(value) && URL.canParse(value),
);

/** What a browser sends as `Origin`. That it is https, and not a wildcard, is a rule that depends on the environment. */
export const origin = text(
  "an origin, which is https:// and a host without a path",
  (value) => value === "*" || (URL.canParse(value) && new URL(value).origin === value),
);

export const cidr = text("an address range in CIDR notation, IPv4 or IPv6", (value) => {
  const [, address = "", length = ""] = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(value) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(length) <= (family === 4 ? 32 : 128);
});

/** A day of the calendar. */
export const date = dayText("a day as year-month-day", (value) => {
  const day = new Date(`${value}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(value) &&
    !Number.isNaN(day.valueOf()) &&
    day.toISOString().startsWith(value)
  );
});

export const cron = text("five cron fields: minute hour day month weekday", isCron);

/** A time span as Go, and so most of the programs that we configure, reads it. */
export const duration = text(
  "a duration such as 30s, 5m or 1h30m",
  /^(?=.*[1-9])(\d{1,6}h)?(\d{1,6}m)?(\d{1,6}s)?$/,
);

export const cpu = numericText(
  "a number of cores such as 2 or 250m",
  (value) => millicores(value) > 0,
);

export const size = numericText(
  "a number of bytes with a unit such as 512Mi or 20Gi",
  (value) => bytes(value) > 0,
);

/** Spelled as the file is named that `TZ` makes a container read. */
export const timeZone = text("a time zone of the IANA database in its exact spelling", isTimeZone);

function isTimeZone(value: string): boolean {
  // The list holds one name of each zone and is quick; other names are asked for one by one.
  if (value === "UTC" || Intl.supportedValuesOf("timeZone").includes(value)) return true;
  if (!/^[A-Z][A-Za-z]+([/_+-][A-Za-z0-9]+)*$/.test(value)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

export const email = text("an e-mail address", /^[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/);

export const phone = text(
  "a phone number in international form: + and 7 to 15 digits",
  /^\+[1-9]\d{6,14}$/,
);

/** Name of a Kubernetes object that others address. */
export const name = text(
  "a name of lower-case letters, digits and dashes, at most 63",
  new RegExp(`^${DNS_LABEL}$`),
);

/** Name of a Kubernetes object that already exists, whose name may have dots. */
export const objectName = text(
  "the name of a Kubernetes object",
  new RegExp(`^(?=.{1,253}$)${DNS_LABEL}(?:\\.${DNS_LABEL})*$`),
);

export const labelName = text(
  "the name of a label",
  /^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
);

export const labelValue = text(
  "the value of a label",
  /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/,
);

export const urlPath = text("a path that begins with a slash", /^\/[\w./~-]*$/);

export const variableName = text(
  "the name of an environment variable: capitals, digits and underscores",
  /^[A-Z_][A-Z0-9_]{0,127}$/,
);

export const flagName = text(
  "the name of a feature flag: letters and digits, the first a small letter",
  /^[a-z][A-Za-z0-9]{0,62}$/,
);

export const directive = text(
  "a directive of a Content-Security-Policy that lists sources",
  /^[a-z]+(-[a-z]+)*-(src|ancestors|action|uri)$/,
);

export const contentSource = text(
  "a source of a Content-Security-Policy: an origin, a scheme or a keyword in quotes",
  /^('[a-z-]+'|[a-z][a-z0-9+.-]*:|(https|wss):\/\/[\w*.:/-]+)$/,
);

export const words = text("text on one line", /^\S(.{0,510}\S)?$/);

export const line = text("text on one line, which may be empty", /^.{0,4096}$/);

export const certificate = text("a CA certificate in PEM", (value) => {
  try {
    return value.startsWith("-----BEGIN CERTIFICATE-----") && new X509Certificate(value).ca;
  } catch {
    return false;
  }
});

export const publicKey = text("a public key in PEM: ECDSA P-256 or Ed25519", (value) => {
  try {
    const { type, asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(value);
    return (
      value.startsWith("-----BEGIN PUBLIC KEY-----") &&
      type === "public" &&
      (asymmetricKeyType === "ed25519" || asymmetricKeyDetails?.namedCurve === "prime256v1")
    );
  } catch {
    return false;
  }
});

/** A table, as PostgreSQL writes its name. */
export const table = text(
  "the name of a table, with its schema if that is not public",
  /^(?:[a-z_][a-z0-9_]{0,62}\.)?[a-z_][a-z0-9_]{0,62}$/,
);

/** A file of the repository. */
export const file = text(
  "the path of a file below the project's folder",
  /^(?!.*(?:^|\/)\.\.?(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/,
);

/** Where packets may go. Network policies know addresses, not names. */
export const egress = some(
  group({
    cidr: required(cidr, "Address range.", "203.0.113.10/32"),
    port: required(port, "TCP port.", 443),
  }),
);
