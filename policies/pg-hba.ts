/** One line of `pg_hba.conf` that says something. */
export interface HbaEntry {
  /** From 1. */
  readonly line: number;
  readonly type: string;
  readonly method: string;
}

/** The types of connections that exist, by how they are protected. */
const NETWORK = ["host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc"];

/** Addresses are one word, or two where the mask is given apart. */
const MASK = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i;

export function hbaEntries(text: string): HbaEntry[] {
  const entries: HbaEntry[] = [];
  let line = 0;
  let continued = "";
  for (const part of text.split("\n")) {
    line += 1;
    const whole = continued + part.replace(/\r$/, "");
    // A backslash at its end joins a line with the next.
    if (whole.endsWith("\\")) {
      continued = whole.slice(0, -1);
      continue;
    }
    continued = "";
    const words = wordsOf(whole);
    const [type] = words;
    if (type === undefined) continue;
    entries.push({ line, type, method: methodOf(type, words) });
  }
  return entries;
}

function methodOf(type: string, words: readonly string[]): string {
  if (type === "local") return words[3] ?? "";
  if (!NETWORK.includes(type)) return "";
  const masked = MASK.test(words[3] ?? "") && MASK.test(words[4] ?? "");
  return words[masked ? 5 : 4] ?? "";
}

function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/#.*$|(?:"[^"]*"|[^\s"#])+/g)) {
    if (!word.startsWith("#")) words.push(word);
  }
  return words;
}

/** What is wrong with a line, in words that complete "must …"; nothing when it lets in by TLS and SCRAM, or refuses. */
export function hbaFault({ type, method }: HbaEntry): string | undefined {
  if (method === "reject") return type === "local" || NETWORK.includes(type) ? undefined : UNREAD;
  switch (type) {
    case "local":
      // Over its socket the system tells who it is.
      return method === "peer" || method === "scram-sha-256"
        ? undefined
        : "use peer or scram-sha-256";
    case "hostssl":
      return method === "scram-sha-256" || method === "cert"
        ? undefined
        : "use scram-sha-256 or cert";
    case "host":
    case "hostnossl":
    case "hostgssenc":
    case "hostnogssenc":
      return "be hostssl, or reject";
    default:
      return UNREAD;
  }
}

const UNREAD = "be a line that says who connects how, in this file";
