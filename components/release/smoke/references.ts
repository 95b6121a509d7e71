import type { Answered } from "./exchange.ts";

/** What can refer to further files. */
export type ContentKind = "html" | "script" | "style";

/** A file that another one needs. */
export interface Reference {
  readonly url: string;
  /** Undefined for what refers to nothing, such as images. */
  readonly kind: ContentKind | undefined;
}

const TYPES: readonly (readonly [RegExp, ContentKind])[] = [
  [/^text\/html\b/i, "html"],
  [/^(?:text|application)\/(?:javascript|ecmascript)\b/i, "script"],
  [/^text\/css\b/i, "style"],
];

/** What it claims to be. */
export function contentKind({ answer }: Answered): ContentKind | undefined {
  const type = answer.headers["content-type"] ?? "";
  return TYPES.find(([pattern]) => pattern.test(type))?.[1];
}

/** Files of the same origin that it loads at once. */
export function references(exchange: Answered): Reference[] {
  const base = exchange.request.url;
  return found(contentKind(exchange), exchange.answer.body).flatMap(([url, kind]) => {
    if (!URL.canParse(url, base.href)) return [];
    const absolute = new URL(url, base);
    absolute.hash = "";
    return absolute.origin === base.origin ? [{ url: absolute.href, kind }] : [];
  });
}

function found(
  kind: ContentKind | undefined,
  text: string,
): readonly (readonly [string, ContentKind | undefined])[] {
  switch (kind) {
    case "html":
      return [
        ...attributes(text, /<script\b[^>]*>/gi, "src").map((url) => [url, "script"] as const),
        ...attributes(text, /<link\b[^>]*>/gi, "href").map(
          (url) => [url, /\.css(?:[?#]|$)/.test(url) ? "style" : undefined] as const,
        ),
        ...attributes(text, /<img\b[^>]*>/gi, "src").map((url) => [url, undefined] as const),
      ];
    case "script":
      // Static imports: with a path, since a bare name means nothing to a browser.
      return matches(text, /\b(?:from|import)\s*["'](\.{0,2}\/[^"']+)["']/g).map(
        (url) => [url, "script"] as const,
      );
    case "style":
      return [
        ...matches(text, /@import\s+(?:url\()?["']?([^"')\s]+)/g).map(
          (url) => [url, "style"] as const,
        ),
        ...matches(text, /:[^;{}]*\burl\(\s*["']?([^"')]+?)["']?\s*\)/g).map(
          (url) => [url, undefined] as const,
        ),
      ];
    case undefined:
      return [];
  }
}

function attributes(text: string, tags: RegExp, name: string): string[] {
  const attribute = new RegExp(`\\s${name}\\s*=\\s*["']?([^"'\\s>]+)`, "i");
  return [...text.matchAll(tags)].flatMap(([tag]) => {
    const url = attribute.exec(tag)?.[1];
    return url === undefined ? [] : [url.replaceAll("&amp;", "&")];
  });
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, url]) => (url === undefined ? [] : [url]));
}
