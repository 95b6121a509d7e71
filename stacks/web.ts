import type { BackendArgs, BackendDatabase } from "../components/web/backend.ts";
import type { FrontendArgs } from "../components/web/frontend.ts";
import { pageHeaders } from "../components/edge/headers.ts";
import type { Settings } from "../infra/config/index.ts";
import { releaseImage } from "./platform.ts";
import { hsts } from "./edge.ts";

/** Where people go. */
export function publicUrl({ domain }: Settings): string {
  return `https://${domain.host}`;
}

export function backendArgs(
  settings: Settings,
  given: Pick<BackendArgs, "placement" | "settingsProvider" | "secrets"> & {
    readonly database: Omit<BackendDatabase, "poolSize">;
  },
): BackendArgs {
  const { backend, database } = settings;
  return {
    ...given,
    image: releaseImage(settings, "backend"),
    resources: backend.resources,
    autoscaling: backend.autoscaling,
    probes: backend.probes,
    shutdown: backend.shutdown,
    environment: {
      ...backend.environment,
      ...mailSettings(settings),
      ...errorTrackingSettings(settings),
    },
    featureFlags: backend.featureFlags,
    publicUrl: publicUrl(settings),
    database: {
      ...given.database,
      // All pods together must find room in the poolers, even at the autoscaler's maximum.
      poolSize: Math.max(
        1,
        Math.floor(
          (database.pooler.maxClientConnections * database.pooler.replicas) /
            backend.autoscaling.maxReplicas /
            2,
        ),
      ),
    },
  };
}

export function frontendArgs(
  settings: Settings,
  given: Pick<FrontendArgs, "placement" | "settingsProvider">,
): FrontendArgs {
  const { frontend } = settings;
  return {
    ...given,
    image: releaseImage(settings, "frontend"),
    resources: frontend.resources,
    autoscaling: frontend.autoscaling,
    probes: frontend.probes,
    shutdown: frontend.shutdown,
    securityHeaders: pageHeaders(hsts(settings), settings.edge.contentSources),
    settings: { ...frontend.environment, apiUrl: "/api" },
  };
}

function mailSettings({ mail }: Settings): Record<string, string> {
  if (!mail) return {};
  return {
    MAIL_HOST: mail.host,
    MAIL_PORT: String(mail.port),
    MAIL_ENCRYPTION: mail.encryption,
    MAIL_USER: mail.username,
    MAIL_FROM: mail.from,
  };
}

function errorTrackingSettings({ errorTracking, environment }: Settings): Record<string, string> {
  if (!errorTracking) return {};
  return {
    ERROR_TRACKING_ENVIRONMENT: environment,
    ERROR_TRACKING_TRACES_SAMPLE_RATE: String(errorTracking.tracesSampleRate),
  };
}
