/** Formats that nothing but credentials have. */
const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/, "a private key"],
  [/[a-z0-9+.-]:\/\/[^\s:/@?#]{0,200}:(?!\$)[^\s/@?#]{1,200}@/i, "a URL with a password"],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, "an AWS access key"],
  [/\bgh[pousr]_\w{30,}/, "a GitHub token"],
  [/\bgithub_pat_\w{30,}/, "a GitHub token"],
  [/\bglpat-[\w-]{20,}/, "a GitLab token"],
  [/\bxox[abeoprs]-[\w-]{10,}/, "a Slack token"],
  [/\b[rs]k_(?:live|test)_\w{16,}/, "a Stripe key"],
  [/\bAIza[\w-]{35}/, "a Google API key"],
  [/\bSG\.[\w-]{16,}\.[\w-]{16,}/, "a SendGrid key"],
  [/\bnpm_[A-Za-z0-9]{36}/, "an npm token"],
  [/\bhvs\.[\w-]{20,}/, "a Vault token"],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/, "a signed token"],
  [/\bauthorization: *(?:basic|bearer) +(?!\$)\S{6,}/i, "an authorization"],
  [
    /(?:^|[;\s])(?:password|passwd|pwd|accountkey|sharedaccesskey)=(?![$;\s"'/]|$)[^;\s"']{1,200}/i,
    "a connection string with a password",
  ],
];

const NOUN =
  /^(?:.*(?:password|passwd|passphrase|secret|token|apikey)|passwords|pass|pwd|psk|credentials?|authorization)$/;
const KINDS_OF_KEY = new Set(
  "access account api app application auth client cookie encryption hmac jwt license master private secret service session shared signing ssh storage".split(
    " ",
  ),
);

/** In every name of a credential, however it is written. Most names have none of them. */
const HINT = /pass|pwd|psk|secret|token|key|credential|authorization|hash/i;

/** Whether a setting of this name holds a credential: `PGPASSWORD`, `apiKey`, `session-secret`, not `PASSWORD_FILE`. */
export function namesCredential(name: string): boolean {
  if (!HINT.test(name)) return false;
  const words = name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "" && !/^v?\d+$/.test(word));
  const last = words.at(-1) ?? "";
  if (last === "key") return KINDS_OF_KEY.has(words.at(-2) ?? "");
  if (last === "hash") return NOUN.test(words.at(-2) ?? "");
  return NOUN.test(last);
}

/**
 * What kind of credential a literal is, in words that do not repeat it, or nothing. Paths of files, references to
 * variables and switches are none, whatever the setting is called.
 */
export function credentialIn(value: string, name = ""): string | undefined {
  // The API server takes no longer objects.
  const text = value
    .slice(0, 2_000_000)
    .replace(/\$\([^()\n]{0,200}\)|\$\{[^{}\n]{0,200}\}|\$\w+/g, "$")
    .replace(/\bsha\d+:[0-9a-f]+/g, "")
    .replace(
      /(?:digest|checksum|commit|revision|fingerprint|sha\d{1,3}|md5)["']?[=: ]{1,3}["']?[0-9a-f]{8,}/gi,
      "",
    );
  const format = FORMATS.find(([pattern]) => pattern.test(text));
  if (format) return format[1];
  if (namesCredential(name) && !isHarmless(text))
    return "a literal, and its name says that it is a credential";
  if (/digest|checksum|commit|revision|fingerprint|sha\d*$/i.test(name)) return undefined;
  return text.match(LONG_WORDS)?.some(isRandom) ? "a random string" : undefined;
}

/** What is shorter has too little in it to be told from a word. */
const LONG_WORDS = /[^\s"'`=,;:@&?|<>(){}[\]\\]{20,}/g;

function isHarmless(text: string): boolean {
  return (
    /^["']?\s*["']?$/.test(text) ||
    /^(?:true|false|yes|no|on|off|none|null)$/i.test(text) ||
    /^(?:file:\/\/)?(?:~|\.{1,2})?\/[\w./-]+$/.test(text) ||
    /^["']?\$/.test(text)
  );
}

/** Whether a word looks as if a generator of keys had made it. */
function isRandom(word: string): boolean {
  if (word.length > 4096) return false;
  if (/^[0-9a-f]+$/i.test(word)) {
    // 40 digits are a commit, which is public.
    return word.length >= 32 && word.length !== 40 && entropy(word) > 3;
  }
  if (!/^[\w+/-]+$/.test(word) || word.split("/").every((part) => part.length < 20)) return false;
  const digits = word.match(/\d/g)?.length ?? 0;
  const mixed = /[a-z]/.test(word) && /[A-Z]/.test(word) && digits >= 3;
  const dense = /^[a-z0-9]{24,}$/.test(word) && digits >= 5;
  return (mixed && entropy(word) > 3.6) || (dense && entropy(word) > 3.7);
}

/** Bits a character. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / word.length) * Math.log2(count / word.length);
  return bits;
}
