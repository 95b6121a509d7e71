import { catalogue } from "../../../components/kubernetes/images.ts";
import { required, variant, variants, withDefault } from "./fields.ts";
import { httpUrl, name, version } from "./formats.ts";

/** cert-manager, which issues and renews every certificate. */
export const certManager = variants([
  variant("chart", "Installed by this stack, from its chart.", {
    version: withDefault(
      version,
      "Version of the chart. It is that of the images too: both change together.",
      catalogue["cert-manager-controller"].tag,
    ),
    repository: withDefault(
      httpUrl,
      "Repository of the chart. Another one for closed networks.",
      "https://charts.jetstack.io",
    ),
    namespace: withDefault(name, "Its namespace.", "cert-manager"),
  }),
  variant("existing", "Already in the cluster.", {
    namespace: required(name, "Its namespace.", "cert-manager"),
  }),
]);
