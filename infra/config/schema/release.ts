import { group, optional, required } from "./fields.ts";
import { digest, httpsUrl, repository, version } from "./formats.ts";

/** Of no image. */
export const EXAMPLE_DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

const program = (name: string, description: string) =>
  required(
    group({
      repository: required(
        repository,
        `Where the image of the ${name} is. Its tag is the version of the release, so it is not written here.`,
        `registry.example.com/taskflow/${name}`,
      ),
      digest: optional(
        digest,
        "Digest of exactly the image that was tested, as `docker push` or CI prints it. Required in production and staging.",
        EXAMPLE_DIGEST,
      ),
    }),
    description,
    { repository: `registry.example.com/taskflow/${name}`, digest: EXAMPLE_DIGEST },
  );

/** What is being released. The only group that changes from one release to the next. */
export const release = group({
  version: required(
    version,
    "Version being released. It is the tag of the three images.",
    "v1.0.0",
  ),
  changelog: required(
    httpsUrl,
    "Where people read what changed. Shown in the announcement and in the deployment record.",
    "https://git.example.com/taskflow/taskflow/blob/main/CHANGELOG.md",
  ),
  backend: program("backend", "The API."),
  frontend: program("frontend", "The static site."),
  migrations: program("migrations", "The schema migrations, which run before the backend."),
});
