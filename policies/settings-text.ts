/** One setting in a text. */
export interface TextSetting {
  readonly name: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

/** `name = value`, `name: value`, `"name": "value"`, `export NAME=value`, several a line where they are quoted. */
const SETTING =
  /(?:^|[\s{,;&?])["']?([A-Za-z_][\w.-]{0,100})["']?[ \t]*(?::(?!\/\/)|=)[ \t]*(?:"([^"]{0,500})"|'([^']{0,500})'|([^\s"'{}[\],;]{1,500}))/g;

/** Every setting of a text, in whatever format it is. What looks like one and is prose does no harm. */
export function* settingsIn(text: string): Generator<TextSetting> {
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*(?:#|\/\/|--)/.test(line)) continue;
    for (const [, name = "", double, single, plain] of line.matchAll(SETTING)) {
      yield { name, value: double ?? single ?? plain ?? "", line: index + 1 };
    }
  }
}
