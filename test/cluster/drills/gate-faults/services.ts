import type { Fault } from "./fault.ts";

export const serviceFaults: readonly Fault[] = [
  {
    gate: "registry",
    fault: "the registry is down",
    simulation: "stand-in",
    outcome: "refused",
    says: [
      ...["step1.4: localhost:", "/taskflow/backend cannot be asked:", "ECONNREFUSED"],
      "See whether the registry can be reached from here",
    ],
    mend: "bring it back",
    attempt: (scene) => scene.outside.without(() => scene.run("registry")),
  },
  {
    gate: "offsite",
    fault: "the storage of the off-site backups is down",
    simulation: "stand-in",
    outcome: "refused",
    says: [
      ...["infra.11: Bucket taskflow-backups at localhost:", "does not take off-site backups:"],
      ...["does not answer:", "ECONNREFUSED", "taskflow:database.backups.offsite"],
    ],
    mend: "bring it back",
    attempt: (scene) => scene.outside.without(() => scene.run("offsite")),
  },
];
