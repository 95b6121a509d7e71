import { decimal, group, required, some, whole, withDefault } from "./fields.ts";
import { file, publicKey } from "./formats.ts";

/** Of nobody: its private half is thrown away. */
const EXAMPLE_KEY = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbzDYumIpN1hyqBT9lOgLVHXh9sCc
nHa7eHhXWvkLkK/M6cO4RpHUs76TwoJs2h8Cf05i8EG2+XI14bMZrCoLbw==
-----END PUBLIC KEY-----
`;

/** What CI proves of a release before it may be rolled out. */
export const evidence = group({
  bundle: required(
    file,
    "File of signed attestations about exactly the images of the release, as `npm run evidence -- make` writes it.",
    "evidence/v1.0.0.jsonl",
  ),
  publicKeys: required(
    some(publicKey),
    "Keys of which one must have signed each attestation. Several while one takes over from another.",
    [EXAMPLE_KEY],
  ),
  scanAgeDays: withDefault(
    whole(1, 90),
    "Days after which a scan for vulnerabilities proves nothing any more: new ones are published every day.",
    7,
  ),
  p95Milliseconds: withDefault(
    whole(1, 60_000),
    "95 of 100 responses of the load test must have come within this time. The checklist's target.",
    500,
  ),
  errorRate: withDefault(
    decimal(0, 1),
    "Share of requests of the load test that may fail. The checklist's target.",
    0.01,
  ),
  bundleKibibytes: withDefault(
    whole(1, 100_000),
    "Size of what a browser loads of the frontend first, compressed by gzip. The checklist's target.",
    500,
  ),
});
