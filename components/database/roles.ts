import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { configMap } from "../kubernetes/config-map.ts";
import { jobArgs, jobPod } from "../kubernetes/job.ts";
import type { Placement } from "../kubernetes/platform.ts";
import { configFiles, scratch, secretFiles } from "../kubernetes/volumes.ts";
import type { Login, SecretHandle } from "../secrets/handles.ts";
import { type Endpoint, authorityMount, connectionEnv, loginMount } from "./clients.ts";
import { PATHS, WORKLOADS } from "./names.ts";
import { rolesSql } from "./roles-sql.ts";

/** Arguments of {@link DatabaseRoles}. */
export interface DatabaseRolesArgs {
  readonly placement: Placement;
  readonly direct: Endpoint;
  readonly owner: Login;
  /** What must be there first. An argument, because the children of a component do not inherit its `dependsOn`. */
  readonly after: readonly pulumi.Resource[];
  /** One key a login. */
  readonly roles: SecretHandle;
}

/** Makes roles, rights and passwords what they should be, whenever one of them changed. */
export class DatabaseRoles extends pulumi.ComponentResource {
  readonly job: k8s.batch.v1.Job;

  constructor(name: string, args: DatabaseRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("taskflow:database:DatabaseRoles", name, {}, opts);
    const { placement } = args;
    const workload = WORKLOADS.roles;
    const child = { parent: this };

    const config = configMap(
      `${name}-config`,
      placement,
      workload,
      { "roles.sql": rolesSql() },
      child,
    );
    const template = jobPod(
      name,
      placement,
      workload,
      {
        containers: [
          {
            name: workload.app,
            image: placement.platform.image("postgres"),
            command: ["taskflow-roles"],
            env: {
              ...connectionEnv(args.direct),
              LOGIN_DIR: PATHS.owner,
              ROLES_DIR: PATHS.roles,
              CONFIG_DIR: PATHS.config,
            },
            resources: {
              cpu: { request: "20m", limit: "500m" },
              memory: { request: "32Mi", limit: "128Mi" },
              ephemeralStorage: { request: "16Mi", limit: "64Mi" },
            },
            mounts: [
              configFiles("config", config.metadata.name, PATHS.config),
              loginMount("owner", args.owner.secret, PATHS.owner),
              secretFiles("roles", args.roles.secretName, PATHS.roles),
              authorityMount(args.direct),
              scratch("temporary", PATHS.temporary, "16Mi"),
            ],
          },
        ],
      },
      child,
    );
    this.job = new k8s.batch.v1.Job(name, jobArgs(placement, workload, template, 600), {
      ...child,
      dependsOn: [...args.after],
    });
    this.registerOutputs({});
  }
}
