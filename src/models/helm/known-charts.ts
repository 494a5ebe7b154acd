/** What charts of others read that are not in the project, as their documentation says. */
export interface KnownRepository {
  /** Of the address that a dependency names. */
  readonly addresses: RegExp;
  /** The keys of `global` that its charts read: https://helm.sh/docs/chart_template_guide/subcharts_and_globals/#global-chart-values */
  readonly globals: readonly string[];
}

export const knownRepositories: readonly KnownRepository[] = [
  // https://github.com/bitnami/charts/blob/main/bitnami/postgresql/README.md#global-parameters, and those of its other charts
  {
    addresses: /^(?:https:\/\/charts\.bitnami\.com\/|https:\/\/raw\.githubusercontent\.com\/bitnami\/charts\/|oci:\/\/(?:registry-1\.)?docker\.io\/bitnamicharts)/u,
    globals: "imageRegistry imagePullSecrets defaultStorageClass storageClass storageClassName security compatibility postgresql redis mongodb mysql mariadb keycloak dns namespaceOverride minio kafka rabbitmq etcd valkey".split(" "),
  },
  // https://github.com/nats-io/k8s/blob/main/helm/charts/nats/values.yaml
  { addresses: /^https:\/\/nats-io\.github\.io\//u, globals: ["image", "labels"] },
  // https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/values.yaml
  { addresses: /^(?:https:\/\/prometheus-community\.github\.io\/|oci:\/\/ghcr\.io\/prometheus-community\/)/u, globals: ["imageRegistry", "imagePullSecrets", "rbac"] },
  // https://github.com/grafana/helm-charts/blob/main/charts/grafana/values.yaml
  { addresses: /^https:\/\/grafana\.github\.io\//u, globals: ["imageRegistry", "imagePullSecrets", "image", "clusterDomain", "dnsService", "dnsNamespace", "priorityClassName", "extraEnv", "extraEnvFrom", "podAnnotations", "podLabels"] },
  // https://github.com/kubernetes/ingress-nginx/blob/main/charts/ingress-nginx/values.yaml
  { addresses: /^https:\/\/kubernetes\.github\.io\/ingress-nginx/u, globals: ["image"] },
  // https://github.com/cert-manager/cert-manager/blob/master/deploy/charts/cert-manager/values.yaml
  { addresses: /^https:\/\/charts\.jetstack\.io/u, globals: ["imagePullSecrets", "commonLabels", "revisionHistoryLimit", "priorityClassName", "rbac", "podSecurityPolicy", "logLevel", "leaderElection", "hostUsers", "nodeSelector"] },
  // https://github.com/traefik/traefik-helm-chart/blob/master/traefik/values.yaml
  { addresses: /^https:\/\/(?:traefik\.github\.io|helm\.traefik\.io)\//u, globals: ["checkNewVersion", "sendAnonymousUsage", "azure", "notOpenshift"] },
  // https://github.com/elastic/helm-charts: no chart reads any
  { addresses: /^https:\/\/helm\.elastic\.co/u, globals: [] },
  // https://github.com/open-telemetry/opentelemetry-helm-charts/blob/main/charts/opentelemetry-collector/values.yaml
  { addresses: /^https:\/\/open-telemetry\.github\.io\//u, globals: ["imageRegistry", "imagePullSecrets"] },
];

/** Whether a chart that is not in the project reads a key of `global`; undefined where nothing is known of it. */
export function readsGlobal(repository: string | undefined, key: string): boolean | undefined {
  return repository === undefined ? undefined : knownRepositories.find(({ addresses }) => addresses.test(repository))?.globals.includes(key);
}

/**
 * Named templates of library charts by the beginning of their names, and which keys of the values they read of a context
 * that they are given (https://github.com/bitnami/charts/tree/main/bitnami/common). What else they are given they read whole.
 */
export const libraryTemplates: readonly { readonly names: RegExp; readonly contexts: ReadonlySet<string>; readonly reads: readonly string[] }[] = [
  {
    names: /^common\.(?:names|labels|images|capabilities|tplvalues|affinities|storage|secrets|ingress|errors|warnings|validations|utils|compatibility|resources|postgresql|redis|mongodb|mysql|mariadb|cassandra)\./u,
    contexts: new Set(["context", "."]),
    reads: ["global", "nameOverride", "fullnameOverride", "namespaceOverride", "commonLabels", "kubeVersion", "apiVersions", "diagnosticMode"],
  },
];
