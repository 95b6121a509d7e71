import { databaseServer } from "../backups.ts";
import { filesOf, sectionsOf } from "../config-files.ts";
import { each } from "../each.ts";
import { configMap, postgres } from "../example-objects.ts";
import { at } from "../graph.ts";
import { objectsOf } from "../index-objects.ts";
import type { Rule } from "../rule.ts";

const ELSEWHERE = /^(?:s3|azure|gcs|sftp)$/;

const repositories = (type: string) =>
  configMap({
    "pgbackrest.conf": `[global]\nrepo1-path=/backups\nrepo2-type=${type}\nrepo2-path=/taskflow\nrepo2-cipher-type=aes-256-cbc\n`,
  });

export const backupsLeaveTheCluster: Rule = {
  name: "backups-leave-the-cluster",
  title: "Backups are also kept outside the cluster.",
  why: "What destroys the cluster destroys the backups in it.",
  severity: "critical",
  checklist: ["infra.11", "db.9", "post-backup.4"],
  standards: {},
  fix: "Configure `database.backups.offsite`.",
  examples: {
    compliant: [postgres, repositories("s3")],
    violating: [postgres, repositories("posix")],
  },
  onlyStacks: true,
  advisoryOnOneMachine: true,
  looksAt: "graph",
  *check(graph) {
    const server = databaseServer(graph);
    if (!server) return;
    const objects = objectsOf(graph);
    const found: string[] = [];
    yield* each(objects.of("ConfigMap", ""), ({ resource }): never[] => {
      for (const { path, text } of filesOf(resource, /pgbackrest\.conf$/)) {
        for (const [name, value] of sectionsOf(text).get("global") ?? []) {
          if (/^repo\d*-type$/.test(name) && ELSEWHERE.test(value)) found.push(path);
        }
      }
      return [];
    });
    if (found.length > 0) return;
    objects.certain("ConfigMap");
    yield {
      resource: server,
      path: "metadata.name",
      is: at(server.inputs, "metadata", "name"),
      must: "have a repository of backups outside the cluster (repo-type s3, azure, gcs or sftp)",
    };
  },
};
