import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const onlyConfigurationReads =
  "Only infra/config reads configuration: take the value from the typed configuration object.";

export default defineConfig(
  { ignores: ["node_modules", ".cache", "out"] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // An Output is used for its registration as much as for its value.
      "no-new": "off",
      "no-console": "error",
    },
  },
  { files: ["**/*.cjs"], languageOptions: { sourceType: "commonjs" } },
  {
    // The program: everything that the engine runs.
    files: ["infra/**", "stacks/**", "components/**", "policies/**"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: onlyConfigurationReads },
      ],
    },
  },
  {
    files: ["stacks/**", "components/**", "policies/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.object.name='pulumi'][callee.property.name='Config']",
          message: onlyConfigurationReads,
        },
      ],
    },
  },
);
