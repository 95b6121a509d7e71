/** The images that a release consists of. */
export const IMAGE_NAMES = ["backend", "frontend", "migrations"] as const;

export type ImageName = (typeof IMAGE_NAMES)[number];

/** Digest of each, with its algorithm: `sha256:…`. */
export type Images = Readonly<Record<ImageName, string>>;
