import { program } from "../../infra/program.ts";
import { EXAMPLE_CERTIFICATE } from "../../infra/config/schema/example-certificate.ts";
import { SECRET_NAMES } from "../../infra/config/schema/secrets.ts";
import { readStackFile } from "../../infra/config/stack-file.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { previewProgram } from "../../infra/preview/engine/index.ts";
import { type Fields, fields } from "./objects.ts";
import { previewOf, root, stacks } from "./stacks.ts";

/** Groups of the configuration; `undefined` takes a key away. */
type Changes = Readonly<Record<string, unknown>>;

/** What the committed stacks could be configured to instead: the production stack with other groups. */
const variants = {
  "production behind the Gateway API": (groups: Changes): Changes => ({
    edge: {
      ...fields(groups["edge"]),
      controller: "gateway-api",
      className: "envoy",
      controllerNamespace: "envoy-gateway-system",
      controllerPodLabels: {},
      allowedSourceRanges: ["198.51.100.0/24"],
    },
  }),
  "production with a CDN": (groups: Changes): Changes => ({
    edge: {
      ...fields(groups["edge"]),
      cdn: { ranges: ["192.0.2.0/24"], host: "taskflow.cdn.example.net" },
    },
  }),
  "production behind the Gateway API with a CDN": (groups: Changes): Changes => ({
    edge: {
      ...fields(groups["edge"]),
      controller: "gateway-api",
      className: "envoy",
      controllerNamespace: "envoy-gateway-system",
      controllerPodLabels: {},
      cdn: { ranges: ["192.0.2.0/24"], host: "taskflow.cdn.example.net" },
    },
  }),
  "production with secrets from Vault": (): Changes => ({
    secretsSource: { type: "vault", server: "https://vault.example.com", role: "taskflow" },
    ...Object.fromEntries(SECRET_NAMES.map((name) => [name, undefined])),
  }),
  "production with an external database": (groups: Changes): Changes => {
    const { pooler, pools, maxConnections } = fields(groups["database"]);
    const login = (role: string) => ({ username: `taskflow_${role}`, secret: `database-${role}` });
    return {
      database: {
        type: "external",
        host: "db.example.net",
        ca: EXAMPLE_CERTIFICATE,
        logins: {
          application: login("application"),
          migrator: login("migrator"),
          backup: login("backup"),
          exporter: login("exporter"),
        },
        egress: [{ cidr: "203.0.113.60/32", port: 5432 }],
        copies: { storage: { size: "50Gi" }, rehearsal: { size: "100Gi" } },
        ...{ pooler, pools, maxConnections },
      },
      offsiteAccessKeyId: undefined,
      offsiteSecretKey: undefined,
      backupCipherPassphrase: undefined,
    };
  },
  "production with an existing monitoring": (groups: Changes): Changes => {
    const { runbookUrl, slo } = fields(groups["monitoring"]);
    return {
      monitoring: {
        type: "existing",
        namespace: "observability",
        prometheusUrl: "http://prometheus.observability.svc:9090",
        ...{ runbookUrl, slo },
      },
    };
  },
} as const;

type VariantName = keyof typeof variants;

const previews = new Map<VariantName, Promise<PreviewDocument>>();

/** The preview of a variant, made once for all tests of a run. */
function variantPreview(name: VariantName): Promise<PreviewDocument> {
  const known = previews.get(name);
  if (known) return known;
  const preview = previewVariant(variants[name]);
  previews.set(name, preview);
  return preview;
}

/** Every stack and every variant, by name: what holds for one holds for all. */
export const everyPreview: readonly (readonly [name: string, () => Promise<PreviewDocument>])[] = [
  ...stacks.map((stack) => [stack, () => previewOf(stack)] as const),
  ...(Object.keys(variants) as VariantName[]).map(
    (name) => [name, () => variantPreview(name)] as const,
  ),
];

/** The preview of production with other groups of its configuration. */
export function previewVariant(change: (groups: Changes) => Changes): Promise<PreviewDocument> {
  const { config, secretKeys } = readStackFile(root, "production");
  const groups = Object.fromEntries(
    Object.entries(config).map(([key, text]) => [key.replace(/^taskflow:/, ""), parsed(text)]),
  );
  const changed = { ...groups, ...change(groups) };
  const entries = Object.entries(changed)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [
      `taskflow:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
  const values = Object.fromEntries(entries) as Record<string, string>;
  return previewProgram(program, {
    project: "taskflow",
    stack: "production",
    root,
    config: values,
    secretKeys: [...secretKeys].filter((key) => key in values),
    log: () => undefined,
  });
}

function parsed(text: string): unknown {
  return text.startsWith("{") ? (JSON.parse(text) as Fields) : text;
}
