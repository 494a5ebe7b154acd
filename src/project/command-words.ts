/** Programs of the command models, as texts and lists of words name them. All words are separated by blanks. */
export interface CommandWords {
  readonly programs: string;
  /** First words of lines that concern images. */
  readonly verbs: string;
  /** First words of lines that never do; two are joined (`image_ls`). */
  readonly harmless: string;
}

export const commandLines: readonly CommandWords[] = [
  {
    programs: "docker podman nerdctl buildah docker-compose podman-compose",
    verbs: "bud build build-using-dockerfile builder buildx commit compose container create exec farm from image import kube load manifest play pull push rmi run save service stack tag up",
    harmless: "attach context cp diff down events history info inspect kill login logout logs network pause port ps restart rm search start stats stop system top unpause version volume wait rmi image_exists image_history image_inspect image_list image_ls image_prune image_rm",
  },
  {
    programs: "kubectl oc helm helm3 helm4 minikube k3d k3s k0s microk8s",
    verbs: "apply cache create ctr debug helm helm3 image images install kubectl patch replace run secrets set template upgrade",
    harmless:
      "annotate api-resources api-versions auth certificate cluster cluster-info completion config cordon cp delete dependency describe diff drain env events exec explain expose get history kubeconfig label lint list logs plugin port-forward repo rollout scale search show status taint test top uncordon uninstall version wait whoami create_clusterrole create_clusterrolebinding create_cm create_configmap create_namespace create_ns create_role create_rolebinding create_sa create_secret create_serviceaccount",
  },
  { programs: "skopeo crane gcrane regctl ctr", verbs: "append copy cp flatten i image images mutate pull push rebase tag", harmless: "config containers delete digest inspect list-tags login ls manifest version" },
];

/** Programs whose names are ordinary words: only whole command lines of them count. */
export const plainWords = "(?<![\\w/.-])(?:pack\\s+build|buildctl\\s+build|gcloud\\s+(?:alpha\\s+|beta\\s+)?(?:builds|run))\\b";

/** Lines that make or choose the cluster which later lines load into and deploy to, as texts and as lists of words. */
export const clusterLines = [
  "\\bkind\\s+(?:create\\s+cluster|export\\s+kubeconfig)\\b|\\bk3d\\s+cluster\\s+create\\b|\\bminikube\\s+(?:start|profile)\\b|\\buse-context\\b",
  "\\bcluster[\"'`](?<=[\"'`]create[\"'`]\\s*,\\s*[\"'`]cluster[\"'`])|\\bcreate[\"'`](?<=[\"'`]cluster[\"'`]\\s*,\\s*[\"'`]create[\"'`])|\\bkubeconfig[\"'`](?<=[\"'`]export[\"'`]\\s*,\\s*[\"'`]kubeconfig[\"'`])",
].join("|");

/** Words without which there is no such line. */
export const possibleClusterLines = "create(?:[\"'`]\\s*,\\s*[\"'`]|\\s+)cluster|cluster[\"'`]\\s*,\\s*[\"'`]create|export(?:[\"'`]\\s*,\\s*[\"'`]|\\s+)kubeconfig|use-context";

/** Verbs by which the command models know a line whose program is a variable's value. */
export const verbsOfVariables = "apply build builder buildx create image load patch push replace run save set tag up upgrade";
export const verbsInLists = "apply build builder buildx image load push save tag upgrade";

/** Some words, `ctr`, are in two rows: `k3s ctr`, and `ctr` itself. A version or a variable may follow a name (`kubectl-v1.30`, `helm-${version}`, `kind-%s`). */
export function program({ programs }: CommandWords): string {
  return `\\b(?:${anyWord(programs)})(?:[-_@]v?[\\d$%][\\w.{}]{0,40})?(?:\\.exe)?`;
}

/** An alternative of a regular expression for each of the words. */
export function anyWord(words: string): string {
  return words.split(" ").map(escapeRegExp).join("|");
}

export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
